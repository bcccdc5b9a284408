"""Electors who come after the opening: proposed by one organizer, confirmed by another; nobody else notices."""

from random import Random
from typing import Any
from uuid import UUID, uuid4

import pytest

from services.kit.acting import Acting
from services.kit.errors import Invalid, Refused
from services.proposals import electors, views
from services.proposals.commands import admissions, proxies, rounds
from tests.integration.proposals.hall import Hall, Json, ballot

REASON = "Đến muộn vì đường ngập"


@pytest.fixture
def second(hall: Hall) -> Acting:
    """Another organizer."""
    person_id = uuid4()
    hall.seat([person_id], "organizer")
    return Acting(person_id)


def newcomer(hall: Hall, **told: Any) -> UUID:
    """A delegate who gets a seat when the roll is frozen."""
    person_id = uuid4()
    hall.seat([person_id], "delegate", **told)
    return person_id


def propose(hall: Hall, round_: Json, person_id: UUID, replaces: UUID | None = None) -> Json:
    """The first organizer proposes somebody."""
    data = {"person_id": person_id, "replaces": replaces, "reason": REASON}
    return hall.do(admissions.propose_admission, hall.organizer, round_["round_id"], data)


def admit(hall: Hall, second: Acting, round_: Json, person_id: UUID, replaces: UUID | None = None) -> Json:
    """And the second confirms."""
    proposed = propose(hall, round_, person_id, replaces)
    return hall.do(admissions.confirm_admission, second, round_["round_id"], proposed["admission_id"])


def shown(hall: Hall, round_: Json) -> Json:
    """The round as it now is."""
    return hall.ask(views.round_, hall.organizer, round_["round_id"])


def refusal(work: Any, *arguments: Any) -> str:
    """Why something is refused."""
    with pytest.raises(Refused) as refused:
        work(*arguments)
    return refused.value.slug


def invited(hall: Hall) -> list[str]:
    """Everybody who was told that they may vote, as often as they were."""
    events = [event for event in hall.events() if event["type"] in ("roll_frozen.v1", "elector_admitted.v1")]
    return [person_id for event in events for person_id in event["data"]["person_ids"]]


def test_a_late_elector_votes_and_everybody_may_know_why(hall: Hall, second: Acting) -> None:
    opened = hall.opened(1)
    late = newcomer(hall, sector="Sở", weight="2")
    proposed = propose(hall, opened, late)
    assert (proposed["state"], shown(hall, opened)["electors"]) == ("proposed", 5)
    assert hall.cast(ballot(opened, late))[0]["slug"] == "not-on-roll"
    confirmed = hall.do(admissions.confirm_admission, second, opened["round_id"], proposed["admission_id"])
    assert (confirmed["state"], confirmed["decided_by"], confirmed["full_name"]) == (
        "confirmed",
        second.person,
        "Trần Thị Hường",
    )
    now = shown(hall, opened)
    assert (now["electors"], [(each["reason"], each["substitute"]) for each in now["admissions"]]) == (
        6,
        [(REASON, False)],
    )
    assert hall.ask(views.my_ballot, Acting(late), opened["round_id"])["weight"] == "2"
    assert hall.cast(ballot(opened, late))[0]["outcome"] == "counted"
    [event] = hall.events("elector_admitted.v1")
    assert event["data"]["person_ids"] == [str(late)]
    assert hall.events("round_amended.v1")[-1]["data"]["electors"] == 6


def test_nobody_confirms_what_they_proposed(hall: Hall, second: Acting) -> None:
    opened = hall.opened(1)
    proposed = propose(hall, opened, newcomer(hall))
    place = (opened["round_id"], proposed["admission_id"])
    assert refusal(hall.do, admissions.confirm_admission, hall.organizer, *place) == "needs-another-organizer"
    hall.do(admissions.confirm_admission, second, *place)
    assert refusal(hall.do, admissions.confirm_admission, second, *place) == "admission-decided"
    assert refusal(hall.do, admissions.drop_admission, second, *place) == "admission-decided"


def test_what_speaks_against_it(hall: Hall, second: Acting) -> None:
    opened, late = hall.opened(1), newcomer(hall)
    assert refusal(propose, hall, opened, hall.delegates[0]) == "already-on-roll"
    for person_id, replaces, pointer in ((uuid4(), None, "/person_id"), (late, uuid4(), "/replaces")):
        with pytest.raises(Invalid) as refused:
            propose(hall, opened, person_id, replaces)
        assert [fault.pointer for fault in refused.value.faults] == [pointer]
    hall.cast(ballot(opened, hall.delegates[0]))
    assert refusal(propose, hall, opened, late, hall.delegates[0]) == "elector-has-voted"
    propose(hall, opened, late)
    assert refusal(propose, hall, opened, late) == "admission-proposed"
    hall.closed(opened["round_id"])
    assert refusal(propose, hall, opened, newcomer(hall)) == "round-in-another-state"
    [proposed] = hall.ask(electors.admissions, hall.organizer, opened["round_id"])["items"]
    place = (opened["round_id"], UUID(proposed["admission_id"]))
    assert refusal(hall.do, admissions.confirm_admission, second, *place) == "round-in-another-state"
    assert hall.do(admissions.drop_admission, second, *place)["state"] == "dropped"


