"""Ballots of every kind as they are filled in, looked at again and kept: labelled, translated, safe."""

from typing import Any

import pytest

from services.gateway.pages.ballots import papers
from services.gateway.pages.ballots.booth import Ballot
from services.gateway.pages.forms import Form
from services.gateway.pages.own_ballots import Place
from services.gateway.pages.rendering import render
from tests.unit.gateway_pages.contexts import context_of
from tests.unit.gateway_pages.html import READ, Page
from tests.unit.gateway_pages.samples import OPTIONS, change, round_by
from tests.unit.gateway_pages.test_templates import VIETNAMESE, hostile, in_ascii

A, B, C, D = OPTIONS
CHOICES: dict[str, dict[str, Any]] = {
    "yes-no": dict.fromkeys(OPTIONS, "no"),
    "single": {B: True},
    "marks": {A: True, C: True},
    "scores": {A: 0, B: 5},
    "ranking": {C: 1, A: 2, B: 2},
}
#: one method of each kind
METHODS = {papers.KINDS[method]: method for method in ("yes-no-abstain", "single-choice", "greedy", "score", "schulze")}


@pytest.fixture(params=METHODS)
def kind(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


def booth(kind: str, choices: dict[str, Any] | None = None, **told: Any) -> dict[str, Any]:
    """What a page of the booth is given."""
    chosen = CHOICES[kind] if choices is None else choices
    round_, ballot = round_by(METHODS[kind], named=False), Ballot(kind, chosen, 1, "n" * 24)
    place = Place(voted=True, choices=chosen, revision=1, receipt="ab" * 32)
    form = Form(ballot.fields, {"choice": "Sai ở đây", f"choice-{A}": "Sai"}, "Có lỗi")
    whose = {"place": place, "places": [place, Place(B, "Lê Thị Bé", "1.5")]}
    texts = dict.fromkeys(OPTIONS, "Mở lớp")
    return {"round": round_, "kind": kind, "ballot": ballot, "form": form, "texts": texts, **whose, **told}


def page(template: str, language: str = "vi", **context: Any) -> Page:
    return Page(render(template, language, **{**context_of(template), **context}))


def test_whose_ballot_was_set_aside_is_told_why_and_where_to_vote_again(kind: str) -> None:
    changed = round_by(METHODS[kind], changes=[{**change(), "solution_id": B}])
    own, other = Place(set_aside=True), Place(C, "Lê Thị Bé", set_aside=True)
    told = {"round": changed, "superseded": "", "form": Form({})}
    mine = " ".join(page("ballot/form.html", **booth(kind, **{**told, "place": own, "places": [own]})).texts)
    assert "Giải pháp số 2 vừa được sửa lúc 29/05/2027 09:12." in mine
    assert "Phiếu trước của bạn không còn được tính. Mời bạn bỏ phiếu lại." in " ".join(mine.split())
    theirs = page("ballot/closed.html", **booth(kind, **{**told, "place": other, "places": [own, other]}))
    assert "Phiếu bạn đã gửi thay Lê Thị Bé không còn được tính." in " ".join(theirs.texts)
    nobodys = page("ballot/form.html", **booth(kind, **{**told, "place": Place(), "places": [Place()]}))
    assert "không còn được tính" not in " ".join(nobodys.texts), "who had not voted"


@pytest.mark.parametrize(
    "template", ["ballot/form.html", "ballot/review.html", "ballot/receipt.html", "ballot/closed.html"]
)
def test_nothing_vietnamese_is_left_on_an_english_ballot_and_nothing_people_wrote_does_anything(
    template: str, kind: str
) -> None:
    shown = page(template, "en", **in_ascii({**context_of(template), **booth(kind)}))
    read = shown.texts + [value for name in READ for value in shown.values(name)]
    assert set(VIETNAMESE.findall(" ".join(read).replace("Hiến Kế", "").replace("Tiếng Việt", ""))) == set()
    safe = page(template, **hostile({**context_of(template), **booth(kind)}))
    assert all(script.get("src", "").startswith("/static/") for script in safe.of("script"))
    assert not safe.of("img")


def test_every_field_has_a_label_and_every_name_is_used_once(kind: str) -> None:
    form = page("ballot/form.html", **booth(kind))
    ids = form.values("id")
    assert len(ids) == len(set(ids))
    fields = [field for field in form.of("input", "select") if field.get("type") != "hidden"]
    assert [field["id"] for field in fields if field["id"] not in form.values("for")] == []
    described = {name for value in form.values("aria-describedby") for name in value.split()}
    assert described - set(ids) == set()


def test_what_was_chosen_stands_in_the_form_and_travels_with_it(kind: str) -> None:
    form, review = (page(f"ballot/{name}.html", **booth(kind)) for name in ("form", "review"))
    filled = {
        str(field["name"]): str(field.get("value") or "")
        for field in form.of("input")
        if "checked" in field or field.get("type") == "text"
    }
    hidden = {str(field["name"]): str(field.get("value")) for field in review.of("input")}
    for fields in (papers.of(filled), papers.of(hidden)):
        assert papers.read(kind, fields) == CHOICES[kind]
    assert hidden["kind"] == kind


def test_a_blank_ballot_is_called_one_and_asked_for_once_more() -> None:
    for kind in ("single", "marks", "scores", "ranking"):
        words = " ".join(page("ballot/review.html", **booth(kind, {}, away="")).texts)
        assert "Bạn sắp gửi phiếu trắng" in words
        assert "Gửi phiếu trắng" in words
        assert "Phiếu trắng: không chọn gì." in " ".join(page("ballot/receipt.html", **booth(kind, {})).texts)


def test_a_ballot_that_cannot_be_changed_says_so_before_it_is_sent(kind: str) -> None:
    final = {**round_by(METHODS[kind]), "revisable": False}
    for template in ("form", "review"):
        words = " ".join(page(f"ballot/{template}.html", **booth(kind, round=final)).texts)
        assert "gửi rồi là không sửa được nữa" in words


def test_costs_stand_beside_what_they_buy() -> None:
    words = " ".join(page("ballot/form.html", **booth("marks")).texts)
    assert "3. Xây nhà trẻ (150.000.000 đồng)" in words
    assert "Ngân sách là 200.000.000 đồng." in words
    review = " ".join(page("ballot/review.html", **booth("marks")).texts)
    assert "Tổng chi phí: 200.000.000 đồng; ngân sách: 200.000.000 đồng." in review


def test_a_secret_ballot_that_has_its_result_is_not_shown_and_the_page_says_why(kind: str) -> None:
    certified = {**round_by(METHODS[kind], named=False), "state": "certified"}
    forgotten = booth(kind, round=certified, place=Place(voted=True, revision=1))
    for template in ("receipt", "closed"):
        words = " ".join(page(f"ballot/{template}.html", **forgotten).texts)
        assert "trang không hiện lại được nữa" in words
        assert "Mã phiếu đầy đủ" not in words


def test_a_high_score_is_typed() -> None:
    many = {**round_by("score"), "settings": {"most_score": 100}}
    form = page("ballot/form.html", **booth("scores", round=many))
    assert [field["inputmode"] for field in form.of("input") if field.get("type") == "text"] == ["numeric"] * 4
