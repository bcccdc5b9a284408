"""From proposal to answer, once through; every event is what the contracts say."""

from services.contracts import EVENTS
from services.kit.acting import NOBODY
from services.proposals import schemas, views
from services.proposals.commands import assignments
from tests.integration.proposals.hall import Hall, ballot


def test_a_forum_goes_from_proposals_to_an_answer(hall: Hall) -> None:
    proposal = hall.proposal()
    solution = hall.solution(proposal_ids=[str(proposal["proposal_id"])])
    assert solution["proposal_ids"] == [proposal["proposal_id"]]
    concluded = hall.concluded()
    assert concluded["number"] == "01/TB"

    board = hall.ask(views.board)
    [assignment] = board["assignments"]
    assert assignment["body_name"] == "Hội LHPN huyện Tánh Linh"
    for answer, state in (("acknowledge", "acknowledged"), ("accept", "accepted"), ("done", "done")):
        data = schemas.AnswerAssignment().load({"answer": answer, "text": "Đã thực hiện"})
        answered = hall.do(assignments.answer_assignment, hall.leader, assignment["assignment_id"], data, None)
        assert answered["state"] == state
    assert answered["answered_by_name"] == "Nguyễn Thị Ánh"

    for event in hall.events():
        assert not EVENTS["proposals"][event["type"]]().validate(event["data"]), event


def test_what_voters_are_told_is_what_they_find(hall: Hall) -> None:
    opened = hall.opened()
    person = hall.delegates[0]
    [outcome] = hall.cast(ballot(opened, person, "yes", "no", "abstain"))
    mine = hall.ask(views.my_ballot, hall.delegate, opened["round_id"])
    assert outcome["outcome"] == "counted"
    assert (mine["revision"], mine["receipt"], mine["on_roll"]) == (1, outcome["receipt"], True)
    assert list(mine["choices"].values()) == ["yes", "no", "abstain"]
    seen = hall.ask(views.round_, NOBODY, opened["round_id"])
    assert [(o["yes"], o["no"], o["abstain"]) for o in seen["tally"]] == [(1, 0, 0), (0, 1, 0), (0, 0, 1)]
