"""Who voted what, on a page: linked where a round shows names, in words by kind of ballot, searched, and as a file."""

from typing import Any

import pytest

from tests.integration.gateway.stage import Stage, refusal
from tests.integration.gateway_pages.course import BALLOT, F, R
from tests.integration.gateway_pages.test_result_page import RESULT, certify
from tests.integration.gateway_pages.visitor import Visitor, text
from tests.unit.gateway_pages import rolls
from tests.unit.gateway_pages.samples import OPTIONS

PAGE = f"{BALLOT}/ai-chon-gi"
API = f"/forums/{F}/rounds/{R}/votes"
A, B, C, D = OPTIONS


def put(stage: Stage, *votes: dict[str, Any], method: str = "schulze", **told: Any) -> None:
    """A round that shows names has its result."""
    certify(stage, method, names_shown=True, **told)
    stage.proposals.answers[f"GET {API}"] = (200, rolls.votes(*votes))


def words(stage: Stage, visitor: Visitor, path: str = PAGE) -> str:
    return " ".join(text(visitor.get(path)).split())


@pytest.mark.parametrize(
    ("told", "linked"),
    [
        ({"names_shown": True}, True),
        ({"names_shown": False}, False),
        ({"named": False}, False),
        ({"named": False, "names_shown": True}, False),
        ({"names_shown": True, "state": "counting", "tally": None}, False),
    ],
)
def test_the_result_leads_there_only_where_names_are_shown(
    running: Stage, visitor: Visitor, told: dict[str, Any], linked: bool
) -> None:
    certify(running, "approval", **told)
    assert (PAGE in text(visitor.get(RESULT))) is linked


def test_everybody_sees_by_name_who_voted_for_whom_and_who_did_not(running: Stage, visitor: Visitor) -> None:
    put(running)
    page = words(running, visitor)
    places = [page.index(said) for said in (
        "Nguyễn Thị Ánh", "Hạng 1", "2. Hỗ trợ vay vốn", "Hạng 2", "1. Bồi dưỡng cán bộ", "3. Xây nhà trẻ",
        "Không xếp hạng: giải pháp số 4", "Lê Thị Bé", "Hệ số 1,5", "Vũ Hà đã bỏ phiếu thay", "Trần Văn Cường",
        "Phiếu trắng: không chọn gì.", "Phạm Dung", "Không bỏ phiếu", "Vũ Em", "Phiếu hỏng", RESULT,
    )]  # fmt: skip
    assert places == sorted(places)


KINDS: list[tuple[str, dict[str, Any], str]] = [
    ("yes-no-abstain", {A: "yes", B: "no", C: "abstain", D: "yes"}, "Không đồng ý"),
    ("single-choice", {B: True}, "Không chọn: giải pháp số 1, 3, 4"),
    ("approval", {A: True, C: True}, "Không chọn: giải pháp số 2, 4"),
    ("greedy", {A: True}, "Chi phí: 50.000.000 đồng"),
    ("score", {A: 0, B: 5}, "5 trên 5 điểm"),
    ("scottish-stv", {B: 1, A: 2}, "Hạng 2"),
]


@pytest.mark.parametrize(("method", "choices", "said"), KINDS)
def test_a_ballot_of_any_kind_is_told_in_words(
    running: Stage, visitor: Visitor, method: str, choices: dict[str, Any], said: str
) -> None:
    put(running, rolls.vote(choices), method=method)
    assert said in words(running, visitor)
    assert "Không bỏ phiếu" not in words(running, visitor)
    assert visitor.get(f"{PAGE}?lang=en").status == 200


def test_it_is_searched_and_followed_page_by_page(running: Stage, visitor: Visitor) -> None:
    put(running)
    page = words(running, visitor, f"{PAGE}?q=anh")
    assert "Tìm thấy 5 người." in page
    assert f"{PAGE}?q=anh&amp;sau={rolls.OTHER}#list" in page
    visitor.get(f"{PAGE}?q=anh&sau={rolls.OTHER}")
    assert sorted(running.proposals.asked_for(API)[-1].query.split("&")) == [f"after={rolls.OTHER}", "q=anh"]
    running.proposals.answers[f"GET {API}"] = (200, {"items": [], "next": None, "found": 0})
    assert "Không có ai như thế trong danh sách." in words(running, visitor, f"{PAGE}?q=khong")


def test_nobody_s_words_do_anything(running: Stage, visitor: Visitor) -> None:
    hostile = "<script>alert(1)</script>{{ 7*7 }}"
    named = dict.fromkeys(("full_name", "position", "sector", "holder"), hostile)
    put(running, rolls.vote({A: 1}, **named))
    page = text(visitor.get(PAGE))
    assert page.count("&lt;script&gt;alert(1)&lt;/script&gt;{{ 7*7 }}") == 4
    assert "<script>alert" not in page


def test_the_list_is_taken_out_as_a_file(running: Stage, visitor: Visitor) -> None:
    put(running)
    assert f'href="{PAGE}.csv"' in text(visitor.get(PAGE))
    file = {"file_name": "ai-chon-gi-1.csv", "text": "\ufeffHọ và tên\r\n"}
    running.proposals.answers[f"GET {API}.csv"] = (200, file)
    for path in (f"{PAGE}.csv", f"/api/v1{API}.csv"):
        got = visitor.get(path)
        assert (got.headers.get_content_type(), text(got)) == ("text/csv", file["text"])
        assert 'attachment; filename="ai-chon-gi-1.csv"' in got.headers["Content-Disposition"]


@pytest.mark.parametrize(("path", "asked"), [(PAGE, API), (f"{PAGE}.csv", f"{API}.csv")])
def test_where_it_is_refused_nothing_of_it_is_shown(running: Stage, visitor: Visitor, path: str, asked: str) -> None:
    certify(running, "schulze")
    sentence = "Vòng biểu quyết này không công bố ai đã chọn gì."
    running.proposals.answers[f"GET {asked}"] = (403, refusal("names-not-shown", "forbidden", sentence))
    got = visitor.get(path)
    assert (got.status, sentence in text(got)) == (403, True)
    assert "This vote does not show who chose what." in text(visitor.get(f"{path}?lang=en"))


def test_while_its_service_is_away_the_page_says_so(running: Stage, visitor: Visitor) -> None:
    put(running)
    visitor.get(PAGE)
    running.proposals.answers[f"GET {API}"] = (503, refusal("unavailable", "unavailable"))
    got = visitor.get(PAGE)
    assert (got.status, "Chưa xem được ai đã chọn gì." in text(got)) == (200, True)
