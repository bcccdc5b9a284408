"""The organizer's desk: one module for each of its pages, and `steps` for what comes next."""

from services.gateway.pages.desk import (
    conclusion,
    control,
    delegates,
    electors,
    facts,
    followup,
    hall,
    life,
    messages,
    overview,
    preparing,
    presence,
    rounds,
    sheets,
    solutions,
    turns,
)

routes = [
    *delegates.routes,
    *solutions.routes,
    *rounds.routes,
    *preparing.routes,
    *presence.routes,
    *electors.routes,
    *sheets.routes,
    *turns.routes,
    *control.routes,
    *hall.routes,
    *conclusion.routes,
    *facts.routes,
    *followup.routes,
    *messages.routes,
    *overview.routes,
    *life.routes,  # last: its `/{turn}` would take the others' addresses
]
