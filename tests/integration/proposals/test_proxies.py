"""Proxies: given while a round is prepared, contested before it opens, counted once, taken back until they are used."""

from concurrent.futures import ThreadPoolExecutor
from itertools import permutations
from threading import Barrier
from typing import Any
from uuid import UUID, uuid4

import pytest

from services.kit.acting import Acting
from services.kit.errors import Invalid, Refused
from services.proposals import electors, schemas, views
from services.proposals.commands import preparing, proxies, rounds
from tests.integration.proposals.hall import Hall, Json, ballot


@pytest.fixture
def prepared(hall: Hall) -> Json:
    """A round that is prepared, in which one may hold two proxies."""
    return hall.prepared(1, proxies=2)


def give(hall: Hall, round_: Json, elector: int, holder: int) -> Json:
    """A delegate gives another one their proxy."""
    data = {"holder_id": hall.delegates[holder]}
    return hall.do(proxies.give_proxy, Acting(hall.delegates[elector]), round_["round_id"], data)


def take_back(hall: Hall, round_: Json, elector: int) -> Json:
    """A delegate takes it back."""
    return hall.do(proxies.take_back_proxy, Acting(hall.delegates[elector]), round_["round_id"])


def strike(hall: Hall, round_: Json, elector: int) -> Json:
    """An organizer strikes it."""
    place = (round_["round_id"], hall.delegates[elector])
    return hall.do(proxies.strike_proxy, hall.organizer, *place, {"reason": "Không có giấy"})


def decline(hall: Hall, round_: Json, elector: int, holder: int) -> Json:
    """Its holder declines it."""
    place = (round_["round_id"], hall.delegates[elector])
    return hall.do(proxies.decline_proxy, Acting(hall.delegates[holder]), *place)


def cast_for(hall: Hall, round_: Json, elector: int, holder: int, **changes: Any) -> Json:
    """What is said to a holder who votes for an elector."""
    whose = {"proxy_of": str(hall.delegates[elector]), "nonce": f"for-{elector}-{uuid4().hex}"}
    return hall.cast(ballot(round_, hall.delegates[holder], **{**whose, **changes}))[0]


def states(hall: Hall, round_: Json, person: int) -> tuple[list[str], list[str]]:
    """What became of the proxies a delegate gave and was given."""
    own = hall.ask(electors.own_proxies, Acting(hall.delegates[person]), round_["round_id"])
    return [each["state"] for each in own["given"]], [each["state"] for each in own["held"]]


def refusal(work: Any, *arguments: Any) -> str:
    """Why something is refused."""
    with pytest.raises(Refused) as refused:
        work(*arguments)
    return refused.value.slug


def told(hall: Hall) -> list[tuple[str, str]]:
    """What was told about proxies: type, and the state one has come to."""
    of = [event for event in hall.events() if event["type"].startswith("proxy_")]
    return [(event["type"], event["data"].get("state", "")) for event in of]


def test_a_proxy_is_shown_to_both_and_told(hall: Hall, prepared: Json) -> None:
    give(hall, prepared, 0, 1)
    assert states(hall, prepared, 0) == (["given"], [])
    assert states(hall, prepared, 1) == ([], ["given"])
    assert states(hall, prepared, 2) == ([], [])
    [event] = hall.events("proxy_given.v1")
    assert (event["data"]["elector_id"], event["data"]["holder_id"]) == tuple(map(str, hall.delegates[:2]))
    assert event["data"]["holder_name"] == "Trần Thị Hường"


def test_giving_the_same_again_changes_nothing_and_giving_another_ends_the_first(hall: Hall, prepared: Json) -> None:
    give(hall, prepared, 0, 1)
    give(hall, prepared, 0, 1)
    own = give(hall, prepared, 0, 2)
    assert [(each["holder_id"], each["state"]) for each in own["given"]] == [
        (hall.delegates[2], "given"),
        (hall.delegates[1], "taken-back"),
    ]
    assert told(hall) == [("proxy_given.v1", ""), ("proxy_ended.v1", "taken-back"), ("proxy_given.v1", "")]


