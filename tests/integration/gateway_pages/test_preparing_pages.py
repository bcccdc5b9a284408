"""Preparing a round in a few steps, and changing one that was prepared."""

from typing import Any

from tests.integration.gateway.stage import Asked, Got, Stage, refusal
from tests.integration.gateway_pages.course import FORUM, F
from tests.integration.gateway_pages.visitor import Visitor, text
from tests.unit.gateway_pages import samples

DESK = f"{FORUM}/dieu-hanh"
ROUNDS = f"{DESK}/bieu-quyet"
NEW = f"{ROUNDS}/moi"
PREPARED = samples.ROUNDS["prepared"]
EDIT = f"{ROUNDS}/{PREPARED}/sua"
COMMANDS = f"/forums/{F}/rounds"
MANY = [{**samples.solution(), "solution_id": each, "number": n} for n, each in enumerate(samples.OPTIONS, 1)]
TITLED = {"title": "Vòng hai", "solution_ids": samples.OPTIONS}


def many_solutions(stage: Stage) -> None:
    stage.proposals.answers[f"GET /forums/{F}/board"] = (200, {**samples.board(), "solutions": MANY})
    stage.proposals.answers[f"POST {COMMANDS}"] = (200, samples.round_("prepared"))


def prepared(stage: Stage, **told: Any) -> None:
    """There is a round that can be changed."""
    many_solutions(stage)
    answer = 200, {**samples.round_by("approval", "prepared"), **told}
    stage.proposals.answers[f"GET {COMMANDS}/{PREPARED}"] = answer
    stage.proposals.answers[f"PUT {COMMANDS}/{PREPARED}"] = answer


def sent(stage: Stage) -> Asked:
    [asked] = stage.proposals.asked_for(COMMANDS, "POST")
    return asked


def heading(page: Got) -> str:
    return text(page).partition("<h1>")[2].partition("</h1>")[0]


def test_the_usual_round_takes_two_pages(running: Stage, organizer: Visitor) -> None:
    many_solutions(running)
    page = organizer.fill_in(organizer.get(NEW), NEW, **TITLED, go="review")
    assert "Giải pháp được thông qua khi quá nửa số phiếu đã bỏ tán thành." in text(page)
    saved = organizer.fill_in(page, NEW, go="save")
    assert (saved.status, saved.headers["Location"]) == (303, ROUNDS)
    body = sent(running).json
    assert {name: body[name] for name in TITLED} == TITLED
    assert (body["method"], body["secret"], body["live_tally"], body["reminder_minutes"]) == (
        *("yes-no-abstain", False, True, 60),
    )


def test_every_step_leads_to_the_next_and_nothing_is_lost(running: Stage, organizer: Visitor) -> None:
    many_solutions(running)
    page = organizer.fill_in(organizer.get(NEW), NEW, **TITLED, go="method")
    page = organizer.fill_in(page, NEW, method="approval", go="rule")
    page = organizer.fill_in(
        page, NEW, most="3", majority="two-thirds", base="entitled", ties="vote-again", go="conduct"
    )
    page = organizer.fill_in(page, NEW, secrecy="secret", reopening="yes", reminder_minutes="30", go="review")
    said = text(page)
    assert "Mỗi đại biểu đánh dấu nhiều nhất 3 giải pháp." in said
    assert "ít nhất hai phần ba số đại biểu được biểu quyết chọn nó" in said
    assert "Bỏ phiếu kín" in said
    organizer.fill_in(page, NEW, go="save")
    body = sent(running).json
    assert body["settings"] == {"least": 0, "most": 3}
    assert (body["rule"]["base"], body["rule"]["majority"], body["rule"]["ties"]) == ("entitled", "2/3", "vote-again")
    assert (body["secret"], body["revisable"], body["reopening"], body["reminder_minutes"]) == (True, False, True, 30)


def test_each_step_has_its_page(running: Stage, organizer: Visitor) -> None:
    many_solutions(running)
    first = organizer.get(NEW)
    steps = ("what", "order", "method", "rule", "conduct", "review")
    shown = [heading(organizer.fill_in(first, NEW, **TITLED, go=step)) for step in steps]
    assert shown == [
        "Biểu quyết về điều gì?",
        "Thứ tự trên phiếu",
        "Đại biểu biểu quyết thế nào?",
        "Kết quả được tính thế nào?",
        "Kín hay ghi danh, và những điều khác",
        "Xem lại vòng biểu quyết",
    ]


def test_the_order_of_the_ballot_is_chosen_by_numbers(running: Stage, organizer: Visitor) -> None:
    many_solutions(running)
    first, *others = samples.OPTIONS
    page = organizer.fill_in(organizer.get(NEW), NEW, **TITLED, go="order")
    page = organizer.fill_in(page, NEW, **{f"place-{others[-1]}": "1"}, go="what")
    page = organizer.fill_in(page, NEW, **{**TITLED, "solution_ids": [first, *others[1:]]}, go="review")
    organizer.fill_in(page, NEW, go="save")
    assert sent(running).json["solution_ids"] == [others[-1], first, others[1]]


