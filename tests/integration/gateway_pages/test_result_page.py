"""The result of a round: what came of it, how it was counted, how to check it; and nothing before there is one."""

import pytest

from tests.integration.gateway.stage import Stage
from tests.integration.gateway_pages.course import BALLOT, FORUM, NO_BALLOT, F, R
from tests.integration.gateway_pages.visitor import Visitor, text
from tests.unit.gateway_pages import samples
from tests.unit.gateway_pages.outcomes import result
from tests.unit.gateway_pages.samples import OPTIONS, round_by

RESULT = f"{BALLOT}/ket-qua"
STATES = ("open", "paused", "closed", "sealed", "counting", "cancelled")


def certify(stage: Stage, method: str, **told: object) -> None:
    """A round by this method has its result."""
    tally = [{"solution_id": option, "adopted": option == OPTIONS[2]} for option in OPTIONS]
    round_ = {**round_by(method, "certified", tally=tally), "round_id": R, **told}
    stage.proposals.answers[f"GET /forums/{F}/rounds/{R}"] = (200, round_)
    stage.proposals.answers[f"GET /forums/{F}/board"] = (200, {**samples.board(), "rounds": [round_]})
    stage.proposals.answers[f"GET /forums/{F}/rounds/{R}/result"] = (200, result(method))
    stage.parts.copies.forget_all()


def test_a_result_says_first_what_is_adopted_and_last_how_to_check_it(running: Stage, visitor: Visitor) -> None:
    certify(running, "scottish-stv")
    page = text(visitor.get(RESULT))
    places = [page.index(words) for words in (
        "Được thông qua: 1 giải pháp.",
        "Còn phải biểu quyết lại",
        "43,48% số phiếu đã bỏ",
        "Phiếu hợp lệ",
        "Nếu khác đi thì sao",
        "Kiểm phiếu từng bước",
        "Định mức để được chọn là 19 phiếu.",
        "ẩn vì quá ít người",
        "Tự kiểm tra kết quả",
        f"/api/v1/forums/{F}/rounds/{R}/record",
        "hienke verify bien-ban-kiem-phieu-1.json --receipt MÃ-PHIẾU",
        "ab" * 32,
    )]  # fmt: skip
    assert places == sorted(places)


@pytest.mark.parametrize("method", ["yes-no-abstain", "single-choice", "score", "ranked-pairs", "phragmen"])
def test_results_of_all_methods_have_a_page_in_both_languages(running: Stage, visitor: Visitor, method: str) -> None:
    certify(running, method)
    assert [visitor.get(f"{RESULT}?lang={language}").status for language in ("vi", "en")] == [200, 200]


@pytest.mark.parametrize("state", STATES)
def test_before_there_is_a_result_none_is_asked_for(running: Stage, visitor: Visitor, state: str) -> None:
    certify(running, "scottish-stv", state=state, tally=None)
    page = visitor.get(RESULT)
    assert page.status == 200
    assert ("Vòng này chưa có kết quả." in text(page)) is (state != "cancelled")
    assert not running.proposals.asked_for(f"/forums/{F}/rounds/{R}/result")


def test_who_voted_is_led_to_their_ballot(running: Stage, delegate: Visitor) -> None:
    certify(running, "scottish-stv")
    stored = {**NO_BALLOT, "choices": {OPTIONS[0]: 1}, "voted": True, "revision": 1, "receipt": "cd" * 32}
    running.proposals.answers[f"GET /forums/{F}/rounds/{R}/ballot"] = (200, stored)
    assert f"{BALLOT}/da-ghi-nhan" in text(delegate.get(RESULT))


def test_the_forums_result_names_what_is_adopted_and_leads_to_each_round(running: Stage, visitor: Visitor) -> None:
    certify(running, "scottish-stv")
    page = text(visitor.get(f"{FORUM}/ket-qua"))
    assert "3. Xây nhà trẻ" in page
    assert RESULT in page


def test_while_counting_everybody_sees_how_far_it_is(running: Stage, visitor: Visitor) -> None:
    certify(running, "schulze", state="counting", tally=None, progress=40)
    page = text(visitor.get(FORUM))
    assert "<strong>40 %</strong>" in page
    assert "mọi phiếu được đếm cùng lúc" in page


def test_a_secret_round_says_why_there_are_no_counts(running: Stage, visitor: Visitor) -> None:
    certify(running, "approval", state="open", tally=None, named=False)
    assert "trước khi có kết quả chỉ công bố có bao nhiêu phiếu" in text(visitor.get(FORUM))
