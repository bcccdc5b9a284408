"""A result is certified by counting again, and refused when the counters say otherwise."""

from collections import Counter
from random import Random

import pytest

from services.kit.errors import Refused
from services.proposals import store, views
from services.proposals.commands import rounds
from tests.integration.proposals.hall import Hall, Json, ballot

WORDS = ("yes", "no", "abstain")


def voted(hall: Hall) -> Json:
    """A sealed round in which everybody voted at random, some of them twice."""
    random = Random(7)
    opened = hall.opened()
    for person_id in hall.delegates:
        hall.cast(ballot(opened, person_id, *random.choices(WORDS, k=3)))
    hall.cast(ballot(opened, hall.delegates[0], "no", "no", "yes", replaces=1))
    hall.sealed(opened["round_id"])
    return opened


def test_a_certified_result_is_what_the_raw_rows_say(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "PAGE_OF_BALLOTS", 2)
    opened = voted(hall)
    certified = hall.counted(opened["round_id"])
    rows = hall.sql("SELECT choices FROM ballot WHERE round_id = %s", opened["round_id"])
    for place, said in enumerate(certified["tally"]):
        raw = Counter(WORDS[row["choices"][place]] for row in rows)
        assert {word: said[word] for word in WORDS} == {word: raw[word] for word in WORDS}
        assert said["adopted"] is (raw["yes"] * 2 > len(rows))
    assert certified["state"] == "certified"
    assert certified["ballots"] == len(rows) == len(hall.delegates)


@pytest.mark.parametrize(
    "tampering",
    [
        "UPDATE round SET counts = '[[5,0,0],[0,0,5],[0,5,0]]' WHERE round_id = %s",
        "UPDATE round SET ballots = ballots - 1 WHERE round_id = %s",
        "UPDATE ballot SET choices = '{0,0,0}' WHERE round_id = %s",
        "UPDATE ballot SET choices = '{0,0}' WHERE round_id = %s",
        "UPDATE ballot SET choices = '{9,9,9}' WHERE round_id = %s",
        "DELETE FROM ballot WHERE round_id = %s",
    ],
)
def test_what_was_tampered_with_is_not_certified(hall: Hall, tampering: str) -> None:
    opened = voted(hall)
    hall.sql(tampering, opened["round_id"])
    seen = hall.counted(opened["round_id"])
    assert (seen["state"], seen["trouble"]) == ("sealed", "recount-differs")
    assert hall.events("round_certified.v1") == []


def test_a_round_nobody_voted_in_is_certified_and_adopts_nothing(hall: Hall) -> None:
    certified = hall.certified(hall.opened()["round_id"])
    assert [said["adopted"] for said in certified["tally"]] == [False, False, False]


def test_adopted_is_said_only_when_certified(hall: Hall) -> None:
    opened = voted(hall)
    seen = hall.ask(views.round_, hall.organizer, opened["round_id"])
    assert [said["adopted"] for said in seen["tally"]] == [None, None, None]


@pytest.mark.parametrize("state", ["prepared", "open", "paused", "closed", "counting", "certified", "cancelled"])
def test_only_a_sealed_round_is_certified(hall: Hall, state: str) -> None:
    prepared = hall.prepared()
    hall.sql("UPDATE round SET state = %s WHERE round_id = %s", state, prepared["round_id"])
    with pytest.raises(Refused, match="round-in-another-state"):
        hall.do(rounds.certify_round, hall.organizer, prepared["round_id"])
