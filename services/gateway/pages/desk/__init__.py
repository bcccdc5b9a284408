"""The organizer's desk: one module for each of its pages, and `steps` for what comes next."""

from services.gateway.pages.desk import conclusion, delegates, messages, overview, rounds, solutions

routes = [
    *delegates.routes,
    *solutions.routes,
    *rounds.routes,
    *conclusion.routes,
    *messages.routes,
    *overview.routes,  # last: its `/{turn}` would take the others' addresses
]
