"""The electors of a round at the desk: the list, proxies that are struck, who comes late, and who votes on paper."""

from services.gateway.pages.desk.electors import admitting, handing, listing, striking

routes = [*listing.routes, *admitting.routes, *striking.routes, *handing.routes]
