"""Proposals: offered in steps that lose nothing, judged, followed, taken back; and no other site can do any of it."""

from typing import Any
from urllib.parse import parse_qsl

import pytest

from tests.integration.gateway.stage import Got, Stage, refusal
from tests.integration.gateway_pages.course import FORUM, F
from tests.integration.gateway_pages.visitor import Visitor, text
from tests.unit.gateway_pages import samples

OFFER = f"{FORUM}/hien-ke/gui"
P = samples.proposal()["proposal_id"]
ONE = f"{FORUM}/hien-ke/{P}"
TYPED = {"problem": "Thiếu <b>cán bộ</b>", "measure": "Đào tạo", "who_acts": "Hội", "by_when": ""}


@pytest.fixture
def collecting(running: Stage) -> Stage:
    """A forum that takes proposals."""
    forum = samples.forum()
    phases = [{**phase, "state": "open"} for phase in forum["phases"]]
    running.forum.answers[f"GET /forums/{F}"] = (200, {**forum, "phases": phases})
    running.proposals.answers[f"POST /forums/{F}/proposals/similar"] = (200, {"items": []})
    running.proposals.answers[f"GET /forums/{F}/proposals/{P}"] = (200, samples.whole_proposal())
    return running


def walk(delegate: Visitor, **typed: str) -> Got:
    """From the first step to the look at all of it."""
    page = delegate.fill_in(delegate.get(OFFER), OFFER, problem=typed["problem"], go="measure")
    page = delegate.fill_in(page, OFFER, measure=typed["measure"], go="who")
    return delegate.fill_in(page, OFFER, who_acts=typed["who_acts"], by_when=typed["by_when"], go="review")


def sent(stage: Stage) -> list[Any]:
    return stage.proposals.asked_for(f"/forums/{F}/proposals", "POST")


def test_a_proposal_is_offered_in_three_steps_looked_at_and_then_shown(collecting: Stage, delegate: Visitor) -> None:
    collecting.proposals.answers[f"POST /forums/{F}/proposals"] = (200, samples.whole_proposal())
    review = walk(delegate, **TYPED)
    assert "Thiếu &lt;b&gt;cán bộ&lt;/b&gt;" in text(review)
    assert sent(collecting) == []
    sent_on = delegate.fill_in(review, OFFER, go="send")
    assert sent_on.headers["Location"] == ONE
    [asked] = sent(collecting)
    assert (asked.json, asked.acting.person_id) == (TYPED, delegate.person_id)
    assert "Đã nhận ý kiến số 1 của bạn" in text(delegate.get(ONE))
    assert "Đã nhận ý kiến số 1 của bạn" not in text(delegate.get(ONE))  # said once


@pytest.mark.parametrize("wanted", ["measure", "who", "review", "send", "nonsense"])
def test_no_step_is_left_before_it_says_something(collecting: Stage, delegate: Visitor, wanted: str) -> None:
    again = delegate.fill_in(delegate.get(OFFER), OFFER, problem=" ", who_acts="Hội", go=wanted)
    assert (again.status, "govuk-error-summary" in text(again)) == (422, True)
    assert 'id="problem-error"' in text(again)
    assert 'name="who_acts" value="Hội"' in text(again)
    assert sent(collecting) == []


def test_one_may_go_back_and_change_what_was_written(collecting: Stage, delegate: Visitor) -> None:
    back = delegate.fill_in(walk(delegate, **TYPED), OFFER, go="problem")
    assert "Thiếu &lt;b&gt;cán bộ&lt;/b&gt;</textarea>" in text(back)
    assert 'name="measure" value="Đào tạo"' in text(back)


def test_what_may_say_the_same_is_shown_before_it_is_sent(collecting: Stage, delegate: Visitor) -> None:
    alike = {"items": [{"proposal": samples.proposal(), "score": 90}]}
    collecting.proposals.answers[f"POST /forums/{F}/proposals/similar"] = (200, alike)
    assert "Có thể đã có người nêu" in text(walk(delegate, **TYPED))
    collecting.proposals.answers[f"POST /forums/{F}/proposals/similar"] = (503, refusal("busy", "unavailable"))
    assert walk(delegate, **TYPED).status == 200


@pytest.mark.parametrize(
    ("status", "answer"),
    [
        (422, refusal("invalid", "invalid", faults=[{"pointer": "/measure", "code": "required", "params": {}}])),
        (503, refusal("database-away", "unavailable", "Hệ thống tạm thời chưa phục vụ được. Hãy thử lại sau ít giây.")),
        (409, refusal("phase-not-open", "conflict", "Giai đoạn này của diễn đàn hiện không mở.")),
    ],
)
def test_nothing_typed_is_lost_when_it_is_refused(
    collecting: Stage, delegate: Visitor, status: int, answer: dict[str, Any]
) -> None:
    collecting.proposals.answers[f"POST /forums/{F}/proposals"] = (status, answer)
    again = delegate.fill_in(walk(delegate, **TYPED), OFFER, go="send")
    assert again.status == status
    assert 'name="problem" value="Thiếu &lt;b&gt;cán bộ&lt;/b&gt;"' in text(again)
    assert "govuk-error-summary" in text(again)
    delegate.fill_in(again, OFFER, measure="Đào tạo", go="send")
    keys = [asked.headers["Idempotency-Key"] for asked in sent(collecting)]
    assert len(keys) == 2
    assert len(set(keys)) == 1  # whatever became of the first attempt, the second cannot double it