def test_what_speaks_against_a_proxy(hall: Hall, prepared: Json) -> None:
    give(hall, prepared, 0, 1)
    assert refusal(give, hall, prepared, 1, 2) == "holds-proxies"
    assert refusal(give, hall, prepared, 2, 0) == "holder-gave-proxy"
    give(hall, prepared, 2, 1)
    assert refusal(give, hall, prepared, 3, 1) == "holder-has-enough"
    assert refusal(give, hall, hall.prepared(1), 0, 1) == "no-proxies"
    for holder_id, code in ((hall.delegates[3], "oneself"), (hall.organizer.person, "not-a-delegate")):
        with pytest.raises(Invalid) as refused:
            hall.do(proxies.give_proxy, Acting(hall.delegates[3]), prepared["round_id"], {"holder_id": holder_id})
        assert [(fault.pointer, fault.code) for fault in refused.value.faults] == [("/holder_id", code)]
    data = {"holder_id": hall.delegates[3]}
    assert refusal(hall.do, proxies.give_proxy, hall.organizer, prepared["round_id"], data) == "not-on-roll"
    assert refusal(hall.do, proxies.give_proxy, hall.outsider, prepared["round_id"], data) == "not-a-delegate"


def test_what_an_organizer_struck_or_its_holder_declined_is_not_given_again(hall: Hall, prepared: Json) -> None:
    give(hall, prepared, 0, 1)
    assert strike(hall, prepared, 0)["reason"] == "Không có giấy"
    give(hall, prepared, 2, 3)
    decline(hall, prepared, 2, 3)
    assert states(hall, prepared, 1) == ([], ["struck"])
    assert (refusal(give, hall, prepared, 0, 1), refusal(give, hall, prepared, 2, 3)) == ("proxy-turned-down",) * 2
    give(hall, prepared, 0, 3)  # but another one is
    assert refusal(decline, hall, prepared, 0, 1) == "missing"
    assert refusal(strike, hall, prepared, 4) == "missing"


def test_fewer_than_somebody_holds_cannot_be_allowed(hall: Hall, prepared: Json) -> None:
    give(hall, prepared, 0, 1)
    options = [str(option["solution_id"]) for option in prepared["options"]]
    body = {"title": "Vòng", "solution_ids": options, "proxies": 0}
    with pytest.raises(Invalid) as refused:
        hall.do(preparing.amend_round, hall.organizer, prepared["round_id"], schemas.PrepareRound().load(body), None)
    assert [(fault.pointer, fault.params) for fault in refused.value.faults] == [("/proxies", {"count": 1})]


def test_a_holder_casts_a_ballot_of_its_own_for_each(hall: Hall, prepared: Json) -> None:
    give(hall, prepared, 0, 2)
    give(hall, prepared, 1, 2)
    opened = hall.open(prepared)
    shown = hall.ask(views.my_ballot, Acting(hall.delegates[2]), opened["round_id"])
    assert {mandate["elector_id"] for mandate in shown["mandates"]} == set(map(str, hall.delegates[:2]))
    assert hall.ask(views.my_ballot, hall.delegate, opened["round_id"])["holder"]["person_id"] == str(hall.delegates[2])
    assert hall.cast(ballot(opened, hall.delegates[2]))[0]["outcome"] == "counted"
    assert cast_for(hall, opened, 0, 2)["outcome"] == "counted"
    assert cast_for(hall, opened, 1, 2)["outcome"] == "counted"
    assert hall.cast(ballot(opened, hall.delegates[0]))[0]["slug"] == "proxy-given"
    assert cast_for(hall, opened, 3, 2)["slug"] == "not-on-roll"
    assert hall.ask(views.round_, hall.organizer, opened["round_id"])["ballots"] == 3


def test_a_proxy_counts_only_where_both_are_on_the_roll(hall: Hall, prepared: Json) -> None:
    give(hall, prepared, 0, 1)
    give(hall, prepared, 2, 3)
    [seat] = hall.sql("SELECT seat_id FROM seat WHERE person_id = %s", hall.delegates[1])
    gone = {"forum_id": hall.forum_id, "seat_id": seat["seat_id"], "person_id": hall.delegates[1]}
    hall.tell("seat_withdrawn.v1", gone)
    opened = hall.open(prepared)
    assert (states(hall, opened, 0)[0], states(hall, opened, 2)[0]) == (["lapsed"], ["given"])
    assert told(hall)[-1] == ("proxy_ended.v1", "lapsed")
    assert hall.cast(ballot(opened, hall.delegates[0]))[0]["outcome"] == "counted"