def test_nothing_is_sent_while_something_is_missing(running: Stage, organizer: Visitor) -> None:
    many_solutions(running)
    again = organizer.fill_in(organizer.get(NEW), NEW, go="save")
    assert (again.status, heading(again)) == (422, "Biểu quyết về điều gì?")
    assert 'href="#title"' in text(again)
    assert 'href="#solution_ids"' in text(again)
    page = organizer.fill_in(again, NEW, **TITLED, go="method")
    again = organizer.fill_in(page, NEW, method="greedy", go="review")
    assert (again.status, heading(again)) == (422, "Kết quả được tính thế nào?")
    assert 'href="#budget"' in text(again)
    assert running.proposals.asked_for(COMMANDS, "POST") == []


def test_what_the_service_refuses_stands_in_its_step(running: Stage, organizer: Visitor) -> None:
    many_solutions(running)
    faults = [{"pointer": "/rule/winners", "code": "out-of-range", "params": {"min": 1, "max": 3}}]
    running.proposals.answers[f"POST {COMMANDS}"] = (422, refusal("invalid", "invalid", faults=faults))
    page = organizer.fill_in(organizer.get(NEW), NEW, **TITLED, go="method")
    page = organizer.fill_in(page, NEW, method="score", go="review")
    again = organizer.fill_in(page, NEW, go="save")
    assert (again.status, heading(again)) == (422, "Kết quả được tính thế nào?")
    assert "Số này phải từ 1 đến 3." in text(again)


def test_a_refusal_of_the_whole_round_stands_above_what_would_be_saved(running: Stage, organizer: Visitor) -> None:
    many_solutions(running)
    running.proposals.answers[f"POST {COMMANDS}"] = (409, refusal("forum-over", "conflict", "Diễn đàn đã kết thúc."))
    page = organizer.fill_in(organizer.get(NEW), NEW, **TITLED, go="review")
    again = organizer.fill_in(page, NEW, go="save")
    assert (again.status, heading(again)) == (409, "Xem lại vòng biểu quyết")
    assert "Diễn đàn đã kết thúc." in text(again)


def test_while_proposals_is_away_what_was_typed_is_carried_on(running: Stage, organizer: Visitor) -> None:
    many_solutions(running)
    page = organizer.fill_in(organizer.get(NEW), NEW, **TITLED, go="method")
    running.proposals.stop()
    running.parts.copies.forget_all()
    away = organizer.fill_in(page, NEW, method="score", go="what")
    assert away.status == 200
    running.proposals.start()
    again = organizer.fill_in(away, NEW, title=TITLED["title"], go="review")
    assert "Chấm điểm" in text(again)
    organizer.fill_in(again, NEW, go="save")
    assert sent(running).json["solution_ids"] == samples.OPTIONS


def test_a_prepared_round_is_changed_from_its_card(running: Stage, organizer: Visitor) -> None:
    prepared(running)
    assert EDIT in text(organizer.get(ROUNDS))
    page = organizer.get(EDIT)
    assert "Mỗi đại biểu đánh dấu từ 1 đến 2 giải pháp." in text(page)
    page = organizer.fill_in(page, EDIT, go="rule")
    page = organizer.fill_in(page, EDIT, most="3", winners="1", go="review")
    saved = organizer.fill_in(page, EDIT, go="save")
    assert (saved.status, saved.headers["Location"]) == (303, ROUNDS)
    [asked] = running.proposals.asked_for(f"{COMMANDS}/{PREPARED}", "PUT")
    assert asked.headers["If-Match"] == "7"
    assert (asked.json["settings"], asked.json["rule"]["winners"]) == ({"least": 0, "most": 3}, 1)
    assert "Đã lưu thay đổi của vòng biểu quyết." in text(organizer.get(ROUNDS))


def test_when_somebody_was_faster_both_are_shown_and_nothing_is_lost(running: Stage, organizer: Visitor) -> None:
    prepared(running)
    page = organizer.fill_in(organizer.get(EDIT), EDIT, go="what")
    page = organizer.fill_in(page, EDIT, **{**TITLED, "title": "Bản của tôi"}, go="review")
    prepared(running, title="Bản của người khác", version=8)
    running.proposals.answers[f"PUT {COMMANDS}/{PREPARED}"] = (412, refusal("stale", "stale", "Đã có người sửa."))
    both = organizer.fill_in(page, EDIT, go="save")
    assert (both.status, heading(both)) == (412, "Xem lại vòng biểu quyết")
    assert "Bản của người khác" in text(both)
    assert "Bản của tôi" in text(both)
    prepared(running)
    assert organizer.fill_in(both, EDIT, go="save").status == 303
    last = running.proposals.asked_for(f"{COMMANDS}/{PREPARED}", "PUT")[-1]
    assert (last.headers["If-Match"], last.json["title"]) == ("8", "Bản của tôi")


def test_a_round_that_has_been_opened_is_not_changed_any_more(running: Stage, organizer: Visitor) -> None:
    prepared(running, state="open")
    gone = organizer.get(EDIT)
    assert gone.headers["Location"] == ROUNDS
    assert "không sửa được nữa" in text(organizer.get(ROUNDS))


def test_everybody_reads_the_rule_before_voting_opens(running: Stage, visitor: Visitor) -> None:
    board = {**samples.board(), "rounds": [samples.round_("prepared")]}
    running.proposals.answers[f"GET /forums/{F}/board"] = (200, board)
    page = text(visitor.get(FORUM))
    assert "Sắp biểu quyết: Vòng một" in page
    assert "Giải pháp được thông qua khi quá nửa số phiếu đã bỏ tán thành." in page
    assert "Bồi dưỡng cán bộ" in page