def test_who_may_not_offer_is_told_why_instead_of_being_asked_to_write(running: Stage, delegate: Visitor) -> None:
    sent_on = delegate.get(OFFER)
    assert (sent_on.status, sent_on.headers["Location"]) == (303, f"{FORUM}/hien-ke")
    assert "Hiện không phải lúc nhận ý kiến." in text(delegate.get(f"{FORUM}/hien-ke"))


def test_a_list_asks_for_what_the_address_says_and_for_no_nonsense(running: Stage, delegate: Visitor) -> None:
    page = delegate.get(f"{FORUM}/hien-ke?q=tap+huan&trang-thai=loose&thu-tu=%3Cb%3E&khoi=H%E1%BB%99i")
    assert page.status == 200
    [asked] = running.proposals.asked_for(f"/forums/{F}/proposals", "GET")
    assert dict(parse_qsl(asked.query)) == {"q": "tap huan", "state": "loose", "order": "newest", "sector": "Hội"}
    assert "sau=1.7" in text(page)


def test_an_opinion_is_given_with_one_button_and_the_next_follows(collecting: Stage, delegate: Visitor) -> None:
    collecting.proposals.answers[f"GET /forums/{F}/opinions/next"] = (
        200,
        {"proposal": samples.proposal(), "done": 1, "remaining": 3},
    )
    collecting.proposals.answers[f"POST /forums/{F}/opinions"] = judged
    page = delegate.get(f"{FORUM}/y-kien-nhanh")
    assert "Bạn đã cho ý kiến 1 trên 4" in text(page)
    sent_on = delegate.fill_in(page, f"{ONE}/y-kien", opinion="disagree")
    assert sent_on.headers["Location"] == f"{FORUM}/y-kien-nhanh"
    [batch] = collecting.proposals.asked_for(f"/forums/{F}/opinions", "POST")
    [opinion] = batch.json
    assert (opinion["proposal_id"], opinion["person_id"]) == (P, str(delegate.person_id))
    assert opinion["opinion"] == "disagree"


def test_no_quick_opinion_is_asked_for_when_none_is_taken(running: Stage, delegate: Visitor) -> None:
    following = {"proposal": samples.proposal(), "done": 1, "remaining": 3}
    running.proposals.answers[f"GET /forums/{F}/opinions/next"] = (200, following)
    page = text(delegate.get(f"{FORUM}/y-kien-nhanh"))
    assert "Hiện không phải lúc nhận ý kiến." in page
    assert f'href="{FORUM}/hien-ke"' in page
    assert f"{ONE}/y-kien" not in page


def judged(asked: Any) -> Any:
    return 200, {"outcomes": [{"outcome": "counted", **each} for each in asked.json]}


def test_a_proposal_tells_where_it_went(collecting: Stage, visitor: Visitor) -> None:
    page = text(visitor.get(ONE))
    for said in ("Đã gộp vào giải pháp số 1", "Được thông qua", "Đã giao 1 đơn vị thực hiện", "Đã có kế hoạch"):
        assert said in page


def test_taking_back_is_asked_once_more(collecting: Stage, delegate: Visitor) -> None:
    own = {**samples.whole_proposal(), "person_id": str(delegate.person_id), "solution": None}
    collecting.proposals.answers[f"GET /forums/{F}/proposals/{P}"] = (200, own)
    collecting.proposals.answers[f"DELETE /forums/{F}/proposals/{P}"] = (200, {})
    assert f"{ONE}/rut" in text(delegate.get(ONE))
    sent_on = delegate.fill_in(delegate.get(f"{ONE}/rut"), f"{ONE}/rut")
    assert sent_on.headers["Location"] == f"{FORUM}/hien-ke"
    assert collecting.proposals.asked_for(f"/forums/{F}/proposals/{P}", "DELETE")


def test_a_form_of_another_site_does_nothing(collecting: Stage, delegate: Visitor) -> None:
    for path, fields in ((OFFER, {**TYPED, "go": "send"}), (f"{ONE}/y-kien", {"opinion": "agree"}), (f"{ONE}/rut", {})):
        assert delegate.post(path, {"csrf": "x", **fields}).status == 403
        assert delegate.post(path, {"csrf": "x", **fields}, **{"Sec-Fetch-Site": "cross-site"}).status == 403
    assert not [asked for asked in collecting.proposals.asked if asked.method != "GET"]


def test_a_form_that_is_too_large_is_refused(running: Stage, delegate: Visitor) -> None:
    assert delegate.post(OFFER, {"csrf": "x", "problem": "a" * 300_000}).status == 413
