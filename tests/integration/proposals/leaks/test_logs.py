"""No log has anything of a ballot in it: not when it is counted, nor refused, nor when something breaks on the way."""

import io
import logging
import sys
from collections.abc import Callable, Iterator
from uuid import UUID, uuid4

import pytest
import structlog

from deploy.local.postgres import Postgres
from services.kit import log
from services.kit.answers import answer_error
from services.proposals import counter, secret_ballots
from services.proposals.commands import rounds
from services.proposals.record.leaf import receipt
from tests.integration.proposals.hall import Hall, Json, ballot, nonce_of

CHOICES = {"yes": 0, "no": 1, "abstain": 2}


@pytest.fixture
def logged(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], str]]:
    """What our process has logged, as it would be on its standard output, the least important lines too."""
    handlers, level, output = logging.root.handlers[:], logging.root.level, io.StringIO()
    monkeypatch.setattr(sys, "stdout", output)
    log.configure("proposals", "DEBUG")
    yield output.getvalue
    structlog.reset_defaults()
    logging.root.handlers[:] = handlers
    logging.root.setLevel(level)


@pytest.fixture
def secret(hall: Hall) -> Json:
    """A secret round that is open."""
    return hall.opened(secret=True)


def tells(hall: Hall, round_: Json) -> list[str]:
    """What must be in no log: nonces, receipts, what finds a ballot, in whatever spelling; the choices themselves."""
    key = hall.db.read(lambda tx: secret_ballots.key_of(tx, UUID(str(round_["round_id"]))))
    electors = [secret_ballots.elector(key, str(person_id)) for person_id in hall.delegates]
    cast = [ballot(round_, person_id, "no") for person_id in hall.delegates]
    receipts = [receipt(each["round_id"], each["nonce"], each["choices"]) for each in cast]
    spelt = [spelling for each in [key, *electors] for spelling in (each.hex(), str(each)[2:-1], str(each)[2:12])]
    return [*spelt, *receipts, *map(nonce_of, hall.delegates), "{1,1,1}", "[1, 1, 1]", "'no'", '"no"']


def told(hall: Hall, round_: Json, text: str) -> list[str]:
    """What of it a text tells."""
    return [each for each in tells(hall, round_) if each in text]


def cast_by_all(hall: Hall, round_: Json) -> list[Json]:
    """Everybody says no to everything."""
    return hall.cast(*[ballot(round_, person_id, "no") for person_id in hall.delegates])


def spoil(hall: Hall, round_: Json) -> None:
    """Have the database refuse every ballot, as a bug might: its error quotes the whole row."""
    table = f'"secret_ballot_{UUID(str(round_["round_id"])).hex}"'
    hall.sql(f"ALTER TABLE {table} ADD CONSTRAINT nothing_fits CHECK (nonce = '')")


def test_ballots_that_are_counted_or_refused_leave_no_line(hall: Hall, secret: Json, logged: Callable[[], str]) -> None:
    cast_by_all(hall, secret)
    voter = hall.delegates[0]
    refused = hall.cast(
        ballot(secret, voter, "no", nonce="another-nonce-of-letters"),
        ballot(secret, uuid4(), "no"),
        ballot(secret, voter, "maybe"),
        ballot(secret, voter, "no", nonce="short"),
    )
    assert {outcome["outcome"] for outcome in refused} == {"refused"}
    assert logged() == ""


def test_an_error_of_the_database_is_logged_without_the_row(
    hall: Hall, secret: Json, logged: Callable[[], str]
) -> None:
    spoil(hall, secret)
    with pytest.raises(Exception, match="nothing_fits") as caught:
        cast_by_all(hall, secret)
    assert told(hall, secret, str(caught.value)), "the driver's own words tell it"
    answered = answer_error(caught.value).get_data(as_text=True)
    text = logged()
    assert "nothing_fits" in text
    assert told(hall, secret, answered + text) == []


def test_a_round_that_was_tampered_with_is_logged_without_what_finds_its_ballots(
    hall: Hall, secret: Json, logged: Callable[[], str]
) -> None:
    cast_by_all(hall, secret)
    hall.sealed(secret["round_id"])
    hall.sql(f'UPDATE "secret_ballot_{UUID(str(secret["round_id"])).hex}" SET elector = sha256(elector)')
    hall.do(rounds.certify_round, hall.organizer, secret["round_id"])
    assert counter.count_next(hall.db)
    text = logged()
    assert "recount-differs" in text
    assert told(hall, secret, text) == []


def test_the_database_server_logs_no_statement_that_failed(hall: Hall, secret: Json, postgres: Postgres) -> None:
    spoil(hall, secret)
    with pytest.raises(Exception, match="nothing_fits"):
        cast_by_all(hall, secret)
    text = postgres.log.read_text()
    assert "nothing_fits" in text
    assert told(hall, secret, text) == []
