"""The proposals of a forum: reading them, offering one in three short steps, one alone, and quick opinions."""

from services.gateway.pages.proposals import judging, listing, offering, one

routes = [*listing.routes, *offering.routes, *judging.routes, *one.routes]
