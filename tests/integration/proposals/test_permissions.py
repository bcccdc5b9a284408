"""Every command and query, tried by everybody: who may, and who may not and is told so."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import pytest

from services.kit import clock
from services.kit.acting import NOBODY, Acting
from services.kit.db import Database
from services.kit.errors import Missing, Refused
from services.proposals import electors, finding, records, schemas, views, votes
from services.proposals.commands import (
    admissions,
    assignments,
    conclusions,
    preparing,
    proposals,
    proxies,
    rounds,
    sheets,
    solutions,
)
from tests.integration.proposals.hall import SEAL_SECONDS, Hall, body
from tests.integration.proposals.paper import desk

WHO = (
    "anonymous",
    "delegate",
    "outsider",
    "organizer",
    "organizer of another forum",
    "leader",
    "leader of another body",
)


@dataclass
class Scene:
    """A forum with one of everything, and the people who try."""

    hall: Hall
    people: dict[str, Acting]
    ids: dict[str, UUID]
    options: list[UUID]  # of the sealed round

    def slug(self, name: str, who: str) -> str:
        """What the person is answered: a refusal's slug, or "done". Nothing is kept."""
        acting = self.people[who]

        def attempt(tx: Any) -> None:
            COMMANDS[name](self, tx, acting)
            raise _Undone

        try:
            self.hall.db.transact(attempt)
        except _Undone:
            return "done"
        except Refused as refused:
            return refused.slug
        raise AssertionError


class _Undone(Exception):
    """Raised to roll back what was allowed."""


Try = Callable[[Scene, Any, Acting], Any]


def on(command: Callable[..., Any], *arguments: Any) -> Try:
    """A command on the scene's forum; a text argument names one of its things."""

    def attempt(scene: Scene, tx: Any, acting: Acting) -> Any:
        values = [scene.ids[value] if isinstance(value, str) else value for value in arguments]
        return command(tx, acting, scene.hall.forum_id, *values)

    return attempt


PROPOSAL = {"problem": "Thiếu", "measure": "Bồi dưỡng", "who_acts": "Hội", "by_when": ""}
SOLUTION: dict[str, Any] = {"title": "Bồi dưỡng", "text": "Hằng năm", "proposal_ids": [], "body_ids": []}
LATER = {"closes_at": clock.now().replace(year=clock.now().year + 1, day=1)}


def prepare(scene: Scene, tx: Any, acting: Acting) -> Any:
    data = schemas.PrepareRound().load({"title": "Vòng", "solution_ids": [str(scene.ids["solution"])]})
    return preparing.prepare_round(tx, acting, scene.hall.forum_id, data)


def amend(scene: Scene, tx: Any, acting: Acting) -> Any:
    data = schemas.PrepareRound().load({"title": "Khác", "solution_ids": [str(scene.ids["solution"])]})
    return preparing.amend_round(tx, acting, scene.hall.forum_id, scene.ids["prepared"], data, None)


def give(scene: Scene, tx: Any, acting: Acting) -> Any:
    data = {"holder_id": scene.hall.delegates[2]}
    return proxies.give_proxy(tx, acting, scene.hall.forum_id, scene.ids["prepared"], data)


def look_for_holders(scene: Scene, tx: Any, acting: Acting) -> Any:
    return electors.possible_holders(tx, acting, scene.hall.forum_id, scene.ids["prepared"], "thi")


def look_for_candidates(scene: Scene, tx: Any, acting: Acting) -> Any:
    return electors.candidates(tx, acting, scene.hall.forum_id, scene.ids["open"], "")


def propose(scene: Scene, tx: Any, acting: Acting) -> Any:
    data = {"person_id": scene.ids["newcomer"], "replaces": scene.hall.delegates[4], "reason": "Thay người ốm"}
    return admissions.propose_admission(tx, acting, scene.hall.forum_id, scene.ids["open"], data)


def hand_out(scene: Scene, tx: Any, acting: Acting) -> Any:
    whose = (scene.hall.forum_id, scene.ids["open"], scene.hall.delegates[1])
    return sheets.hand_out_sheet(tx, acting, *whose, {"to_holder": False})


def enter(scene: Scene, tx: Any, acting: Acting) -> Any:
    said = {str(option): "yes" for option in scene.options}
    data = {"number": 2, "elector_id": scene.hall.delegates[3], "weight": None, "choices": said}
    return sheets.enter_sheet(tx, acting, scene.hall.forum_id, scene.ids["sealed"], data)


def conclude(scene: Scene, tx: Any, acting: Acting) -> Any:
    return conclusions.issue_conclusion(tx, acting, scene.hall.forum_id, {"items": []})


