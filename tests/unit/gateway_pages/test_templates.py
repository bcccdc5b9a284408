"""Every template, rendered with sample data in both languages: whole, translated, safe, and usable without a mouse."""

import re
from dataclasses import fields, replace
from typing import Any

import pytest

from services.gateway import languages
from services.gateway.pages.desk.sheets.pile import Pile
from services.gateway.pages.forms import Form
from services.gateway.pages.kept import Kept
from services.gateway.pages.own_ballots import Place
from services.gateway.pages.proposals.one import Station
from services.gateway.pages.rendering import environment, render
from services.gateway.pages.steps import Row, Step
from services.gateway.sessions import Session
from tests.unit.gateway_pages.contexts import context_of
from tests.unit.gateway_pages.html import READ, Page

TEMPLATES = [name for name in environment("vi").list_templates() if not name.rpartition("/")[2].startswith("_")]
VIETNAMESE = re.compile(r"\w*[àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ]\w*", re.IGNORECASE)
#: 2027-05-29, 5/29/27, 29/5/2027, 9:05, 09:05 AM: everything but 29/05/2027 and 09:05
OTHER_DATES = re.compile(
    r"\d{4}-\d\d-\d\d|\d\d:\d\d:\d\d[Z.+]|\b\d{1,2}/\d{1,2}/\d\d\b|\b\d/\d{1,2}/\d{4}|\b\d\d/\d/\d{4}"
    r"|(?<![\d:])\d:\d\d\b|\d\d:\d\d ?[AaPp][Mm]\b"
)
#: what is said in every language as it is
NAMES = re.compile("Hiến Kế|Tiếng Việt|chị, ông, đồng chí|Phragmén")
HOSTILE = "<img src=x onerror=alert(1)>\"'{{7*7}}%(name)s</textarea></title><script>alert(2)</script>"


def page(template: str, language: str = "vi", **context: Any) -> Page:
    return Page(render(template, language, **{**context_of(template), **context}))


