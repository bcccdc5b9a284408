"""Forms, and where a person is sent after them."""

import pytest
from starlette.datastructures import FormData

from services.gateway.pages.forms import Form, filled, name_of, texts
from services.gateway.pages.notices import Notices
from services.gateway.pages.page import local


@pytest.mark.parametrize(
    ("pointer", "field"),
    [("/title", "title"), ("/phases/0/opens_at", "phases-0-opens_at"), ("/roles/1", "roles"), ("/0", "0"), ("", "")],
)
def test_a_fault_finds_its_field(pointer: str, field: str) -> None:
    assert name_of(pointer) == field


def test_a_group_of_boxes_keeps_all_that_were_ticked() -> None:
    assert Form(FormData([("roles", "delegate"), ("roles", "guest")])).several("roles") == ["delegate", "guest"]
    assert Form({"roles": ["delegate"]}).several("roles") == ["delegate"]
    assert Form().several("roles") == []


def test_what_was_left_empty_is_sent_empty_or_not_at_all() -> None:
    typed = FormData([("title", ""), ("place", "  "), ("summary", "x")])
    assert texts(typed, ("title", "absent", "summary")) == {"title": "", "absent": "", "summary": "x"}
    assert filled(typed, ("title", "place", "summary")) == {"summary": "x"}


def test_each_form_has_a_key_of_its_own() -> None:
    assert Form().key != Form().key
    assert len(Form().key) >= 16


@pytest.mark.parametrize("path", ["/", "/dien-dan/1?lang=en", "/viec-can-tra-loi"])
def test_people_are_sent_on_within_this_site(path: str) -> None:
    assert local(path) == path


@pytest.mark.parametrize(
    "path", ["//evil.example", "https://evil.example", "/\\evil", "javascript:alert(1)", "", None, "/a\nb"]
)
def test_and_never_elsewhere(path: str | None) -> None:
    assert local(path) == "/"


def test_a_notice_is_read_back_only_when_we_wrote_it() -> None:
    notices = Notices("k" * 64)
    assert notices.read(notices.write({"word": "signed-in"})) == {"word": "signed-in"}
    assert notices.read(Notices("x" * 64).write({"word": "signed-in"})) == {}
    assert notices.read("rubbish") == notices.read(None) == {}
