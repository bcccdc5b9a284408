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
    [asked] = running.proposals.asked_for(f"{PATH}/answer")
    assert (asked.json, asked.headers["If-Match"]) == ({"answer": "acknowledge", "text": ""}, str(WORK["version"]))


def test_a_refused_answer_keeps_what_was_written(running: Stage, leader: Visitor) -> None:
    wrong = [{"pointer": "/text", "code": "required", "params": {}}]
    running.proposals.answers[f"POST {PATH}/answer"] = (422, refusal("invalid", "invalid", faults=wrong))
    again = leader.fill_in(leader.get(ADDRESS), ADDRESS, answer="decline", text="Chưa rõ")
    assert (again.status, "Chưa rõ</textarea>" in text(again), 'href="#text"' in text(again)) == (422, True, True)


def test_of_two_leaders_who_answer_the_second_sees_what_the_first_has_said(running: Stage, leader: Visitor) -> None:
    page = leader.get(ADDRESS)
    stale = refusal("stale", "stale", "Nội dung đã được người khác sửa.", facts={"version": 4})
    running.proposals.answers[f"POST {PATH}/answer"] = (412, stale)
    theirs = {**WORK, "state": "acknowledged", "answer": "Của người khác", "answered_by_name": "Trần Cư", "version": 4}
    running.proposals.answers[f"GET {PATH}"] = (200, theirs)
    again = leader.fill_in(page, ADDRESS, answer="decline", text="Của tôi")
    assert running.proposals.asked_for(f"{PATH}/answer")[0].headers["If-Match"] == str(WORK["version"])
    assert again.status == 412
    assert text(again).index("Của người khác") < text(again).index("Của tôi</textarea>")
    leader.fill_in(again, ADDRESS, answer="decline", text="Của tôi")  # on purpose
    assert running.proposals.asked_for(f"{PATH}/answer")[1].headers["If-Match"] == "4"


def test_what_was_written_can_still_be_read_when_the_first_has_ended_it(running: Stage, leader: Visitor) -> None:
    page = leader.get(ADDRESS)
    stale = refusal("stale", "stale", "Nội dung đã được người khác sửa.", facts={"version": 4})
    running.proposals.answers[f"POST {PATH}/answer"] = (412, stale)
    running.proposals.answers[f"GET {PATH}"] = (200, {**WORK, "state": "declined", "version": 4})
    again = leader.fill_in(page, ADDRESS, answer="accept", text="Sở mở lớp")
    assert (again.status, "Sở mở lớp</p>" in text(again), 'name="answer"' in text(again)) == (412, True, False)


def test_a_form_with_a_version_there_never_was_is_refused_in_words(running: Stage, leader: Visitor) -> None:
    running.proposals.answers[f"POST {PATH}/answer"] = (412, refusal("stale", "stale", facts={"version": 1}))
    unanswered = {**WORK, "answer": "", "answered_at": None, "answered_by": None, "answered_by_name": None}
    running.proposals.answers[f"GET {PATH}"] = (200, unanswered)
    assert leader.fill_in(leader.get(ADDRESS), ADDRESS, answer="decline", text="Vì", version="0").status == 412


def test_a_form_that_is_wrong_for_another_reason_keeps_the_version_it_showed(running: Stage, leader: Visitor) -> None:
    page = leader.get(ADDRESS)
    wrong = [{"pointer": "/text", "code": "required", "params": {}}]
    running.proposals.answers[f"POST {PATH}/answer"] = (422, refusal("invalid", "invalid", faults=wrong))
    running.proposals.answers[f"GET {PATH}"] = (200, {**WORK, "version": 4})
    leader.fill_in(leader.fill_in(page, ADDRESS, answer="decline", text=""), ADDRESS, answer="decline", text="Vì")
    assert running.proposals.asked_for(f"{PATH}/answer")[1].headers["If-Match"] == str(WORK["version"])


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
