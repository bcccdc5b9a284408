"""Those who have no business in a forum, and the addresses they may try."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from uuid import uuid4

from starlette.routing import Route

from deploy.local.stack import Stack
from services.gateway.pages import routes as page_routes
from services.gateway.pages.desk import life, turns
from tests.journeys.asking import Answer, Asker, sign_in
from tests.journeys.contract import Operation
from tests.journeys.hall import Hall, address
from tests.journeys.valid import body_of
from tests.waiting import eventually


@dataclass
class Strangers:
    """Everybody who has no business in `hall`; the forum some of them come from, and one nobody has announced."""

    people: dict[str, Asker]
    elsewhere: str
    draft: str


def come(stack: Stack, hall: Hall) -> Strangers:
    """All of them, known everywhere before anybody asks."""
    other, draft = Hall(stack, hall.organizer), Hall(stack, hall.organizer)
    emails = {"delegate-elsewhere": address(), "organizer-elsewhere": address()}
    other.seat(emails["delegate-elsewhere"])
    other.seat(emails["organizer-elsewhere"], "organizer")
    other.organizer.done("POST", f"{other.path}/announce")
    emails |= {"delegate": hall.delegate_email, "removed-delegate": hall.removed_email}
    people = {
        kind: sign_in(stack, email) for kind, email in (emails | {"leader-elsewhere": other.leader_email}).items()
    }
    for path in (other.path, draft.path):
        for part in ("", "/board", "/messages"):  # and what is copied has been read by who may
            eventually(partial(hall.organizer.done, "GET", path + part))
    return Strangers({**people, "nobody": Asker(hall.organizer.site)}, other.ids["forum_id"], draft.ids["forum_id"])


def asked(who: Asker, operation: Operation, hall: Hall, ids: dict[str, str] | None = None, **headers: str) -> Answer:
    """The operation, as rightly as it can be asked for."""
    body = body_of(operation, hall) if operation.schema else None
    return who.ask(operation.method, operation.at(ids or hall.ids), body, **headers)


def addresses(method: str, hall: Hall) -> Iterator[str]:
    """The pages, or where their forms go; every turn of the desk is tried at each of its pages."""
    ids = {
        **hall.ids,
        **dict.fromkeys(("token", "code", "subject", "slug"), "x"),
        "screen_id": str(uuid4()),
        "number": "1",
    }
    words = {*life.TURNS, *life.PHASE_TURNS, *turns.TURNS, *turns.TIMED_TURNS}
    for route in page_routes:
        if isinstance(route, Route) and method in (route.methods or ()):
            path = re.sub(r":\w+}", "}", route.path)
            yield from {path.format(**ids, turn=word) for word in words}
