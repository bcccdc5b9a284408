"""The paper ballots of a round at the desk: what there is, entering them, confirming them, and printing empty ones."""

from services.gateway.pages.desk.sheets import confirming, entering, overview, printing

routes = [*overview.routes, *entering.routes, *printing.routes, *confirming.routes]