@pytest.fixture(params=TEMPLATES)
def template(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


@pytest.mark.parametrize("language", languages.LANGUAGES)
def test_says_which_language_it_is_in_and_what_it_is_about(template: str, language: str) -> None:
    shown = page(template, language)
    assert shown.of("html")[0]["lang"] == language
    assert len(shown.of("h1")) == 1
    assert len(shown.of("title")) == 1


def test_nothing_vietnamese_is_left_on_an_english_page_but_names(template: str) -> None:
    shown = Page(render(template, "en", **in_ascii(context_of(template))))
    read = shown.texts + [value for name in READ for value in shown.values(name)]
    words = NAMES.sub("", " ".join(read))
    assert set(VIETNAMESE.findall(words)) == set()


@pytest.mark.parametrize("language", languages.LANGUAGES)
def test_days_and_hours_are_written_as_people_here_write_them(template: str, language: str) -> None:
    words = " ".join(page(template, language).texts)
    if not template.startswith("docs/"):  # where programs' times are shown
        assert OTHER_DATES.findall(words) == []


def test_holds_nothing_our_content_security_policy_would_refuse(template: str) -> None:
    shown = page(template)
    assert shown.of("style") == []
    assert all(script.get("src", "").startswith("/static/") for script in shown.of("script"))
    for _, attributes in shown.tags:
        assert "style" not in attributes
        assert not [name for name in attributes if name.startswith("on")]


@pytest.mark.parametrize(("state", "followed"), [("draft", False), ("open", True)])
def test_a_draft_which_has_no_stream_is_not_followed(state: str, followed: bool) -> None:
    forum = {**context_of("desk/rounds.html")["forum"], "state": state}
    assert bool(page("desk/rounds.html", forum=forum).values("data-live")) is followed


ROLES = {
    "thead": {"rowgroup"},
    "tbody": {"rowgroup"},
    "tr": {"row"},
    "td": {"cell"},
    "th": {"columnheader", "rowheader"},
}


def test_a_table_that_becomes_cards_on_a_phone_stays_a_table_to_a_screen_reader(template: str) -> None:
    stacked = False
    for tag, attributes in page(template).tags:
        if tag == "table":
            stacked = "stacked" in (attributes.get("class") or "")
            assert not stacked or attributes.get("role") == "table"
        elif stacked and tag in ROLES:
            assert attributes.get("role") in ROLES[tag], (tag, attributes)


def test_loads_nothing_from_elsewhere(template: str) -> None:
    shown = page(template)
    addresses = [value for name in ("src", "href", "action") for value in shown.values(name)]
    assert addresses
    assert [address for address in addresses if not address.startswith(("/", "#", "?"))] == []
    assert [address for address in addresses if address.startswith("//")] == []


def test_names_each_thing_once_and_refers_to_what_is_there(template: str) -> None:
    shown = page(template)
    ids = shown.values("id")
    assert len(ids) == len(set(ids))
    references = {reference for name in ("for", "aria-labelledby") for reference in shown.values(name)}
    assert references - set(ids) == set()


def test_gives_every_field_a_label(template: str) -> None:
    shown = page(template)
    labelled = set(shown.values("for"))
    fields = [field for field in shown.of("input", "textarea", "select") if field.get("type") != "hidden"]
    assert [field for field in fields if field["id"] not in labelled] == []


def test_gives_every_posting_form_its_token_and_key(template: str) -> None:
    shown = page(template)
    forms = len([form for form in shown.of("form") if form.get("method") == "post"])
    names = [field["name"] for field in shown.of("input")]
    assert names.count("csrf") == forms
    assert names.count("key") == max(forms - 1, 0)  # signing out, in the header, needs none


def test_what_people_wrote_is_shown_and_does_nothing(template: str) -> None:
    shown = page(template, **hostile(context_of(template)))
    assert not [image for image in shown.of("img") if not (image.get("src") or "").startswith("/static/")]
    assert all(script.get("src", "").startswith("/static/") for script in shown.of("script"))
    assert not [name for _, attributes in shown.tags for name in attributes if name.startswith("on")]
    assert "49" not in " ".join(shown.texts)


@pytest.mark.parametrize("template", ["help.html", "problem.html", "sign_in/email.html", "me/show.html"])
def test_says_whom_to_ask_for_help(template: str) -> None:
    assert "0252 3 000 000 (giờ hành chính)" in page(template).texts
    assert any("ban tổ chức" in said for said in page(template, contact="").texts)


WRITTEN = (
    "title",
    "summary",
    "place",
    "host_name",
    "text",
    "author",
    "problem",
    "measure",
    "who_acts",
    "full_name",
    "entered_by_name",
    "confirmed_by_name",
    "name",
    "answer",
    "subject",
    "position",
    "sector",
    "reason",
)


def hostile(value: Any, name: str = "") -> Any:
    """The same data, with everything a person may have written replaced."""
    if isinstance(value, dict):
        return {key: hostile(inner, key) for key, inner in value.items()}
    if isinstance(value, list):
        return [hostile(inner, name) for inner in value]
    if isinstance(value, Pile):
        return replace(value, round=hostile(value.round), sheets=hostile(value.sheets))
    return HOSTILE if name in WRITTEN and isinstance(value, str) else value


def in_ascii(value: Any) -> Any:
    """The same data, with everything in Vietnamese replaced."""
    if isinstance(value, dict):
        return {key: in_ascii(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(in_ascii(inner) for inner in value)
    if isinstance(value, Kept):
        return replace(value, fields=in_ascii(value.fields))
    if isinstance(value, Form):
        return Form(in_ascii(value.values), in_ascii(value.faults), "x")
    if isinstance(value, Station):
        return replace(value, of=in_ascii(value.of))
    if isinstance(value, Session):
        return replace(value, full_name="x")
    if isinstance(value, Place | Pile | Step | Row):
        return replace(value, **{each.name: in_ascii(getattr(value, each.name)) for each in fields(value)})
    return "x" if isinstance(value, str) and not value.isascii() else value
