"""Who sends generated requests, and what real things those name: forums that nothing else is tried on."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import cycle, product
from typing import Any
from uuid import uuid4
from zlib import crc32

import requests
import schemathesis
from requests.adapters import HTTPAdapter
from schemathesis.core.parameters import ParameterLocation

from deploy.local.stack import Stack
from tests.journeys.asking import API, Asker, sign_in
from tests.journeys.contract import Operation
from tests.journeys.hall import Hall, address
from tests.journeys.valid import Crowd, body_of

DELEGATES = 10
KEY = "Idempotency-Key"
#: what a forum is turned by
TURNS = ("announce", "open", "close", "conclude", "cancel")
#: what would end the phase or the round that others of these requests need
LAST = ("/close", "/cancel")
#: what there is to do only in a forum that is concluded
LATE = ("/answer", "/read", "/retry")
#: what a schema cannot say of a body: names of things there are, times that follow one another, a code nobody has
MEANT = (
    *("host_body_id", "body_ids", "proposal_ids", "solution_ids", "seat_ids", "choices", "items"),
    *("starts_at", "ends_at", "closes_at", "phases", "code", "time_zone"),
)


@dataclass(frozen=True)
class Everybody:
    """Forums: one that is `open`, with a round to vote in, one that may be `spent`, one that is `over`, a `draft`."""

    open: Hall
    spent: Hall
    over: Hall
    draft: Hall
    organizers: Crowd
    delegates: Iterator[Asker]

    def sending(self, case: schemathesis.Case, operation: Operation) -> list[Asker]:
        """Somebody who may, a delegate, and nobody in particular: all of them, or one of them what is wrong anyway."""
        people = [self._who_may(operation), next(self.delegates), Asker(self.open.organizer.site)]
        if case.meta and case.meta.generation.mode.is_negative:
            told = repr((case.method, case.path_parameters, case.body))
            return [people[crc32(told.encode("utf-8", "replace")) % len(people)]]
        return people

    def _who_may(self, operation: Operation) -> Asker:
        if "/proposals/" in operation.path:
            return self.spent.delegate
        if operation.path.startswith("/me") or operation.path.endswith("/answer"):
            return self.over.leader
        if operation.path.endswith("/ballot"):
            return next(self.delegates)
        hall = self.hall_for(operation)
        return self.organizers.for_(operation) if hall is self.open else hall.organizer

    def hall_for(self, operation: Operation) -> Hall:
        """What the operation's address names is of this one."""
        if operation.path in [f"/forums/{{forum_id}}/{turn}" for turn in TURNS]:
            return self.draft
        if operation.method == "DELETE" or operation.path.endswith(LAST):
            return self.spent
        if operation.method == "GET" or operation.path.endswith(LATE):
            return self.over
        return self.open


def come(stack: Stack, over: Hall) -> Everybody:
    """All of them, with the two forums that are not over yet."""
    halls = [Hall(stack, over.organizer), Hall(stack, over.organizer)]
    emails = [address() for _ in range(DELEGATES)]
    for hall in halls:
        for email in emails:
            hall.seat(email)
        hall.is_voting()
    delegates = cycle([sign_in(stack, email) for email in emails])
    organizers = Crowd(stack, halls[0], DELEGATES)
    return Everybody(*halls, over, Hall(stack, over.organizer), organizers, delegates)


def make_sense(case: schemathesis.Case, operation: Operation, hall: Hall) -> None:
    """Give what is right in form a meaning too; what is wrong on purpose stays wrong."""
    right = {where for where, part in case.meta.components.items() if part.mode.is_positive} if case.meta else set()
    if ParameterLocation.PATH in right:
        real = {name: hall.ids[name] for name in case.path_parameters if name in hall.ids}
        case.path_parameters = {**case.path_parameters, **real}
    if ParameterLocation.HEADER in right and KEY in case.headers:
        case.headers[KEY] = uuid4().hex  # each is another request
    if ParameterLocation.BODY in right and isinstance(case.body, dict):
        sensible = body_of(operation, hall)
        case.body = {**case.body, **{name: sensible[name] for name in case.body if name in MEANT and name in sensible}}


#: not by chance: what a generated test draws by chance is the same each time
SOURCES = cycle(f"127.1.{third}.{fourth}" for third, fourth in product(range(1, 255), repeat=2))


class From(HTTPAdapter):
    """Sends from another address of this machine each time: what may be done from one is limited."""

    def init_poolmanager(self, *arguments: Any, **options: Any) -> None:
        super().init_poolmanager(*arguments, source_address=(next(SOURCES), 0), **options)


def send(case: schemathesis.Case, who: Asker) -> schemathesis.Response:
    """The case, sent by somebody."""
    headers = {"Authorization": f"Bearer {who.token}"} if who.token else {}
    with requests.Session() as session:
        session.mount("http://", From())
        return case.call(base_url=who.site + API, session=session, headers=headers)
