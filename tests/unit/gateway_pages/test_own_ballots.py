"""What somebody has to cast, from what the service answers."""

from typing import Any

from services.gateway.pages.own_ballots import Place, places_of
from tests.unit.gateway_pages.samples import PERSON

NONE_IN: dict[str, Any] = {"voted": False, "on_paper": False, "set_aside": False, "choices": None}
CAST = {**NONE_IN, "revision": 0, "receipt": None}
ANSWER = {**CAST, "on_roll": True, "weight": "1", "holder": None, "mandates": []}


def test_ones_own_ballot_comes_before_those_for_others() -> None:
    mandate = {**CAST, "elector_id": PERSON, "full_name": "Lê Thị Bé", "weight": "1.5"}
    own, for_another = places_of({**ANSWER, "mandates": [mandate]})
    assert (own.elector_id, own.path, own.is_whole) == ("", "", True)
    assert (for_another.path, for_another.name, for_another.weight) == (f"/thay/{PERSON}", "Lê Thị Bé", "1.5")
    assert for_another.waits
    assert not places_of({**ANSWER, "mandates": [{**mandate, "on_paper": True}]})[1].waits


def test_nothing_waits_for_who_votes_another_way_or_has_voted() -> None:
    assert not places_of({**ANSWER, "on_roll": False, "weight": None})[0].waits
    assert not places_of({**ANSWER, "on_paper": True})[0].waits
    assert not places_of({**ANSWER, "holder": {"person_id": PERSON, "full_name": None}})[0].waits
    assert not places_of({**ANSWER, "voted": True, "choices": {}})[0].waits


def test_a_blank_ballot_is_known_and_one_of_which_nothing_is_told_is_forgotten() -> None:
    assert not Place(voted=True, choices={}).is_forgotten
    assert Place(voted=True, choices=None).is_forgotten
    assert not Place().is_forgotten
