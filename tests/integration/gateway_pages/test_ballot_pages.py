"""Voting: nothing that is not counted is said to be."""

from tests.integration.gateway.stage import Stage, refusal
from tests.integration.gateway_pages.course import BALLOT, NO_BALLOT, F, R, S, counted, outcome
from tests.integration.gateway_pages.visitor import Visitor, text
from tests.unit.gateway_pages import samples


def test_a_vote_is_chosen_looked_at_again_sent_and_receipted(running: Stage, delegate: Visitor) -> None:
    running.proposals.answers[f"POST /forums/{F}/ballots"] = outcome
    unfinished = delegate.fill_in(delegate.get(BALLOT), BALLOT, step="review")
    assert (unfinished.status, "Hãy chọn cho giải pháp số 1." in text(unfinished)) == (422, True)
    review = delegate.fill_in(unfinished, BALLOT, step="review", **{f"choice-{S}": "no"})
    assert "Không đồng ý" in text(review)
    assert not counted(running)
    sent_on = delegate.fill_in(review, BALLOT, step="send")
    assert sent_on.headers["Location"] == f"{BALLOT}/da-ghi-nhan"
    [ballot] = counted(running)
    assert (ballot["choices"], ballot["replaces"], ballot["person_id"]) == ({S: "no"}, 0, str(delegate.person_id))
    stored = {**NO_BALLOT, "choices": {S: "no"}, "voted": True, "revision": 1, "receipt": "ab" * 32}
    running.proposals.answers[f"GET /forums/{F}/rounds/{R}/ballot"] = (200, stored)
    receipt = text(delegate.get(f"{BALLOT}/da-ghi-nhan"))
    assert "Đã ghi nhận lúc" in receipt
    assert "mã ABABABAB" in receipt


def test_choices_can_be_changed_before_they_are_sent(running: Stage, delegate: Visitor) -> None:
    review = delegate.fill_in(delegate.get(BALLOT), BALLOT, step="review", **{f"choice-{S}": "no"})
    form = text(delegate.fill_in(review, BALLOT, step="edit"))
    assert 'value="no" checked' in form


def test_a_vote_that_does_not_get_through_is_said_not_to_count_and_kept(running: Stage, delegate: Visitor) -> None:
    review = delegate.fill_in(delegate.get(BALLOT), BALLOT, step="review", **{f"choice-{S}": "yes"})
    running.proposals.stop()
    running.parts.copies.forget_all()
    kept = delegate.fill_in(review, BALLOT, step="send")
    assert kept.status == 503
    assert "Phiếu CHƯA được ghi nhận" in text(kept)
    assert "Bồi dưỡng cán bộ" in text(kept)
    running.proposals.start()
    running.proposals.answers[f"POST /forums/{F}/ballots"] = outcome
    assert delegate.fill_in(kept, BALLOT, step="send").status == 303
    assert len({ballot["nonce"] for ballot in counted(running)}) == 1


def test_a_superseded_vote_is_shown_with_what_is_stored(running: Stage, delegate: Visitor) -> None:
    review = delegate.fill_in(delegate.get(BALLOT), BALLOT, step="review", **{f"choice-{S}": "yes"})
    stale = {"outcome": "refused", **refusal("ballot-superseded", "conflict", "Bạn đã có một phiếu khác mới hơn.")}
    running.proposals.answers[f"POST /forums/{F}/ballots"] = (200, {"outcomes": [stale]})
    stored = {**NO_BALLOT, "choices": {S: "abstain"}, "voted": True, "revision": 3, "receipt": "cd" * 32}
    running.proposals.answers[f"GET /forums/{F}/rounds/{R}/ballot"] = (200, stored)
    shown = delegate.fill_in(review, BALLOT, step="send")
    assert shown.status == 409
    assert "Phiếu vừa gửi không được tính" in text(shown)
    assert "Không có ý kiến" in text(shown)
    assert 'name="replaces" value="3"' in text(shown)