def test_an_elector_who_votes_before_the_confirmation_is_not_replaced(hall: Hall, second: Acting) -> None:
    opened, late = hall.opened(1), newcomer(hall)
    proposed = propose(hall, opened, late, hall.delegates[0])
    hall.cast(ballot(opened, hall.delegates[0]))
    place = (opened["round_id"], proposed["admission_id"])
    assert refusal(hall.do, admissions.confirm_admission, second, *place) == "elector-has-voted"
    assert hall.cast(ballot(opened, late))[0]["slug"] == "not-on-roll"


def test_a_substitute_takes_the_place_and_mandates_go_back(hall: Hall, second: Acting) -> None:
    prepared = hall.prepared(1, proxies=2)
    for elector in (1, 2):
        data = {"holder_id": hall.delegates[0]}
        hall.do(proxies.give_proxy, Acting(hall.delegates[elector]), prepared["round_id"], data)
    opened, late = hall.open(prepared), newcomer(hall)
    used = ballot(opened, hall.delegates[0], "no", proxy_of=str(hall.delegates[2]))
    assert hall.cast(used)[0]["outcome"] == "counted"

    admit(hall, second, opened, late, hall.delegates[0])
    assert (shown(hall, opened)["electors"], shown(hall, opened)["admissions"][0]["substitute"]) == (5, True)
    assert hall.cast(ballot(opened, hall.delegates[0]))[0]["slug"] == "not-on-roll"
    assert hall.cast(ballot(opened, late))[0]["outcome"] == "counted"
    # who has not been voted for votes; for whom it was, that ballot stands until they replace it
    assert hall.cast(ballot(opened, hall.delegates[1]))[0]["outcome"] == "counted"
    again = ballot(opened, hall.delegates[0], "yes", proxy_of=str(hall.delegates[2]), replaces=1)
    assert hall.cast(again)[0]["slug"] == "not-on-roll"
    assert (
        hall.cast(ballot(opened, hall.delegates[2], replaces=1, nonce="another-nonce-of-letters"))[0]["revision"] == 2
    )
    assert [event["data"]["state"] for event in hall.events("proxy_ended.v1")] == ["lapsed", "lapsed"]
    assert shown(hall, opened)["ballots"] == 3


def test_a_weight_the_round_has_not_known_makes_its_unit_smaller(hall: Hall, second: Acting) -> None:
    opened = hall.opened(1)
    hall.cast(ballot(opened, hall.delegates[0], "yes"))
    late = newcomer(hall, weight="0.25")
    admit(hall, second, opened, late)
    assert (shown(hall, opened)["unit"], shown(hall, opened)["tally"][0]["yes"]) == (4, 4)
    hall.cast(ballot(opened, late, "yes"), ballot(opened, hall.delegates[1], "no"))
    assert [shown(hall, opened)["tally"][0][word] for word in ("yes", "no")] == [5, 4]
    assert hall.certified(opened["round_id"])["state"] == "certified"


def test_in_a_secret_round_nobody_comes_whose_weight_tells_their_ballot(hall: Hall, second: Acting) -> None:
    opened = hall.opened(1, secret=True)
    assert refusal(propose, hall, opened, newcomer(hall, weight="2")) == "too-few-to-hide-among"
    alike = newcomer(hall)
    admit(hall, second, opened, alike)
    assert hall.cast(ballot(opened, alike))[0]["outcome"] == "counted"
    heavier = newcomer(hall, weight="2")
    assert refusal(propose, hall, opened, heavier, hall.delegates[0]) == "too-few-to-hide-among"


def test_it_can_be_done_while_voting_is_paused(hall: Hall, second: Acting) -> None:
    opened = hall.opened(1)
    hall.do(rounds.pause_round, hall.organizer, opened["round_id"])
    admit(hall, second, opened, newcomer(hall))
    assert shown(hall, opened)["electors"] == 6


