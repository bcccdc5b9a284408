"""The ballots' own entrypoint: only with the gateway's word for exactly this batch."""

from typing import Any
from uuid import uuid4

import pytest
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request

from services.kit import strict_json
from services.kit.acting import Acting, Statements, digest
from services.kit.errors import Refused
from services.kit.http import Done
from services.proposals.service import Service
from tests.integration.proposals.hall import Hall, Json, ballot

KEY = "k" * 64


def post(hall: Hall, body: bytes, statement: str | None = None) -> Any:
    """What the entrypoint answers, as nameko would call it; by default the gateway vouches for the body."""
    service = Service()
    service.db, service.statements = hall.db, Statements(KEY)
    statement = statement or Statements(KEY).sign(Acting(digest=digest(body)))
    environ = EnvironBuilder("/", method="POST", data=body, headers={"Acting": statement}).get_environ()
    return service.count_ballots(Request(environ), hall.forum_id)


def batch(hall: Hall) -> list[Json]:
    """A ballot of every delegate."""
    opened = hall.opened()
    return [ballot(opened, person_id) for person_id in hall.delegates]


def slug(answer: Any) -> str:
    """What a batch as a whole was refused with."""
    assert isinstance(answer, Refused)
    return answer.slug


def test_outcomes_stand_in_the_order_of_the_ballots(hall: Hall) -> None:
    ballots = batch(hall)
    stranger = {**ballots[0], "person_id": str(uuid4())}
    answer = post(hall, strict_json.dumps([ballots[0], stranger, *ballots[1:]]))
    assert isinstance(answer, Done)
    outcomes = [told["outcome"] for told in answer.answer["outcomes"]]
    assert outcomes == ["counted", "refused", *["counted"] * 4]
    assert answer.tx.versions, "a caller can say what its next command depends on"


def test_a_persons_own_statement_does_not_cast_ballots(hall: Hall) -> None:
    body = strict_json.dumps(batch(hall))
    assert slug(post(hall, body, Statements(KEY).sign(hall.delegate))) == "not-the-gateway"
    assert slug(post(hall, body, Statements(KEY).sign(Acting(operator=True)))) == "not-the-gateway"


def test_a_statement_for_another_batch_or_of_another_key_is_nobody(hall: Hall) -> None:
    body = strict_json.dumps(batch(hall))
    for statement in (
        Statements(KEY).sign(Acting(digest=digest(body + b" "))),
        Statements("x" * 64).sign(Acting(digest=digest(body))),
        "forged",
    ):
        assert slug(post(hall, body, statement)) == "not-signed-in"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b"", "malformed"),
        (b"{", "malformed"),
        (b"{}", "malformed"),
        (b'"ballots"', "malformed"),
        (b"[1e999]", "malformed"),
        (b'[{"a": 1, "a": 2}]', "malformed"),
        (b"[" * 100_000, "malformed"),
        (strict_json.dumps([{}] * 1_001), "batch-too-large"),
    ],
)
def test_what_is_no_batch_is_refused_as_a_whole(hall: Hall, body: bytes, expected: str) -> None:
    assert slug(post(hall, body)) == expected


def test_rubbish_in_a_batch_is_refused_alone(hall: Hall) -> None:
    [one, *_] = batch(hall)
    wrong: list[Json] = [{"choices": [[]]}, {"nonce": "~" * 20}, {"replaces": 1e308}, {"round_id": "x"}]
    rubbish = [None, 5, "x", [], {}, *[{**one, **change} for change in wrong]]
    answer = post(hall, strict_json.dumps([*rubbish, one]))
    assert [told["outcome"] for told in answer.answer["outcomes"]] == [*["refused"] * 9, "counted"]