def test_it_is_taken_back_until_its_holder_has_voted(hall: Hall, prepared: Json) -> None:
    for elector in (0, 1):
        give(hall, prepared, elector, 2)
    opened = hall.open(prepared)
    take_back(hall, opened, 0)
    assert refusal(take_back, hall, opened, 0) == "no-proxy-given"
    assert cast_for(hall, opened, 0, 2)["slug"] == "not-on-roll"
    assert hall.cast(ballot(opened, hall.delegates[0]))[0]["outcome"] == "counted"
    cast_for(hall, opened, 1, 2)
    assert refusal(take_back, hall, opened, 1) == "proxy-used"
    assert hall.ask(electors.own_proxies, Acting(hall.delegates[1]), opened["round_id"])["given"][0]["used"]
    assert refusal(give, hall, opened, 3, 2) == "round-in-another-state"


def test_it_is_taken_back_while_voting_is_paused_and_not_when_it_is_over(hall: Hall, prepared: Json) -> None:
    for elector in (0, 1):
        give(hall, prepared, elector, 2)
    opened = hall.open(prepared)
    hall.do(rounds.pause_round, hall.organizer, opened["round_id"])
    take_back(hall, opened, 0)
    hall.do(rounds.resume_round, hall.organizer, opened["round_id"])
    hall.closed(opened["round_id"])
    assert refusal(take_back, hall, opened, 1) == "round-in-another-state"


def test_who_still_has_to_vote_is_reminded_and_not_who_gave_a_proxy(hall: Hall, prepared: Json) -> None:
    give(hall, prepared, 0, 2)
    opened = hall.open(prepared)
    hall.cast(*[ballot(opened, person_id) for person_id in hall.delegates[1:4]])
    hall.bring_forward("remind_of_round", opened["round_id"])
    [event] = hall.events("round_closing_soon.v1")
    assert set(event["data"]["person_ids"]) == {str(hall.delegates[2]), str(hall.delegates[4])}


@pytest.mark.parametrize("order", list(permutations(("back", "holder", "elector"))))
def test_in_whatever_order_they_come_one_ballot_counts(hall: Hall, prepared: Json, order: tuple[str, ...]) -> None:
    give(hall, prepared, 0, 1)
    opened = hall.open(prepared)
    said = {}
    for step in order:
        if step == "back":
            try:
                take_back(hall, opened, 0)
            except Refused as refused:
                said[step] = refused.slug
        else:
            told = cast_for(hall, opened, 0, 1) if step == "holder" else hall.cast(ballot(opened, hall.delegates[0]))[0]
            said[step] = told.get("slug", "counted")
    used = order.index("holder") < order.index("back")
    assert said["holder"] == ("counted" if used else "not-on-roll")
    assert said.get("back") == ("proxy-used" if used else None)
    assert hall.ask(views.round_, hall.organizer, opened["round_id"])["ballots"] == list(said.values()).count("counted")


@pytest.mark.parametrize("secret", [False, True])
def test_a_mandate_counts_once_whoever_is_faster(hall: Hall, secret: bool) -> None:
    """Taking back, the holder's ballot and the elector's own, all at once: one ballot, and whoever cast it may."""
    for _ in range(6):
        opened = _race(hall, secret)
        [row] = hall.sql(
            "SELECT revision, holder FROM roll WHERE round_id = %s AND person_id = %s",
            opened["round_id"],
            hall.delegates[0],
        )
        assert hall.ask(views.round_, hall.organizer, UUID(str(opened["round_id"])))["ballots"] == row["revision"] <= 1


def _race(hall: Hall, secret: bool) -> Json:
    prepared = hall.prepared(1, proxies=1, secret=secret)
    give(hall, prepared, 0, 1)
    opened, together = hall.open(prepared), Barrier(6)

    def attempt(work: Any) -> tuple[str, str]:
        together.wait()
        try:
            answer = work()
        except Refused as refused:
            return "taken back", refused.slug
        return (answer["by"], answer.get("slug", "counted")) if "by" in answer else ("taken back", "done")

    mine = [lambda: {**hall.cast(ballot(opened, hall.delegates[0]))[0], "by": "elector"}] * 2
    theirs = [lambda: {**cast_for(hall, opened, 0, 1), "by": "holder"}] * 2
    back = [lambda: take_back(hall, opened, 0)] * 2
    with ThreadPoolExecutor(6) as people:
        said = list(people.map(attempt, [*mine, *theirs, *back]))

    counted = {by for by, what in said if what == "counted"}
    taken = ("taken back", "done") in said
    assert counted in (set(), {"elector"}, {"holder"})
    assert not (taken and "holder" in counted), "a mandate that was used was taken back"
    assert taken or "elector" not in counted, "an elector voted whose proxy stood"
    return opened
