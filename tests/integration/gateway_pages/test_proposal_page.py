"""Offering a proposal: nothing typed is lost, and no other site can do it."""

from typing import Any

import pytest

from tests.integration.gateway.stage import Stage, refusal
from tests.integration.gateway_pages.course import FORUM, F
from tests.integration.gateway_pages.visitor import Visitor, text
from tests.unit.gateway_pages import samples


def test_a_proposal_is_offered_once_and_then_shown(running: Stage, delegate: Visitor) -> None:
    running.proposals.answers[f"POST /forums/{F}/proposals"] = (200, samples.proposal())
    running.forum.answers[f"GET /forums/{F}"] = (200, collecting())
    typed = {"problem": "Thiếu cán bộ", "measure": "Đào tạo", "who_acts": "Hội", "by_when": ""}
    sent_on = delegate.fill_in(delegate.get(f"{FORUM}/hien-ke"), f"{FORUM}/hien-ke", **typed)
    assert sent_on.headers["Location"] == f"{FORUM}/hien-ke"
    [asked] = [each for each in running.proposals.asked if each.method == "POST"]
    assert (asked.json, asked.acting.person_id) == (typed, delegate.person_id)
    assert "Đã nhận ý kiến của bạn" in text(delegate.get(f"{FORUM}/hien-ke"))
    assert "Đã nhận ý kiến của bạn" not in text(delegate.get(f"{FORUM}/hien-ke"))  # said once


def collecting() -> dict[str, Any]:
    forum = samples.forum()
    return {**forum, "phases": [{**phase, "state": "open"} for phase in forum["phases"]]}


@pytest.mark.parametrize(
    ("status", "answer"),
    [
        (422, refusal("invalid", "invalid", faults=[{"pointer": "/measure", "code": "required", "params": {}}])),
        (503, refusal("database-away", "unavailable", "Hệ thống tạm thời chưa phục vụ được. Hãy thử lại sau ít giây.")),
        (409, refusal("phase-not-open", "conflict", "Giai đoạn này của diễn đàn hiện không mở.")),
    ],
)
def test_nothing_typed_is_lost_when_it_is_refused(
    running: Stage, delegate: Visitor, status: int, answer: dict[str, Any]
) -> None:
    running.forum.answers[f"GET /forums/{F}"] = (200, collecting())
    running.proposals.answers[f"POST /forums/{F}/proposals"] = (status, answer)
    page = delegate.get(f"{FORUM}/hien-ke")
    again = delegate.fill_in(page, f"{FORUM}/hien-ke", problem="Thiếu <b>cán bộ</b>", measure="", who_acts="Hội")
    assert again.status == status
    assert "Thiếu &lt;b&gt;cán bộ&lt;/b&gt;</textarea>" in text(again)
    assert "govuk-error-summary" in text(again)
    delegate.fill_in(again, f"{FORUM}/hien-ke", problem="Thiếu <b>cán bộ</b>", measure="", who_acts="Hội")
    keys = [asked.headers["Idempotency-Key"] for asked in running.proposals.asked if asked.method == "POST"]
    assert len(set(keys)) == 1  # whatever became of the first attempt, the second cannot double it


def test_a_form_of_another_site_does_nothing(running: Stage, delegate: Visitor) -> None:
    fields = {"csrf": "x", "problem": "a", "measure": "b", "who_acts": "c"}
    assert delegate.post(f"{FORUM}/hien-ke", fields).status == 403
    assert delegate.post(f"{FORUM}/hien-ke", fields, **{"Sec-Fetch-Site": "cross-site"}).status == 403
    assert not [asked for asked in running.proposals.asked if asked.method == "POST"]


def test_a_form_that_is_too_large_is_refused(running: Stage, delegate: Visitor) -> None:
    assert delegate.post(f"{FORUM}/hien-ke", {"csrf": "x", "problem": "a" * 300_000}).status == 413
