"""The delegates of a forum: the list, importing one, adding or withdrawing a single person, inviting."""

from services.gateway.pages.desk.delegates import listing, roster, single

routes = [*listing.routes, *roster.routes, *single.routes]
