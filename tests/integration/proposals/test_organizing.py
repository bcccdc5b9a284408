"""Proposals, solutions and rounds: what may be done when, and what happens to lineage and versions."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from services.kit import clock
from services.kit.acting import NOBODY, Acting
from services.kit.errors import Invalid, Refused, Stale
from services.proposals import schemas, store, views
from services.proposals.commands import preparing, proposals, rounds, solutions
from tests.integration.proposals.hall import Hall, Json, ballot

TITLES = {"title": "Bồi dưỡng (sửa)", "text": "Bồi dưỡng mỗi quý"}


def revise(hall: Hall, solution: Json, version: int | None = None, **changes: Any) -> Json:
    """Edit a solution."""
    data = schemas.ReviseSolution().load({**TITLES, **changes})
    return hall.do(solutions.revise_solution, hall.organizer, solution["solution_id"], data, version)


def in_an_hour() -> Json:
    """A closing time."""
    return {"closes_at": clock.now() + timedelta(hours=1)}


def refused(slug: str) -> Any:
    """Expect a refusal with this slug."""
    return pytest.raises(Refused, match=f"^{slug}$")


def test_proposals_are_numbered_without_gaps_even_at_once(hall: Hall) -> None:
    with ThreadPoolExecutor(5) as crowd:
        offered = list(crowd.map(lambda person: hall.proposal(Acting(person)), hall.delegates))
    assert sorted(one["number"] for one in offered) == [1, 2, 3, 4, 5]


def test_a_proposal_carries_its_author_as_they_were(hall: Hall) -> None:
    offered = hall.proposal()
    assert offered["author"] == "Trần Thị Hường, Chủ tịch Hội LHPN xã"
    assert (offered["sector"], offered["by_when"], offered["solution_id"]) == ("Hội cơ sở", "", None)


@pytest.mark.parametrize(
    ("state", "phases", "slug"),
    [
        ("announced", ("collecting",), "forum-not-open"),
        ("open", ("voting",), "phase-not-open"),
        ("open", (), "phase-not-open"),
        ("closed", ("collecting",), "forum-not-open"),
        ("concluded", (), "forum-not-open"),
        ("cancelled", (), "forum-not-open"),
    ],
)
def test_proposals_are_offered_while_they_are_collected(
    hall: Hall, state: str, phases: tuple[str, ...], slug: str
) -> None:
    hall.be(state, *phases)
    with refused(slug):
        hall.proposal()


def test_a_proposal_is_taken_back_until_it_is_in_a_solution(hall: Hall) -> None:
    free, taken = hall.proposal(), hall.proposal()
    hall.solution(proposal_ids=[str(taken["proposal_id"])])
    hall.do(proposals.withdraw_proposal, hall.delegate, free["proposal_id"])
    with refused("proposal-consolidated"):
        hall.do(proposals.withdraw_proposal, hall.delegate, taken["proposal_id"])
    assert hall.ask(views.board)["proposals"] == 1
    assert hall.proposal()["number"] == 3, "a number is never given twice"


def test_a_proposal_goes_into_one_solution(hall: Hall) -> None:
    proposal_ids = [str(hall.proposal()["proposal_id"])]
    hall.solution(proposal_ids=proposal_ids)
    with refused("proposal-in-another-solution"):
        hall.solution(proposal_ids=proposal_ids)


def test_the_proposals_of_a_withdrawn_solution_are_free_again(hall: Hall) -> None:
    proposal = hall.proposal()
    solution = hall.solution(proposal_ids=[str(proposal["proposal_id"])])
    hall.do(solutions.withdraw_solution, hall.organizer, solution["solution_id"])
    again = hall.solution(proposal_ids=[str(proposal["proposal_id"])])
    assert again["number"] == 2
    assert [one["number"] for one in hall.ask(views.solutions)["items"]] == [2]
    seen = hall.ask(views.proposal, NOBODY, proposal["proposal_id"])
    assert seen["solution_id"] == str(again["solution_id"])


def test_a_solution_names_what_exists_in_this_forum(hall: Hall) -> None:
    elsewhere = Hall(hall.db).build().proposal()
    with pytest.raises(Invalid) as caught:
        hall.solution(proposal_ids=[str(elsewhere["proposal_id"])], body_ids=[str(hall.body_id), str(uuid4())])
    pointers = [(fault.pointer, fault.code) for fault in caught.value.faults]
    assert pointers == [("/proposal_ids/0", "unknown-proposal"), ("/body_ids/1", "unknown-body")]


def test_an_edit_changes_text_lineage_and_version(hall: Hall) -> None:
    first, second = [str(hall.proposal()["proposal_id"]) for _ in range(2)]
    solution = hall.solution(proposal_ids=[first])
    edited = revise(hall, solution, solution["version"], proposal_ids=[second, second])
    assert (edited["title"], edited["version"]) == ("Bồi dưỡng (sửa)", 2)
    assert [str(each) for each in edited["proposal_ids"]] == [second]
    assert edited["bodies"] == []


def test_a_stale_edit_is_shown_the_present_text(hall: Hall) -> None:
    solution = hall.solution()
    revise(hall, solution, 1)
    with pytest.raises(Stale) as caught:
        revise(hall, solution, 1)
    assert caught.value.facts["current"]["title"] == "Bồi dưỡng (sửa)"


def test_two_edits_at_once_are_one(hall: Hall) -> None:
    solution = hall.solution()

    def edit(_: int) -> str:
        try:
            revise(hall, solution, 1)
        except Stale:
            return "stale"
        return "done"

    with ThreadPoolExecutor(5) as crowd:
        assert sorted(crowd.map(edit, range(5))) == ["done", *["stale"] * 4]


def test_what_is_voted_on_stays_as_it_is(hall: Hall) -> None:
    opened = hall.opened(1)
    solution = {"solution_id": opened["options"][0]["solution_id"]}
    with refused("solution-in-vote"):
        revise(hall, solution)
    with refused("solution-in-vote"):
        hall.do(solutions.withdraw_solution, hall.organizer, solution["solution_id"])
    hall.do(rounds.cancel_round, hall.organizer, opened["round_id"])
    revise(hall, solution)


def test_a_prepared_solution_may_be_edited_but_not_withdrawn(hall: Hall) -> None:
    prepared = hall.prepared(1)
    solution = {"solution_id": prepared["options"][0]["solution_id"]}
    revise(hall, solution)
    assert hall.ask(views.round_, NOBODY, prepared["round_id"])["options"][0]["title"] == "Bồi dưỡng (sửa)"
    with refused("solution-in-vote"):
        hall.do(solutions.withdraw_solution, hall.organizer, solution["solution_id"])


def test_a_round_has_solutions_of_this_forum_each_once(hall: Hall) -> None:
    mine, theirs = hall.solution(), Hall(hall.db).build().solution()
    ids = [mine["solution_id"], mine["solution_id"], theirs["solution_id"]]
    data = {"title": "Vòng", "solution_ids": ids, "live_tally": True, "reminder_minutes": 0}
    with pytest.raises(Invalid) as caught:
        hall.do(preparing.prepare_round, hall.organizer, data)
    pointers = [(fault.pointer, fault.code) for fault in caught.value.faults]
    assert pointers == [("/solution_ids/1", "repeated"), ("/solution_ids/2", "unknown-solution")]


def test_the_roll_is_every_delegate_once(hall: Hall) -> None:
    hall.seat(hall.delegates[:2], "delegate")  # a second seat is not a second vote
    hall.seat([uuid4()], "guest")
    opened = hall.opened()
    [frozen] = hall.events("roll_frozen.v1")
    assert opened["electors"] == 5
    assert set(frozen["data"]["person_ids"]) == {str(person_id) for person_id in hall.delegates}


def test_a_large_roll_is_frozen_in_pages(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "PAGE_OF_ROLL", 2)
    assert hall.opened()["electors"] == 5
    assert len(hall.sql("SELECT person_id FROM roll WHERE forum_id = %s", hall.forum_id)) == 5


def test_a_round_needs_electors(db: Any) -> None:
    empty = Hall(db, delegates=[]).build()
    with refused("empty-roll"):
        empty.opened()


@pytest.mark.parametrize(
    ("state", "phases", "slug"),
    [
        ("announced", ("voting",), "forum-not-open"),
        ("open", ("collecting",), "phase-not-open"),
        ("closed", ("voting",), "forum-not-open"),
    ],
)
def test_a_round_opens_while_voting_is_on(hall: Hall, state: str, phases: tuple[str, ...], slug: str) -> None:
    prepared = hall.prepared()
    hall.be(state, *phases)
    with refused(slug):
        hall.do(rounds.open_round, hall.organizer, prepared["round_id"], in_an_hour())


def test_a_round_opens_once(hall: Hall) -> None:
    opened = hall.opened()
    with refused("round-in-another-state"):
        hall.do(rounds.open_round, hall.organizer, opened["round_id"], in_an_hour())


def test_a_round_does_not_open_into_the_past(hall: Hall) -> None:
    with refused("invalid"):
        hall.opened(closes_in=-timedelta(seconds=1))


def test_voting_goes_on_when_the_phase_or_the_forum_is_closed(hall: Hall) -> None:
    opened = hall.opened()
    hall.be("closed")
    assert hall.cast(ballot(opened, hall.delegates[0]))[0]["outcome"] == "counted"


@pytest.mark.parametrize("state", ["concluded", "cancelled"])
def test_nothing_is_organized_in_a_forum_that_is_over(hall: Hall, state: str) -> None:
    hall.be(state)
    with refused("forum-over"):
        hall.solution()
