"""What leaders must answer, and answering it."""

import pytest

from tests.integration.gateway.stage import Stage, refusal
from tests.integration.gateway_pages.course import F, person
from tests.integration.gateway_pages.visitor import Visitor, text
from tests.unit.gateway_pages import samples

WORK = samples.assignment()
ADDRESS = f"/viec-can-tra-loi/{F}/{WORK['assignment_id']}"
PATH = f"/forums/{F}/assignments/{WORK['assignment_id']}"
LEADS = [{"body_id": samples.BODY, "name": "Sở Nội vụ", "title": "Giám đốc"}]
ANSWERS = [
    {"version": 2, "state": "acknowledged", "text": "", "answered_by_name": "Lê Thị Bé"},
    {"version": 3, "state": "accepted", "text": "Mở lớp trong quý III", "answered_by_name": "Trần Văn Cư"},
]


@pytest.fixture
def leader(running: Stage) -> Visitor:
    """Who answers for the body, in a forum that is concluded."""
    later = {**WORK, "assignment_id": samples.PERSON, "title": "Việc còn lâu", "due_on": "2099-01-01"}
    works = [later, WORK, {**later, "assignment_id": samples.ROUND, "title": "Việc xong", "state": "done"}]
    running.forum.answers["GET /me"] = (200, {**person(), "leads": LEADS, "seats": []})
    running.proposals.answers[f"GET /forums/{F}/board"] = (200, samples.board())
    running.proposals.answers["GET /me/assignments"] = (200, {"items": works, "next": None})
    running.proposals.answers[f"GET {PATH}"] = (200, WORK)
    answers = [{**each, "answered_at": "2027-06-01T02:00:00Z", "answered_by": samples.PERSON} for each in ANSWERS]
    running.proposals.answers[f"GET {PATH}/answers"] = (200, {"items": answers, "next": None})
    return Visitor(running, signed_in=True)


def test_what_is_overdue_comes_first_with_the_votes_behind_it(leader: Visitor) -> None:
    page = text(leader.get("/viec-can-tra-loi"))
    order = [page.index(words) for words in ("Chờ trả lời", "Quá hạn", "Việc còn lâu", "Đã xong", "Việc xong")]
    assert order == sorted(order)
    assert WORK["text"] in page
    assert "1.234" in page  # ballots for it


def test_a_notice_leads_through_signing_in_back_to_the_assignment(stage: Stage, visitor: Visitor) -> None:
    assert visitor.get(ADDRESS).headers["Location"] == f"/dang-nhap?den={ADDRESS}"


def test_a_leader_sees_every_answer_and_what_each_button_means(leader: Visitor) -> None:
    page = text(leader.get(ADDRESS))
    assert page.index("Mở lớp trong quý III") < page.index("Lê Thị Bé")  # the newest first
    assert "Chưa phải là nhận làm" in page
    assert ' maxlength="2000"' not in page  # too long is said, not cut off
    assert 'data-maxlength="2000"' in page


def test_nobody_else_is_shown_earlier_answers_or_buttons(running: Stage, leader: Visitor) -> None:
    running.forum.answers["GET /me"] = (200, person("delegate"))
    page = text(leader.get(ADDRESS))
    assert not running.proposals.asked_for(f"{PATH}/answers")
    assert 'name="answer"' not in page


def test_one_press_acknowledges_from_the_list(running: Stage, leader: Visitor) -> None:
    running.proposals.answers[f"POST {PATH}/answer"] = (200, WORK)
    answered = leader.fill_in(leader.get("/viec-can-tra-loi"), ADDRESS)
    assert answered.headers["Location"] == ADDRESS
    assert running.proposals.asked_for(f"{PATH}/answer")[0].json == {"answer": "acknowledge", "text": ""}


def test_a_refused_answer_keeps_what_was_written(running: Stage, leader: Visitor) -> None:
    wrong = [{"pointer": "/text", "code": "required", "params": {}}]
    running.proposals.answers[f"POST {PATH}/answer"] = (422, refusal("invalid", "invalid", faults=wrong))
    again = leader.fill_in(leader.get(ADDRESS), ADDRESS, answer="decline", text="Chưa rõ")
    assert (again.status, "Chưa rõ</textarea>" in text(again), 'href="#text"' in text(again)) == (422, True, True)


def test_what_was_written_is_kept_also_when_the_service_goes_away(running: Stage, leader: Visitor) -> None:
    page = leader.get(ADDRESS)
    running.proposals.stop()
    away = leader.fill_in(page, ADDRESS, answer="accept", text="Sở mở lớp trong quý III")
    assert away.status == 503
    assert "Sở mở lớp trong quý III" in text(away)
    running.proposals.start()
    running.proposals.answers[f"POST {PATH}/answer"] = (200, WORK)
    assert leader.fill_in(away, ADDRESS).status == 303
    sent = running.proposals.asked_for(f"{PATH}/answer")[-1].json
    assert sent == {"answer": "accept", "text": "Sở mở lớp trong quý III"}


def test_a_body_is_summed_up_for_its_leaders_only(leader: Visitor) -> None:
    page = text(leader.get(f"/don-vi/{samples.BODY}"))
    assert "Sở Nội vụ" in page
    assert "Việc còn lâu" in page
    assert leader.get(f"/don-vi/{samples.FORUM}").status == 404
