"""A secret round: its ballots are found by a key while it runs, and by nothing once it is certified."""

from uuid import UUID

import pytest

from services.kit.errors import Busy, Refused
from services.proposals import secret_ballots, views
from services.proposals.commands import rounds
from tests.integration.proposals.hall import Hall, Json, ballot, nonce_of


@pytest.fixture
def secret(hall: Hall) -> Json:
    """A secret round that is open."""
    return hall.opened(secret=True)


def stored(hall: Hall, round_id: UUID) -> list[Json]:
    """The ballots of a secret round as the database has them."""
    return hall.sql(f'SELECT * FROM "secret_ballot_{UUID(str(round_id)).hex}"')


def tables_of(hall: Hall, round_: Json) -> list[Json]:
    """The tables there are for one round."""
    return hall.sql("SELECT tablename FROM pg_tables WHERE tablename LIKE %s", f"%{UUID(str(round_['round_id'])).hex}")


def everything(hall: Hall) -> str:
    """Every row of every table of the service, as text."""
    names = hall.sql("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    rows = [row for name in names for row in hall.sql(f'SELECT t::text AS row FROM "{name["tablename"]}" t')]
    return "\n".join(row["row"] for row in rows)


def test_a_stored_ballot_names_nobody_and_tells_no_order(hall: Hall, secret: Json) -> None:
    hall.cast(*[ballot(secret, person_id) for person_id in hall.delegates])
    rows = stored(hall, secret["round_id"])
    assert len(rows) == len(hall.delegates)
    assert set(rows[0]) == {"elector", "choices", "nonce"}
    people = {person_id.bytes for person_id in hall.delegates}
    assert not any(bytes(row["elector"])[:16] in people for row in rows)
    assert hall.sql("SELECT * FROM ballot WHERE round_id = %s", secret["round_id"]) == []


def test_while_it_runs_a_voter_sees_their_ballot_and_replaces_it(hall: Hall, secret: Json) -> None:
    voter = hall.delegates[0]
    [first] = hall.cast(ballot(secret, voter, "no"))
    seen = hall.ask(views.my_ballot, hall.delegate, secret["round_id"])
    assert (set(seen["choices"].values()), seen["receipt"]) == ({"no"}, first["receipt"])
    [again] = hall.cast(ballot(secret, voter, "no"))
    assert again == first, "the same ballot is answered the same"
    [second] = hall.cast(ballot(secret, voter, "yes", replaces=1, nonce="another-nonce-of-letters"))
    assert (second["revision"], len(stored(hall, secret["round_id"]))) == (2, 1)


def test_no_count_is_anywhere_before_the_result(hall: Hall, secret: Json) -> None:
    hall.cast(ballot(secret, hall.delegates[0]), ballot(secret, hall.delegates[1], "no"))
    hall.sealed(secret["round_id"])
    for event in hall.events():
        assert event["data"].get("tally") is None, event["type"]
    [row] = hall.sql("SELECT counts, ballots FROM round WHERE round_id = %s", secret["round_id"])
    assert (row["counts"], row["ballots"]) == ([], 2)
    for of in ("open", "closed", "sealed"):
        assert hall.ask(views.round_, hall.organizer, secret["round_id"])["tally"] is None, of


def test_a_certified_round_has_no_key_no_table_and_no_ballot_of_anybody(hall: Hall, secret: Json) -> None:
    hall.cast(*[ballot(secret, person_id) for person_id in hall.delegates])
    certified = hall.certified(secret["round_id"])
    assert [option["adopted"] for option in certified["tally"]] == [True, True, True]
    assert tables_of(hall, secret) == []
    seen = hall.ask(views.my_ballot, hall.delegate, secret["round_id"])
    assert (seen["choices"], seen["receipt"], seen["revision"]) == (None, None, 1)
    assert nonce_of(hall.delegates[0]) not in everything(hall), "a record is compressed; nothing else knows the nonce"


def test_a_late_repeat_of_a_ballot_that_was_counted_is_not_told_that_it_was_not(hall: Hall, secret: Json) -> None:
    voter, late = hall.delegates[0], hall.delegates[4]
    hall.cast(*[ballot(secret, person_id) for person_id in hall.delegates[:4]])
    hall.certified(secret["round_id"])
    again, never = hall.cast(ballot(secret, voter), ballot(secret, late))
    assert (again["slug"], never["slug"]) == ("round-has-result", "round-closed")


def test_who_looks_while_the_result_is_written_is_asked_to_look_again(hall: Hall, secret: Json) -> None:
    hall.certified(secret["round_id"])
    with pytest.raises(Busy):
        hall.db.read(lambda tx: secret_ballots.key_of(tx, UUID(str(secret["round_id"]))))


def test_a_cancelled_round_keeps_no_ballots(hall: Hall, secret: Json) -> None:
    hall.cast(ballot(secret, hall.delegates[0]))
    assert len(tables_of(hall, secret)) == 2
    hall.do(rounds.cancel_round, hall.organizer, secret["round_id"])
    assert tables_of(hall, secret) == []


def test_too_few_cannot_vote_in_secret(hall: Hall) -> None:
    small = Hall(hall.db, delegates=hall.delegates[:4]).build()
    with pytest.raises(Refused, match="too-few-to-hide-among"):
        small.opened(secret=True)


def test_what_was_tampered_with_is_not_certified(hall: Hall, secret: Json) -> None:
    hall.cast(*[ballot(secret, person_id) for person_id in hall.delegates])
    hall.sealed(secret["round_id"])
    table = f'"secret_ballot_{UUID(str(secret["round_id"])).hex}"'
    hall.sql(f"UPDATE {table} SET elector = decode(md5(encode(elector, 'hex')), 'hex')")
    assert hall.counted(secret["round_id"])["trouble"] == "recount-differs"
    assert len(stored(hall, secret["round_id"])) == len(hall.delegates), "and nothing is thrown away"
