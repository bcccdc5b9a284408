"""Voting with a ballot of any kind, for oneself and for others, and when there is none to fill in."""

from typing import Any

import pytest

from tests.integration.gateway.stage import Stage, refusal
from tests.integration.gateway_pages.course import BALLOT, FORUM, NO_BALLOT, F, R, counted, outcome
from tests.integration.gateway_pages.visitor import Visitor, text
from tests.unit.gateway_pages import samples
from tests.unit.gateway_pages.samples import OPTIONS, round_by

A, B, C, D = OPTIONS
BE = samples.PERSON
CAST = {**NO_BALLOT, "voted": True, "revision": 1, "receipt": "ab" * 32}
FOR_BE = {
    "elector_id": BE,
    "full_name": "Lê Thị Bé",
    "weight": "1.5",
    "choices": None,
    "voted": False,
    "on_paper": False,
    "set_aside": False,
    "revision": 0,
    "receipt": None,
}


def put(stage: Stage, round_: dict[str, Any], ballot: dict[str, Any] = NO_BALLOT) -> None:
    """A round, and what the visitor has in it."""
    stage.proposals.answers[f"GET /forums/{F}/board"] = (200, {**samples.board(), "rounds": [round_]})
    stage.proposals.answers[f"GET /forums/{F}/rounds/{R}"] = (200, {**round_, "round_id": R})
    stage.proposals.answers[f"GET /forums/{F}/rounds/{R}/ballot"] = (200, ballot)
    stage.proposals.answers[f"POST /forums/{F}/ballots"] = outcome
    stage.parts.copies.forget_all()


def refuse(stage: Stage, slug: str, kind: str = "conflict") -> None:
    """Whatever is cast is refused."""
    said = {"outcome": "refused", **refusal(slug, kind, "Không nhận phiếu này.")}
    stage.proposals.answers[f"POST /forums/{F}/ballots"] = (200, {"outcomes": [said]})


KINDS: list[tuple[str, dict[str, str], dict[str, Any]]] = [
    ("yes-no-abstain", {f"choice-{option}": "no" for option in OPTIONS}, dict.fromkeys(OPTIONS, "no")),
    ("single-choice", {"choice": C}, {C: True}),
    ("approval", {f"choice-{A}": "yes", f"choice-{C}": "yes"}, {A: True, C: True}),
    ("equal-shares", {f"choice-{D}": "yes"}, {D: True}),
    ("score", {f"choice-{A}": "0", f"choice-{B}": "5", f"choice-{C}": ""}, {A: 0, B: 5}),
    ("schulze", {f"choice-{A}": "2", f"choice-{B}": "2", f"choice-{C}": "1"}, {A: 2, B: 2, C: 1}),
    ("scottish-stv", {f"choice-{A}": "4", f"choice-{B}": "2"}, {A: 2, B: 1}),
    ("single-choice", {"choice": "none"}, {}),
    ("approval", {}, {}),
    ("score", {}, {}),
    ("borda", {}, {}),
]


@pytest.mark.parametrize(("method", "typed", "choices"), KINDS)
def test_a_ballot_of_any_kind_is_filled_in_looked_at_changed_and_sent(
    running: Stage, delegate: Visitor, method: str, typed: dict[str, str], choices: dict[str, Any]
) -> None:
    put(running, round_by(method))
    review = delegate.fill_in(delegate.get(BALLOT), BALLOT, step="review", **typed)
    assert review.status == 200
    assert ("Bạn sắp gửi phiếu trắng" in text(review)) is (not choices)
    again = delegate.fill_in(review, BALLOT, step="edit")
    filled = {name: value for name, value in delegate.filled_in(again).items() if name.startswith("choice")}
    same = delegate.fill_in(again, BALLOT, step="review", **filled)
    assert delegate.fill_in(same, BALLOT, step="send").headers["Location"] == f"{BALLOT}/da-ghi-nhan"
    [ballot] = counted(running)
    assert ballot["choices"] == choices
    assert "proxy_of" not in ballot


