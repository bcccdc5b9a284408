"""Concluding and following up at the desk."""

from tests.integration.gateway.stage import Stage, refusal
from tests.integration.gateway_pages.course import FORUM, F
from tests.integration.gateway_pages.visitor import Visitor, text
from tests.unit.gateway_pages import samples

PAGE, PATH = f"{FORUM}/dieu-hanh/ket-luan", f"/forums/{F}/conclusion"
FOLLOW = f"{FORUM}/dieu-hanh/theo-doi"
DUE = {"items-0-due_on": "30/06/2999", "items-0-text": ""}


def to_conclude(stage: Stage) -> None:
    board = {**samples.board(), "rounds": [samples.round_("certified")], "conclusion": None, "assignments": []}
    stage.proposals.answers[f"GET /forums/{F}/board"] = (200, board)


def test_a_conclusion_is_looked_at_before_it_is_issued(running: Stage, organizer: Visitor) -> None:
    to_conclude(running)
    running.proposals.answers[f"POST {PATH}"] = (200, {})
    review = organizer.fill_in(organizer.get(PAGE), PAGE, step="review", **DUE)
    assert "Ban hành rồi thì không sửa, không thu hồi được." in text(review)
    assert "Hạn thực hiện: 30/06/2999" in text(review)
    assert not running.proposals.asked_for(PATH)
    edited = organizer.fill_in(review, PAGE, step="edit")
    assert 'value="30/06/2999"' in text(edited)
    assert organizer.fill_in(review, PAGE, step="issue").headers["Location"] == PAGE
    assert running.proposals.asked_for(PATH)[0].json == {
        "items": [{"solution_id": samples.SOLUTION, "due_on": "2999-06-30"}]
    }


def test_a_day_that_would_be_refused_is_said_before_the_review(running: Stage, organizer: Visitor) -> None:
    to_conclude(running)
    page = organizer.get(PAGE)
    for typed, said in (("", "không được để trống"), ("mai", "Ngày này không đúng dạng"), ("01/01/2020", "đã qua")):
        again = organizer.fill_in(page, PAGE, step="review", **{**DUE, "items-0-due_on": typed})
        assert (again.status, said in text(again), 'href="#items-0-due_on"' in text(again)) == (422, True, True)


def test_a_conclusion_that_is_refused_goes_back_to_its_form(running: Stage, organizer: Visitor) -> None:
    to_conclude(running)
    said = refusal("rounds-running", "conflict", "Còn vòng biểu quyết chưa có kết quả.")
    running.proposals.answers[f"POST {PATH}"] = (409, said)
    review = organizer.fill_in(organizer.get(PAGE), PAGE, step="review", **DUE)
    again = organizer.fill_in(review, PAGE, step="issue")
    assert (again.status, "Còn vòng biểu quyết chưa có kết quả." in text(again)) == (409, True)
    assert 'value="30/06/2999"' in text(again)


def test_an_issued_conclusion_shows_its_number(running: Stage, organizer: Visitor) -> None:
    assert "Kết luận số 01/TB" in text(organizer.get(PAGE))


def test_following_up_begins_with_what_is_overdue(running: Stage, organizer: Visitor) -> None:
    states = ("done", "accepted", "given")
    ready = [{**samples.assignment(state), "title": f"Việc {state}", "due_on": "2999-06-30"} for state in states]
    late = {**samples.assignment("given"), "title": "Việc trễ"}
    board = {**samples.board(), "assignments": [*ready, late]}
    running.proposals.answers[f"GET /forums/{F}/board"] = (200, board)
    shown = text(organizer.get(FOLLOW))
    places = [shown.index(f"1. Việc {word}") for word in ("trễ", "accepted", "given", "done")]
    assert places == sorted(places)
    assert "1 trên 4 nhiệm vụ đã xong" in shown
    assert "Nguyễn Thị Ánh, 01/06/2027 09:00" in shown
    filtered = text(organizer.get(f"{FOLLOW}?loc=qua-han"))
    assert ("Việc trễ" in filtered, "Việc accepted" in filtered) == (True, False)
