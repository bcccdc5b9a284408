"""The electors of a round at the desk: the list, proxies that are struck, and who comes late."""

from services.gateway.pages.desk.electors import admitting, listing, striking

routes = [*listing.routes, *admitting.routes, *striking.routes]