WRONG: list[tuple[str, dict[str, str], str]] = [
    ("single-choice", {}, "Hãy chọn một giải pháp, hoặc chọn dòng cuối"),
    ("approval", {f"choice-{option}": "yes" for option in OPTIONS}, "Bạn đã đánh dấu quá 2 giải pháp."),
    ("score", {f"choice-{B}": "9"}, "Giải pháp số 2: điểm là một số từ 0 đến 5."),
    ("scottish-stv", {f"choice-{A}": "1", f"choice-{B}": "1"}, "Các giải pháp số 1, 2 cùng hạng 1."),
    ("scottish-stv", {f"choice-{A}": "hai"}, "Giải pháp số 1: hạng là một số từ 1 đến 4."),
]


@pytest.mark.parametrize(("method", "typed", "said"), WRONG)
def test_what_is_wrong_is_said_by_its_field_and_what_was_typed_stays(
    running: Stage, delegate: Visitor, method: str, typed: dict[str, str], said: str
) -> None:
    put(running, round_by(method))
    again = delegate.fill_in(delegate.get(BALLOT), BALLOT, step="review", **typed)
    assert (again.status, text(again).count(said)) == (422, 2)  # in the summary, and beside the field
    shown = delegate.filled_in(again)
    assert [name for name, value in typed.items() if method != "score" and shown.get(name) != value] == []
    assert not counted(running)


def test_a_ballot_for_another_is_cast_as_theirs_after_ones_own(running: Stage, delegate: Visitor) -> None:
    round_, theirs = round_by("approval"), f"{BALLOT}/thay/{BE}"
    put(running, round_, {**NO_BALLOT, "mandates": [FOR_BE]})
    own = text(delegate.get(BALLOT))
    assert own.index("Phiếu của bạn") < own.index("Bỏ phiếu thay cho Lê Thị Bé")
    put(running, round_, {**CAST, "choices": {A: True}, "mandates": [FOR_BE]})
    assert theirs in text(delegate.get(f"{BALLOT}/da-ghi-nhan"))
    form = delegate.get(theirs)
    assert "Phiếu này có hệ số 1,5." in text(form)
    assert f'name="choice-{A}" type="checkbox" value="yes" checked' not in text(form)
    review = delegate.fill_in(form, theirs, step="review", **{f"choice-{B}": "yes"})
    assert "Bỏ phiếu thay cho Lê Thị Bé" in text(review)
    assert delegate.fill_in(review, theirs, step="send").headers["Location"] == f"{theirs}/da-ghi-nhan"
    [ballot] = counted(running)
    assert (ballot["proxy_of"], ballot["person_id"], ballot["choices"]) == (BE, str(delegate.person_id), {B: True})


def test_a_proxy_that_was_taken_back_is_said(running: Stage, delegate: Visitor) -> None:
    put(running, round_by("approval"))
    page = text(delegate.get(f"{BALLOT}/thay/{BE}"))
    assert "Bạn không bỏ phiếu thay người này" in page
    assert 'value="review"' not in page


def test_who_took_a_sheet_for_another_is_told_so(running: Stage, delegate: Visitor) -> None:
    put(running, round_by("approval"), {**NO_BALLOT, "mandates": [{**FOR_BE, "on_paper": True}]})
    page = text(delegate.get(f"{BALLOT}/thay/{BE}"))
    assert "Bạn đã nhận phiếu giấy thay người này" in page
    assert 'value="review"' not in page
    assert "Bạn nhận phiếu giấy thay Lê Thị Bé." in text(delegate.get(FORUM))


CLOSED: list[tuple[dict[str, Any], dict[str, Any], str]] = [
    ({"state": "paused"}, {}, "đang tạm dừng"),
    ({"state": "counting"}, {}, "đã đóng"),
    ({"state": "cancelled"}, {}, "đã bị hủy"),
    ({"state": "prepared"}, {}, "chưa mở"),
    ({}, {"on_paper": True}, "Bạn đã nhận phiếu giấy"),
    (
        {},
        {"on_paper": True, "holder": {"person_id": BE, "full_name": "Lê Thị Bé"}},
        "Lê Thị Bé đã nhận phiếu giấy thay",
    ),
    ({}, {"holder": {"person_id": BE, "full_name": "Lê Thị Bé"}}, "Bạn đã ủy quyền cho Lê Thị Bé bỏ phiếu thay."),
    ({}, {"holder": {"person_id": BE, "full_name": None}}, "Bạn đã ủy quyền cho người khác bỏ phiếu thay."),
    ({"revisable": False}, {**CAST, "choices": {A: True}}, "Vòng này không cho đổi phiếu."),
]


