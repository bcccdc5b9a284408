"""Part four: the conclusion, what each body is asked to do, and what its leader answers."""

from collections import Counter
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from deploy.story.acts.ordering import recount
from deploy.story.cast import Reply, Solution
from deploy.story.client import wait_until
from deploy.story.stage import Stage

STATES = {
    "acknowledge": "acknowledged",
    "accept": "accepted",
    "decline": "declined",
    "done": "done",
}


def conclusion_is_issued(stage: Stage) -> None:
    """The adopted solutions in the delegates' order, each with a due date; every addressee gets an assignment."""
    stage.say("Ban hành kết luận: các giải pháp đã thông qua, theo thứ tự đại biểu đã xếp, mỗi giải pháp một hạn.")
    solutions = {stage.solution_ids[solution.key]: solution for solution in stage.cast.solutions}
    items = [_item(stage, solutions[solution_id]) for solution_id in recount(stage)]
    conclusion = stage.organizer.post(f"{stage.forum}/conclusion", {"items": items})
    stage.check(
        bool(conclusion["number"]),
        f"Kết luận số {conclusion['number']} gồm {len(items)} mục đã ban hành",
    )
    stage.assignments = list(stage.organizer.every(f"{stage.forum}/assignments"))
    there = Counter((one["solution_id"], one["body_id"]) for one in stage.assignments)
    stage.check(
        there == Counter(_expected(stage)),
        f"{len(there)} nhiệm vụ: mỗi giải pháp × mỗi cơ quan thực hiện, đúng một lần",
    )


def _item(stage: Stage, solution: Solution) -> dict[str, str]:
    due_on = (stage.began + timedelta(days=solution.due_in_days)).date()
    return {
        "solution_id": stage.solution_ids[solution.key],
        "due_on": due_on.isoformat(),
    }


def _expected(stage: Stage) -> list[tuple[str, str]]:
    return [(stage.solution_ids[one.key], stage.body_ids[code]) for one in stage.cast.solutions for code in one.bodies]


def forum_is_concluded(stage: Stage) -> None:
    """The service that keeps forums hears of the conclusion by an event."""
    wait_until(
        lambda: stage.organizer.get(stage.forum)["state"] == "concluded",
        "diễn đàn chuyển sang đã kết luận",
    )
    stage.check(True, "Diễn đàn tự chuyển sang trạng thái đã kết luận")
    phases = {phase["kind"]: phase["state"] for phase in stage.organizer.get(stage.forum)["phases"]}
    stage.check(phases["following-up"] == "open", "Giai đoạn theo dõi thực hiện mở cùng kết luận")


def leaders_sign_in(stage: Stage) -> None:
    """They did not come to the hall, or came as delegates; either way they need a code from their mail."""
    addresses = sorted({stage.cast.leader_of(code).email for one in stage.cast.solutions for code in one.bodies})
    stage.say(f"{len(addresses)} lãnh đạo đơn vị nhận thư giao nhiệm vụ, xin mã và đăng nhập.")
    stage.all_at_once(stage.sign_in_by_code, addresses)
    led = stage.all_at_once(lambda address: len(stage.people[address].get("/me")["leads"]), addresses)
    stage.check(
        all(led),
        f"{len(addresses)} lãnh đạo đã vào, ai cũng thấy đơn vị mình phụ trách",
    )


def leaders_answer(stage: Stage) -> None:
    """Acknowledge and accept, mostly; one declines with a reason, one is done, one still owes an answer."""
    stage.say("Lãnh đạo các đơn vị tiếp nhận, nhận việc; một nơi từ chối có lý do, một nơi báo đã xong.")
    _decline_without_a_reason(stage)
    stage.all_at_once(lambda assignment: _answer(stage, assignment), stage.assignments)
    stage.assignments = list(stage.organizer.every(f"{stage.forum}/assignments"))
    counted = Counter(one["state"] for one in stage.assignments)
    stage.check(
        all(_is_answered(stage, one) for one in stage.assignments),
        f"Ban tổ chức thấy đủ câu trả lời: {_words(counted)}",
    )


def _decline_without_a_reason(stage: Stage) -> None:
    given = stage.assignments[0]
    answer = stage.people[stage.leader_of(given)].ask("POST", f"{_path(stage, given)}/answer", {"answer": "decline"})
    stage.check(400 <= answer.status < 500, "Từ chối mà không nêu lý do: hệ thống không nhận")


def _answer(stage: Stage, assignment: Mapping[str, Any]) -> None:
    reply, leader = _reply(stage, assignment), stage.people[stage.leader_of(assignment)]
    for step in reply.steps:
        text = {"text": reply.text} if step == reply.steps[-1] else {}
        leader.post(f"{_path(stage, assignment)}/answer", {"answer": step, **text})


def _is_answered(stage: Stage, assignment: Mapping[str, Any]) -> bool:
    reply = _reply(stage, assignment)
    state = STATES[reply.steps[-1]] if reply.steps else "given"
    return (assignment["state"], assignment["answer"]) == (state, reply.text)


def stranger_cannot_answer(stage: Stage) -> None:
    """A delegate who leads nothing tries to answer for a body."""
    delegate = stage.people[stage.cast.delegates[0].email]
    answer = delegate.ask(
        "POST",
        f"{_path(stage, stage.assignments[0])}/answer",
        {"answer": "done", "text": "Xong rồi"},
    )
    stage.check(
        answer.status in (403, 404),
        "Người không phụ trách đơn vị thì không trả lời thay được",
    )


def _path(stage: Stage, assignment: Mapping[str, Any]) -> str:
    return f"{stage.forum}/assignments/{assignment['assignment_id']}"


def _reply(stage: Stage, assignment: Mapping[str, Any]) -> Reply:
    key = next(key for key, id_ in stage.solution_ids.items() if id_ == assignment["solution_id"])
    return stage.cast.reply(stage.addressee(assignment), key)


def _words(counted: Mapping[str, int]) -> str:
    words = {
        "given": "chưa trả lời",
        "acknowledged": "đã tiếp nhận",
        "accepted": "đã nhận việc",
        "declined": "từ chối",
        "done": "đã xong",
    }
    return ", ".join(f"{counted[state]} {word}" for state, word in words.items() if counted.get(state))