COMMANDS: dict[str, Try] = {
    "offer_proposal": on(proposals.offer_proposal, PROPOSAL),
    "withdraw_proposal": on(proposals.withdraw_proposal, "proposal"),
    "consolidate_solution": on(solutions.consolidate_solution, SOLUTION),
    "revise_solution": on(solutions.revise_solution, "solution", {**SOLUTION, "set_aside": False}, None),
    "withdraw_solution": on(solutions.withdraw_solution, "solution"),
    "prepare_round": prepare,
    "open_round": on(rounds.open_round, "prepared", LATER),
    "extend_round": on(rounds.extend_round, "open", LATER),
    "amend_round": amend,
    "pause_round": on(rounds.pause_round, "open"),
    "close_round": on(rounds.close_round, "open", SEAL_SECONDS),
    "count_present_in_round": on(rounds.count_present, "open", {"people": 3, "votes": None}),
    "reopen_round": on(rounds.reopen_round, "sealed", LATER),
    "certify_round": on(rounds.certify_round, "sealed"),
    "cancel_round": on(rounds.cancel_round, "open"),
    "give_proxy": give,
    "take_back_proxy": on(proxies.take_back_proxy, "contested"),
    "decline_proxy": on(proxies.decline_proxy, "contested", "elector"),
    "strike_proxy": on(proxies.strike_proxy, "contested", "elector", {"reason": "Không có giấy"}),
    "own_proxies": on(electors.own_proxies, "contested"),
    "possible_holders": look_for_holders,
    "roll": on(electors.roll, "open", {"q": "", "who": "all", "after": None}),
    "admissions": on(electors.admissions, "open"),
    "candidates": look_for_candidates,
    "propose_admission": propose,
    "confirm_admission": on(admissions.confirm_admission, "open", "admission"),
    "drop_admission": on(admissions.drop_admission, "open", "admission"),
    "hand_out_sheet": hand_out,
    "take_back_sheet": on(sheets.take_back_sheet, "open", "elector"),
    "sheets": on(electors.sheets, "sealed"),
    "enter_sheet": enter,
    "confirm_sheet": on(sheets.confirm_sheet, "sealed", 1, {"entered_at": clock.now()}),
    "drop_sheet": on(sheets.drop_sheet, "sealed", 1),
    "issue_conclusion": conclude,
    "answer_assignment": on(assignments.answer_assignment, "assignment", {"answer": "acknowledge", "text": ""}, None),
    "answers_to": on(views.answers_to, "assignment"),
    "my_ballot": on(views.my_ballot, "open"),
    "next_to_judge": on(finding.next_to_judge),
    "similar": on(finding.similar, {"problem": "Thiếu cán bộ", "measure": ""}),
}
ORGANIZERS = ("not-an-organizer", "not-signed-in")
EXPECTED: dict[str, dict[str, str]] = {
    "offer_proposal": {"delegate": "done", "organizer": "done", "*": "not-a-delegate"},
    "withdraw_proposal": {"delegate": "done", "organizer": "not-the-author", "*": "not-a-delegate"},
    "answer_assignment": {"leader": "done", "*": "not-the-leader"},
    "next_to_judge": {"delegate": "done", "organizer": "done", "*": "not-a-delegate"},
    "similar": {"delegate": "done", "organizer": "done", "*": "not-a-delegate"},
    "answers_to": {"leader": "done", "organizer": "done", "*": "not-the-leader"},
    "my_ballot": {"*": "done"},  # who is not on the roll is told just that
    "give_proxy": {"delegate": "done", "organizer": "not-on-roll", "*": "not-a-delegate"},
    "take_back_proxy": {"*": "no-proxy-given"},  # a delegate takes theirs back, and here nobody of these gave one
    "decline_proxy": {"delegate": "done", "*": "missing"},
    "own_proxies": {"*": "done"},  # whoever has none is told just that
    "possible_holders": {"delegate": "done", "organizer": "done", "*": "not-a-delegate"},
    "confirm_admission": {"organizer": "needs-another-organizer", "*": "not-an-organizer"},
    "confirm_sheet": {"organizer": "needs-another-organizer", "*": "not-an-organizer"},
    "certify_round": {"organizer": "sheets-unconfirmed", "*": "not-an-organizer"},
    "reopen_round": {"organizer": "no-reopening", "*": "not-an-organizer"},
    "issue_conclusion": {"organizer": "already-concluded", "*": "not-an-organizer"},
}
READS = {
    "board": on(views.board),
    "proposals": on(finding.proposals, schemas.FindProposals().load({})),
    "proposal": on(views.proposal, "proposal"),
    "solutions": on(views.solutions),
    "solution": on(views.solution, "solution"),
    "rounds": on(views.all_rounds),
    "result": on(records.result, "certified"),
    "record": on(records.record, "certified"),
    "votes": on(votes.page, "shown", {"q": "", "after": None}),
    "votes as a file": on(votes.file, "shown"),
    "round": on(views.round_, "open"),
    "conclusion": on(views.conclusion),
    "assignments": on(views.assignments),
    "assignment": on(views.assignment, "assignment"),
}