STALE = {"outcome": "refused", **refusal("ballot-superseded", "conflict", "Bạn đã có một phiếu khác mới hơn.")}
CHANGED = {**samples.round_(), "changes": [samples.change()]}
NEW_TEXT = {**samples.board(), "solutions": [{**samples.solution(), "text": "Thêm phần đãi ngộ"}], "rounds": [CHANGED]}
SET_ASIDE = {**NO_BALLOT, "set_aside": True, "revision": 4, "changes": 1}


def change_solution(stage: Stage) -> None:
    """While somebody has the ballot open, its solution is changed; no event of it has come."""
    stage.proposals.answers[f"GET /forums/{F}/rounds/{R}"] = (200, CHANGED)
    stage.proposals.answers[f"GET /forums/{F}/board"] = (200, NEW_TEXT)
    stage.proposals.answers[f"GET /forums/{F}/rounds/{R}/ballot"] = (200, SET_ASIDE)
    stage.proposals.answers[f"POST /forums/{F}/ballots"] = (200, {"outcomes": [STALE]})


def test_a_vote_on_a_text_that_was_changed_is_not_counted_and_shown_the_new_one(
    running: Stage, delegate: Visitor
) -> None:
    review = delegate.fill_in(delegate.get(BALLOT), BALLOT, step="review", **{f"choice-{S}": "yes"})
    change_solution(running)
    shown = delegate.fill_in(review, BALLOT, step="send")
    page = text(shown)
    assert shown.status == 409
    assert "Phiếu vừa gửi không được tính" in page and "Giải pháp số 1 vừa được sửa lúc" in page
    assert "Thêm phần đãi ngộ" in page and 'name="replaces" value="4"' in page
    assert "checked" not in page, "what was chosen was another text"
    assert "Phiếu đang được lưu" not in page


def test_no_page_offers_a_ballot_that_counts_with_a_text_from_before(running: Stage, delegate: Visitor) -> None:
    before = text(delegate.get(BALLOT))
    change_solution(running)
    after = text(delegate.get(BALLOT))
    assert "Thêm phần đãi ngộ" in after and 'name="replaces" value="4"' in after
    assert f'data-draft="ballot/{R}"' in before and f'data-draft="ballot/{R}/1"' in after
    assert "Phiếu trước của bạn không còn được tính." in after


def test_a_pause_does_not_say_that_a_ballot_is_kept_which_is_not(running: Stage, delegate: Visitor) -> None:
    change_solution(running)
    paused = {**CHANGED, "state": "paused"}
    running.proposals.answers[f"GET /forums/{F}/rounds/{R}"] = (200, paused)
    page = text(delegate.get(BALLOT))
    assert "vẫn được giữ" not in page and "Khi biểu quyết tiếp tục, mời bạn bỏ phiếu lại." in page


def test_a_vote_of_somebody_signed_out_is_not_sent_on_to_the_receipt(running: Stage, visitor: Visitor) -> None:
    """The script takes a redirect for a counted ballot, so there must be none."""
    fields = {"csrf": "", "step": "send", "replaces": 0, "nonce": "n" * 24, f"choice-{S}": "yes"}
    got = visitor.post(BALLOT, fields)
    assert (got.status, "Bạn cần đăng nhập" in text(got)) == (401, True)


def test_the_receipt_page_of_somebody_without_a_ballot_leads_to_the_ballot(running: Stage, delegate: Visitor) -> None:
    assert delegate.get(f"{BALLOT}/da-ghi-nhan").headers["Location"] == BALLOT


def test_who_is_not_on_the_roll_is_told_so(running: Stage, delegate: Visitor) -> None:
    not_mine = {**NO_BALLOT, "on_roll": False}
    running.proposals.answers[f"GET /forums/{F}/rounds/{R}/ballot"] = (200, not_mine)
    assert "Bạn không có tên trong danh sách biểu quyết" in text(delegate.get(BALLOT))
