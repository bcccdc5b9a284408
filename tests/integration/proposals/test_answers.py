"""Every command and query answers exactly what `answers.py` says, from nothing said yet to everything answered."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any
from uuid import UUID, uuid4

from services.kit.acting import Acting
from services.kit.clock import now
from services.proposals import counter
from services.proposals.answers import ANSWERS
from services.proposals.service import Service
from tests.answers import Asked, described
from tests.integration.proposals.hall import SEAL_SECONDS, Hall, ballot

QUERIES = ("next_to_judge", "list_proposals", "list_solutions", "list_rounds", "list_assignments", "get_board")


def test_every_answer_is_as_described(hall: Hall) -> None:
    asked = Asked(Service(), hall.db, SimpleNamespace(seal_seconds=SEAL_SECONDS), ANSWERS)

    def does(name: str, acting: Any, body: Any = None, **places: Any) -> Any:
        return asked.does(name, acting, body, forum_id=hall.forum_id, **places)

    # Given a forum in which nothing has been said
    for name in QUERIES:
        does(name, hall.delegate)

    # When delegates offer proposals, and organizers consolidate them
    said = {"problem": "Cán bộ Hội thiếu kỹ năng", "measure": "Bồi dưỡng hằng năm", "who_acts": "Hội cấp tỉnh"}
    first, second = (does("offer_proposal", hall.delegate, said)["proposal_id"] for _ in range(2))
    does("withdraw_proposal", hall.delegate, proposal_id=second)
    hall.judge((first, hall.delegates[0], "agree"))
    [alike] = does("similar_proposals", hall.delegate, {"problem": said["problem"], "measure": said["measure"]})[
        "items"
    ]
    assert alike["proposal"]["own_opinion"] == "agree"
    made = {"title": "Bồi dưỡng", "text": "Mỗi năm hai lớp", "proposal_ids": [first], "body_ids": [hall.body_id]}
    solution_id = does("consolidate_solution", hall.organizer, made)["solution_id"]
    does("revise_solution", hall.organizer, {**made, "title": "Bồi dưỡng cán bộ"}, solution_id=solution_id)
    assert does("get_solution", hall.delegate, solution_id=solution_id)["bodies"]
    assert does("get_proposal", hall.delegate, proposal_id=first)["solution_id"] == solution_id
    other = does("consolidate_solution", hall.organizer, {"title": "Khác", "text": "Khác"})
    does("withdraw_solution", hall.organizer, solution_id=other["solution_id"])

    # and a round is voted on; another one is cancelled
    prepared = {"title": "Biểu quyết", "solution_ids": [solution_id], "live_tally": False, "names_shown": True}
    cancelled = does("prepare_round", hall.organizer, prepared)["round_id"]
    does("cancel_round", hall.organizer, {}, round_id=cancelled)
    gives_and_takes_proxies(hall, does, {**prepared, "proxies": 1})
    votes_on_paper(hall, does, {**prepared, "title": "Trên giấy"})
    round_id = does("prepare_round", hall.organizer, {**prepared, "reopening": True})["round_id"]
    does("amend_round", hall.organizer, {**prepared, "reopening": True, "method": "approval"}, round_id=round_id)
    does("amend_round", hall.organizer, {**prepared, "reopening": True}, round_id=round_id)
    opened = does("open_round", hall.organizer, {"closes_at": now() + timedelta(hours=1)}, round_id=round_id)
    admits_somebody(hall, does, round_id)
    does("extend_round", hall.organizer, {"closes_at": now() + timedelta(hours=2)}, round_id=round_id)
    does("pause_round", hall.organizer, {}, round_id=round_id)
    does("resume_round", hall.organizer, {}, round_id=round_id)
    assert does("get_my_ballot", hall.delegate, round_id=round_id)["choices"] is None
    hall.cast(*[ballot(opened, person_id) for person_id in hall.delegates])
    assert does("get_my_ballot", hall.delegate, round_id=round_id)["choices"] == {solution_id: "yes"}
    assert does("get_round", hall.delegate, round_id=round_id)["tally"] is None
    does("close_round", hall.organizer, {}, round_id=round_id)
    does("reopen_round", hall.organizer, {"closes_at": now() + timedelta(hours=3)}, round_id=round_id)
    does("close_round", hall.organizer, {}, round_id=round_id)
    assert does("count_present", hall.organizer, {"people": 5}, round_id=round_id)["present"]["votes"] == "5"
    hall.bring_forward("seal_round", round_id)
    does("certify_round", hall.organizer, {}, round_id=round_id)
    counter.count_next(hall.db)
    assert does("get_round", hall.delegate, round_id=round_id)["tally"][0]["adopted"]
    name = does("get_result", hall.delegate, round_id=round_id)["record"]["name"]
    assert name in does("get_record", hall.delegate, round_id=round_id)["text"]
    votes = does("list_votes", hall.delegate, query="q=thi", round_id=round_id)["items"]
    assert {"holder": None, "choices": {solution_id: "yes"}} in [
        {name: vote[name] for name in ("holder", "choices")} for vote in votes
    ]
    assert "Đồng ý" in does("export_votes", hall.delegate, round_id=round_id)["text"]
    assert asked.does("get_log", hall.delegate)["size"] >= 1

    assert does("get_proposal", hall.delegate, proposal_id=first)["rounds"][-1]["adopted"]

    # and the conclusion is issued and answered
    items = [{"solution_id": solution_id, "due_on": "2099-12-31"}]
    does("issue_conclusion", hall.organizer, {"items": items})
    assert does("get_conclusion", hall.delegate)["items"][0]["bodies"]
    [assignment] = asked.does("list_my_assignments", hall.leader)["items"]
    place = {"assignment_id": assignment["assignment_id"]}
    for answer in ("acknowledge", "accept", "done"):
        does("answer_assignment", hall.leader, {"answer": answer, "text": "Đã rõ"}, **place)
    assert does("get_assignment", hall.delegate, **place)["answered_by_name"] == "Nguyễn Thị Ánh"
    assert len(does("list_answers", hall.leader, **place)["items"]) == 3

    # and everybody can read what is kept about them
    kept = asked.does("show_my_data", hall.delegate)
    told = [(each["title"], each["choices"]) for each in kept["ballots"]]
    assert told == [("Trên giấy", None), ("Biểu quyết", {solution_id: "yes"})]
    assert (len(kept["proposals"]), len(kept["seats"]), kept["assignments"]) == (1, 1, [])
    assert [each["state"] for each in kept["proxies"]] == ["declined", "struck"]
    assert asked.does("show_my_data", Acting(hall.delegates[3]))["sheets"][0]["spoilt"]
    assert len(asked.does("show_my_data", hall.organizer)["admissions"]) == 2
    assert [(each["proposal_id"], each["opinion"]) for each in kept["opinions"]] == [(first, "agree")]
    answered = asked.does("show_my_data", hall.leader)
    assert [each["state"] for each in answered["assignments"]] == ["done"]
    assert [each["state"] for each in answered["answers"]] == ["acknowledged", "accepted", "done"]
    assert len(asked.does("show_my_data", hall.organizer)["conclusions"]) == 1

    assert does("get_proposal", hall.delegate, proposal_id=first)["assignments"][0]["state"] == "done"
    found = asked.does("search_proposals", hall.delegate, query="q=boi+duong")
    assert found["proposals"] and found["solutions"]

    # Then what lists everything is as described too, and nothing was left untried
    for name in QUERIES:
        answered = does(name, hall.delegate)
        assert all(answered.get(part, True) for part in ("items", "solutions", "rounds", "conclusion", "assignments"))
    assert asked.asked == set(ANSWERS) == described(Service)


def gives_and_takes_proxies(hall: Hall, does: Any, prepared: Any) -> None:
    """Everything there is about proxies, in a round of its own."""
    place = {"round_id": does("prepare_round", hall.organizer, prepared)["round_id"]}
    first, other = map(Acting, hall.delegates[:2])
    assert does("list_possible_holders", first, query="q=thi", **place)["items"]
    given = {"holder_id": other.person}
    assert [each["state"] for each in does("give_proxy", first, given, **place)["given"]] == ["given"]
    assert [each["state"] for each in does("get_my_proxy", other, **place)["held"]] == ["given"]
    does("take_back_proxy", first, **place)
    does("give_proxy", first, given, **place)
    does("decline_proxy", other, {}, elector_id=first.person, **place)
    does("give_proxy", first, {"holder_id": hall.delegates[2]}, **place)
    assert does("list_roll", hall.organizer, query="who=proxies", **place)["items"][0]["weight"] == "1"
    struck = does("strike_proxy", hall.organizer, {"reason": "Không có giấy"}, elector_id=first.person, **place)
    assert struck["state"] == "struck"
    does("cancel_round", hall.organizer, {}, **place)


def admits_somebody(hall: Hall, does: Any, round_id: str) -> None:
    """Everything there is about late electors."""
    late, second = uuid4(), Acting(uuid4())
    hall.seat([late], "delegate")
    hall.seat([second.person], "organizer")
    place = {"round_id": round_id}
    assert does("list_candidates", hall.organizer, **place)["items"][0]["person_id"] == str(late)
    proposed = {"person_id": late, "replaces": None, "reason": "Đến muộn"}
    dropped = UUID(does("propose_admission", hall.organizer, proposed, **place)["admission_id"])
    does("drop_admission", second, admission_id=dropped, **place)
    taken = UUID(does("propose_admission", hall.organizer, proposed, **place)["admission_id"])
    assert does("confirm_admission", second, {}, admission_id=taken, **place)["decided_by"] == str(second.person)
    assert [each["state"] for each in does("list_admissions", second, **place)["items"]] == ["dropped", "confirmed"]


def votes_on_paper(hall: Hall, does: Any, prepared: Any) -> None:
    """Everything there is about sheets, in a round of its own."""
    place = {"round_id": does("prepare_round", hall.organizer, prepared)["round_id"]}
    opened = does("open_round", hall.organizer, {"closes_at": now() + timedelta(hours=1)}, **place)
    second, elector = Acting(uuid4()), hall.delegates[3]
    hall.seat([second.person], "organizer")
    for _ in range(2):
        does("hand_out_sheet", hall.organizer, {"to_holder": False}, person_id=elector, **place)
        assert does("take_back_sheet", hall.organizer, person_id=elector, **place)["on_paper"] == 0
    assert does("hand_out_sheet", hall.organizer, {"to_holder": False}, person_id=elector, **place)["on_paper"] == 1
    does("close_round", hall.organizer, {}, **place)
    choices = {opened["options"][0]["solution_id"]: "yes"}
    sheet = {"number": 17, "elector_id": elector, "choices": choices}
    does("enter_sheet", hall.organizer, sheet, **place)
    assert does("list_sheets", second, **place)["items"][0]["choices"] == choices
    does("drop_sheet", hall.organizer, number=17, **place)
    does("enter_sheet", hall.organizer, {**sheet, "choices": None}, **place)
    compared = {"entered_at": does("list_sheets", second, **place)["items"][0]["entered_at"]}
    assert does("confirm_sheet", second, compared, number=17, **place)["state"] == "confirmed"
    assert does("list_sheets", second, **place)["items"][0]["spoilt"]
    does("cancel_round", hall.organizer, {}, **place)


def test_a_page_of_proposals_says_where_the_next_begins(hall: Hall) -> None:
    asked = Asked(Service(), hall.db, None, ANSWERS)
    for _ in range(51):
        hall.proposal()
    first = asked.does("list_proposals", hall.delegate, forum_id=hall.forum_id)
    rest = asked.does("list_proposals", hall.delegate, query=f"after={first['next']}", forum_id=hall.forum_id)
    assert ([item["number"] for item in rest["items"]], rest["next"]) == ([51], None)