@pytest.fixture(scope="module")
def scene(db: Database) -> Scene:
    """A forum with one of everything."""
    hall, other = Hall(db).build(), Hall(db).build()
    other_body, other_leader = uuid4(), Acting(uuid4())
    hall.tell("body_recorded.v1", body(other_body, "Hội LHPN huyện khác"))
    hall.tell("leader_appointed.v1", {"body_id": other_body, "person_id": other_leader.person, "title": "Chủ tịch"})
    hall.concluded()
    certified = hall.ask(views.board)["rounds"][0]["round_id"]
    sealed = with_a_sheet(hall)
    shown = hall.opened(names_shown=True)
    hall.certified(shown["round_id"])
    ids = {
        "proposal": hall.proposal()["proposal_id"],
        "solution": hall.solution()["solution_id"],
        "prepared": hall.prepared(proxies=1)["round_id"],
        "contested": hall.prepared(proxies=1)["round_id"],
        "elector": hall.delegates[1],
        "newcomer": uuid4(),
        "open": hall.opened()["round_id"],
        "sealed": sealed["round_id"],
        "certified": UUID(certified),
        "shown": shown["round_id"],
        "assignment": UUID(hall.ask(views.board)["assignments"][0]["assignment_id"]),
    }
    hall.seat([ids["newcomer"], late := uuid4()], "delegate")
    data = {"holder_id": hall.delegates[0]}
    hall.do(proxies.give_proxy, Acting(ids["elector"]), ids["contested"], data)
    proposed = {"person_id": late, "replaces": None, "reason": "Đến muộn"}
    ids["admission"] = hall.do(admissions.propose_admission, hall.organizer, ids["open"], proposed)["admission_id"]
    people = (NOBODY, hall.delegate, hall.outsider, hall.organizer, other.organizer, hall.leader, other_leader)
    return Scene(
        hall, dict(zip(WHO, people, strict=True)), ids, [option["solution_id"] for option in sealed["options"]]
    )


def with_a_sheet(hall: Hall) -> Any:
    """A sealed round for which two sheets were handed out, and one of them entered."""
    paper = desk(hall, hall.opened())
    for person in (2, 3):
        paper.hand_out(person)
    hall.sealed(paper.round["round_id"])
    paper.enter_of(2, 1, "yes")
    return paper.round


@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize("command", COMMANDS)
def test_who_may_does_and_who_may_not_is_told_so(scene: Scene, command: str, who: str) -> None:
    if who == "anonymous":
        assert scene.slug(command, who) == "not-signed-in"
    else:
        expected = EXPECTED.get(command, {"organizer": "done", "*": "not-an-organizer"})
        assert scene.slug(command, who) == expected.get(who, expected["*"])


@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize("view", READS)
def test_a_forum_that_was_announced_may_be_read_by_anyone(scene: Scene, view: str, who: str) -> None:
    scene.hall.db.read(lambda tx: READS[view](scene, tx, scene.people[who]))


@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize("view", READS)
def test_a_draft_is_known_to_its_organizers_only(db: Database, scene: Scene, view: str, who: str) -> None:
    draft = Hall(db, delegates=scene.hall.delegates)
    draft.be("draft")
    draft.seat(draft.delegates, "delegate")
    draft.seat([scene.hall.organizer.person], "organizer")
    drafted = Scene(draft, scene.people, {name: uuid4() for name in scene.ids}, scene.options)
    lists = ("board", "proposals", "solutions", "rounds", "assignments")
    if who == "organizer" and view in lists:
        db.read(lambda tx: READS[view](drafted, tx, scene.people[who]))
    else:
        with pytest.raises(Missing):
            db.read(lambda tx: READS[view](drafted, tx, scene.people[who]))


@pytest.mark.parametrize("command", COMMANDS)
def test_a_forum_nobody_knows_is_missing(db: Database, scene: Scene, command: str) -> None:
    nowhere = Scene(Hall(db), scene.people, scene.ids, scene.options)
    assert nowhere.slug(command, "organizer") == "missing"


@pytest.mark.parametrize(
    "command",
    [name for name in COMMANDS if name.endswith("_round") and name != "prepare_round"]
    + ["strike_proxy", "roll", "admissions", "candidates", "propose_admission", "confirm_admission", "drop_admission"]
    + ["hand_out_sheet", "take_back_sheet", "sheets", "enter_sheet", "confirm_sheet", "drop_sheet"]
    + ["revise_solution", "withdraw_solution"],
)
def test_an_organizer_reaches_nothing_of_another_forum(db: Database, scene: Scene, command: str) -> None:
    own = Hall(db, organizer=scene.people["organizer of another forum"]).build()
    crossed = Scene(own, scene.people, scene.ids, scene.options)
    assert crossed.slug(command, "organizer of another forum") == "missing"


def test_an_assignment_is_not_reached_through_another_forum(db: Database, scene: Scene) -> None:
    crossed = Scene(Hall(db).build(), scene.people, scene.ids, scene.options)
    assert crossed.slug("answer_assignment", "leader") == "missing"


def test_a_cancelled_draft_stays_unknown(db: Database) -> None:
    hall = Hall(db)
    hall.be("draft")
    hall.be("cancelled")
    with pytest.raises(Missing):
        hall.ask(views.board)