@pytest.mark.parametrize(("round_", "ballot", "said"), CLOSED)
def test_where_there_is_nothing_to_fill_in_the_page_says_why(
    running: Stage, delegate: Visitor, round_: dict[str, Any], ballot: dict[str, Any], said: str
) -> None:
    put(running, {**round_by("approval"), **round_}, {**NO_BALLOT, **ballot})
    page = text(delegate.get(BALLOT))
    assert said in page
    assert 'value="review"' not in page
    assert ("1. Bồi dưỡng cán bộ" in page) is bool(ballot.get("choices"))


def sent(stage: Stage, delegate: Visitor) -> Any:
    """What is answered to a ballot that is refused."""
    put(stage, round_by("scottish-stv"))
    review = delegate.fill_in(delegate.get(BALLOT), BALLOT, step="review", **{f"choice-{B}": "1"})
    return review


def test_a_ballot_that_comes_in_a_pause_stays_on_the_page_and_is_sent_again(running: Stage, delegate: Visitor) -> None:
    review = sent(running, delegate)
    refuse(running, "round-paused")
    kept = delegate.fill_in(review, BALLOT, step="send")
    assert (kept.status, kept.headers["Retry-After"]) == (409, "5")
    assert "Phiếu CHƯA được ghi nhận" in text(kept)
    running.proposals.answers[f"POST /forums/{F}/ballots"] = outcome
    assert delegate.fill_in(kept, BALLOT, step="send").status == 303
    assert [ballot["choices"] for ballot in counted(running)] == [{B: 1}] * 2


@pytest.mark.parametrize("slug", ["ballot-final", "proxy-given", "votes-on-paper", "round-closed"])
def test_a_ballot_that_is_refused_for_good_is_answered_with_why(running: Stage, delegate: Visitor, slug: str) -> None:
    review = sent(running, delegate)
    refuse(running, slug)
    refused = delegate.fill_in(review, BALLOT, step="send")
    assert (refused.status, "Không nhận phiếu này." in text(refused)) == (409, True)
    assert "Retry-After" not in refused.headers


def test_a_superseded_ballot_is_shown_beside_the_one_that_stands(running: Stage, delegate: Visitor) -> None:
    review = sent(running, delegate)
    refuse(running, "ballot-superseded")
    stands = {**CAST, "revision": 3, "choices": {C: 1, D: 2}}
    running.proposals.answers[f"GET /forums/{F}/rounds/{R}/ballot"] = (200, stands)
    shown = delegate.fill_in(review, BALLOT, step="send")
    assert 'name="replaces" value="3"' in text(shown)
    assert "3. Xây nhà trẻ" in text(shown)
    assert delegate.filled_in(shown)[f"choice-{B}"] == "1"


def test_a_ballot_of_any_kind_stays_readable_while_proposals_is_away(running: Stage, delegate: Visitor) -> None:
    review = sent(running, delegate)
    running.proposals.stop()
    running.parts.copies.forget_all()
    kept = delegate.fill_in(review, BALLOT, step="send")
    assert (kept.status, "2. Hỗ trợ vay vốn" in text(kept), "Hạng 1" in text(kept)) == (503, True, True)
    assert delegate.fill_in(kept, BALLOT, step="send").status == 503


def test_a_form_of_no_kind_there_is_does_no_harm(running: Stage, delegate: Visitor) -> None:
    review = sent(running, delegate)
    delegate.fill_in(review, BALLOT, step="send", kind="..")
    assert [ballot["choices"] for ballot in counted(running)] == [{}]


def test_the_forum_says_that_one_has_voted_and_for_whom(running: Stage, delegate: Visitor) -> None:
    for_be = {**FOR_BE, "voted": True, "revision": 1, "choices": {A: True}, "receipt": "cd" * 32}
    put(running, {**round_by("approval"), "round_id": R}, {**CAST, "choices": {A: True}, "mandates": [for_be]})
    page = text(delegate.get(FORUM))
    assert "Bạn đã bỏ phiếu trong vòng này." in page
    assert f"{BALLOT}/da-ghi-nhan" in page
    assert "Bạn đã bỏ phiếu thay Lê Thị Bé." in page
    assert f"{BALLOT}/thay/{BE}/da-ghi-nhan" in page