@pytest.mark.parametrize("seed", range(5))
def test_whoever_comes_and_goes_nobody_is_invited_twice(hall: Hall, second: Acting, seed: int) -> None:
    random, opened = Random(seed), hall.opened(1)
    for _ in range(12):
        rows = hall.sql("SELECT person_id, revision FROM roll WHERE round_id = %s", opened["round_id"])
        before = len(invited(hall))
        waiting = [row["person_id"] for row in rows if not row["revision"]]
        if waiting and random.random() < 0.3:
            hall.cast(ballot(opened, random.choice(waiting)))
        else:
            late = newcomer(hall)
            admit(hall, second, opened, late, random.choice([None, *waiting]))
            assert invited(hall)[before:] == [str(late)]
    assert len(invited(hall)) == len(set(invited(hall)))
    now = shown(hall, opened)
    [row] = hall.sql(
        "SELECT count(*) AS places, sum(least(revision, 1)) AS voted FROM roll WHERE round_id = %s", opened["round_id"]
    )
    assert (now["electors"], now["ballots"]) == (row["places"], row["voted"] or 0)


def test_the_roll_is_searched_by_name_and_says_who_has_voted(hall: Hall) -> None:
    hall.seat([uuid4()], "delegate", full_name="Nguyễn Thị Ánh")
    opened = hall.opened(1)

    def found(**wanted: Any) -> Json:
        asked = {"q": "", "who": "all", "after": None, **wanted}
        return hall.ask(electors.roll, hall.organizer, opened["round_id"], asked)

    hall.cast(ballot(opened, hall.delegates[0]))
    assert [each["full_name"] for each in found(q="anh ng")["items"]] == ["Nguyễn Thị Ánh"]
    assert [each["person_id"] for each in found(who="voted")["items"]] == [str(hall.delegates[0])]
    assert (found(who="not-voted")["found"], found(who="proxies")["found"], found()["found"]) == (5, 0, 6)
    hall.sql("UPDATE roll SET on_paper = true WHERE person_id = %s RETURNING 1", hall.delegates[1])
    assert [each["person_id"] for each in found(who="on-paper")["items"]] == [str(hall.delegates[1])]
    assert found(q="nobody") == {"items": [], "next": None, "found": 0}
    assert found()["items"][0]["full_name"] == "Nguyễn Thị Ánh", "by given name"


def test_a_long_roll_comes_page_by_page(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(electors, "PAGE", 2)
    opened, after, seen = hall.opened(1), None, []
    while True:
        asked = {"q": "", "who": "all", "after": after}
        page = hall.ask(electors.roll, hall.organizer, opened["round_id"], asked)
        seen += [each["person_id"] for each in page["items"]]
        if page["next"] is None:
            break
        after = UUID(page["next"])
    assert sorted(seen) == sorted(map(str, hall.delegates))


def test_before_the_opening_the_roll_is_as_it_would_be(hall: Hall) -> None:
    prepared = hall.prepared(1, proxies=1)
    data = {"holder_id": hall.delegates[1]}
    hall.do(proxies.give_proxy, hall.delegate, prepared["round_id"], data)
    asked = {"q": "", "who": "proxies", "after": None}
    page = hall.ask(electors.roll, hall.organizer, prepared["round_id"], asked)
    told = {
        each["person_id"]: (each["holder"] and each["holder"]["person_id"], each["holds"]) for each in page["items"]
    }
    first, other = map(str, hall.delegates[:2])
    assert told == {first: (other, 0), other: (None, 1)}


def test_who_can_be_given_a_proxy_is_found_by_name(hall: Hall) -> None:
    prepared = hall.prepared(1, proxies=1)
    anh, lan = uuid4(), uuid4()
    hall.seat([anh], "delegate", full_name="Nguyễn Thị Ánh")
    hall.seat([lan], "delegate", full_name="Lê Thị Lan")

    def found(q: str) -> list[str]:
        items = hall.ask(electors.possible_holders, hall.delegate, prepared["round_id"], q)["items"]
        return [each["full_name"] for each in items]

    assert found("thi anh") == ["Nguyễn Thị Ánh"]
    hall.do(proxies.give_proxy, Acting(lan), prepared["round_id"], {"holder_id": anh})
    assert (found("anh"), found("lan")) == ([], []), "one holds enough, the other gave theirs"


def test_candidates_are_delegates_who_are_not_on_the_roll(hall: Hall) -> None:
    opened = hall.opened(1)
    late = newcomer(hall, full_name="Nguyễn Thị Ánh")
    items = hall.ask(electors.candidates, hall.organizer, opened["round_id"], "")["items"]
    assert [(each["person_id"], each["weight"]) for each in items] == [(str(late), "1")]
    assert refusal(hall.ask, electors.candidates, hall.delegate, opened["round_id"], "") == "not-an-organizer"
