"""Hostile text in every field there is: shown to everybody as what was written, and it does nothing."""

from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any
from urllib.parse import quote

import pytest

from deploy.local.stack import Stack
from tests.journeys.asking import API, Asker, sign_in
from tests.journeys.hall import Hall
from tests.journeys.hostile import LONG, SHORT, hostile
from tests.journeys.reader import LINK
from tests.mails import Mails

OUR_SCHEMES = ("/", "http://127.0.0.1", "?", "#", "mailto:")
DESK = ("", "/dai-bieu", "/giai-phap", "/bieu-quyet", "/ket-luan", "/thu-tu")
OPENINGS = ("javascript:", "=HYPERLINK", "@SUM")


class Inspection(HTMLParser):
    """What a browser would make of a page: what it shows, and whatever in it could act."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.shown: list[str] = []
        self.alive: list[str] = []
        self.feed(page)
        self.text = "".join(self.shown)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = {name: value or "" for name, value in attrs}
        self.shown += [value for name, value in named.items() if name in ("value", "title", "content", "aria-label")]
        ours = named.get("src", "").startswith("/static/")
        if tag in ("i-x", "svg", "iframe", "object", "embed") or (tag in ("script", "img") and not ours):
            self.alive.append(f"<{tag}>")
        self.alive += [f"{name} of <{tag}>" for name in named if name.startswith("on") or name == "style"]
        for name in ("href", "src", "action", "formaction"):
            if name in named and not named[name].startswith(OUR_SCHEMES):
                self.alive.append(f"{name}={named[name]}")

    def handle_data(self, data: str) -> None:
        self.shown.append(data)


def is_inert(page: str, shows: bool = True) -> None:
    """A page acts on nothing that was written; if it `shows` that at all, then letter by letter."""
    inspection = Inspection(page)
    assert not inspection.alive
    assert "111111111" not in page, "a template was filled in with what somebody wrote"
    if shows:
        assert SHORT in inspection.text


def pages(hall: Hall) -> Iterator[tuple[str, str]]:
    """Who reads which page of the forum."""
    forum, ids = f"/dien-dan/{hall.ids['forum_id']}", hall.ids
    yield from (("organizer", f"{forum}/dieu-hanh{part}") for part in DESK)
    yield "organizer", f"{forum}/dieu-hanh/giai-phap/{ids['solution_id']}"
    yield "leader", f"/viec-can-tra-loi/{ids['forum_id']}/{ids['assignment_id']}"
    yield from (("leader", path) for path in ("/viec-can-tra-loi", "/hop-thu", f"/don-vi/{ids['body_id']}"))
    yield from (("delegate", path) for path in ("/toi", f"/tim?q={quote(SHORT)}"))
    yield from (
        ("delegate", path) for path in ("/hop-thu", f"{forum}/bieu-quyet/{ids['round_id']}", f"{forum}/hien-ke")
    )
    yield from (("nobody", f"{forum}{part}") for part in ("", "/ket-qua", "/hien-ke"))
    yield "nobody", f"{forum}/bieu-quyet/{ids['round_id']}/ai-chon-gi"
    for who in ("organizer", "delegate", "leader"):
        yield from ((who, path) for path in ("/co-quan", f"/co-quan/{ids['body_id']}", forum))
    yield from ((who, "/") for who in ("organizer", "nobody"))


@pytest.fixture(scope="module")
def readers(stack: Stack, hostile_hall: Hall) -> dict[str, Asker]:
    """Who reads."""
    hall = hostile_hall
    return {
        "organizer": hall.organizer,
        "leader": sign_in(stack, hall.leader_email),
        "delegate": sign_in(stack, hall.delegate_email),
        "nobody": Asker(hall.organizer.site),
    }


def test_everything_written_is_kept_as_it_was_written(hostile_hall: Hall) -> None:
    told = str(hostile_hall.everything())
    for field in ("title", "summary", "place", "collecting", "delegate", "sector", "problem", "by_when", "solution"):
        assert repr(hostile(field, 3000))[1:40] in told, field


@pytest.mark.parametrize("language", ["vi", "en"])
def test_no_page_acts_on_it(language: str, hostile_hall: Hall, readers: dict[str, Asker]) -> None:
    for who, path in pages(hostile_hall):
        answer = readers[who].page(f"{path}?lang={language}")
        assert answer.status == 200, f"{who} {path} {answer.status}"
        is_inert(answer.text)
        assert "'unsafe" not in answer.headers["Content-Security-Policy"]


def test_every_field_is_shown_to_somebody(hostile_hall: Hall, readers: dict[str, Asker]) -> None:
    shown = "".join(Inspection(readers[who].page(path).text).text for who, path in pages(hostile_hall))
    for text in OPENINGS:
        assert text in shown
    for field in (
        "title",
        "summary",
        "body",
        "post",
        "collecting",
        "problem",
        "measure",
        "solution",
        "round",
        "sector",
    ):
        assert field + SHORT in shown, field


def test_no_link_leads_where_somebody_wrote(hostile_hall: Hall, readers: dict[str, Asker]) -> None:
    links = [link for who, path in pages(hostile_hall) for link in LINK.findall(readers[who].page(path).text)]
    assert links
    assert not [link for link in links if not link.startswith(OUR_SCHEMES)]


@pytest.mark.parametrize(
    "text", [LONG, "javascript:alert(1)", "//evil.example", "{{9*12345679}}", "\u202e<b>", "%0d%0aX: y"]
)
def test_what_an_address_says_is_inert_too(text: str, hostile_hall: Hall, readers: dict[str, Asker]) -> None:
    forum = f"/dien-dan/{hostile_hall.ids['forum_id']}"
    for path in ("/dang-nhap?email=", "/dang-nhap?den=", f"{forum}/hien-ke?sau=", "/nowhere?x=", "/moi/", "/vao/"):
        for who in ("nobody", "delegate"):
            answer = readers[who].page(path + quote(text, safe=""))
            is_inert(answer.text, shows=False)
            assert "evil" not in answer.headers.get("Location", "") and answer.headers["X"] is None


def test_messages_say_it_letter_by_letter(hostile_hall: Hall, readers: dict[str, Asker]) -> None:
    for who in ("delegate", "leader"):
        for language in ("vi", "en"):
            items = readers[who].done("GET", f"/me/messages?language={language}")["items"]
            ours = [item for item in items if item["forum_id"] == hostile_hall.ids["forum_id"]]
            assert ours and all(SHORT in item["text"] for item in ours)
            assert not [
                item for item in ours if "111111111" in item["text"] + item["subject"] or "\n" in item["subject"]
            ]


def mails_of(hall: Hall, mailbox: Mails) -> list[dict[str, Any]]:
    """An invitation, the opening of the round, what the leader is asked."""
    return [
        mailbox.latest(hall.delegate_email),
        *mailbox.to(hall.delegate_email),
        mailbox.latest(hall.leader_email),
    ]


def test_no_mail_acts_on_it(hostile_hall: Hall, mailbox: Mails) -> None:
    for mail in mails_of(hostile_hall, mailbox):
        html = next(part["text"] for part in mail["parts"] if part["content_type"] == "text/html")
        plain = html.replace("style=", "data-style=")  # a mail carries its own style sheet
        is_inert(plain)
        assert SHORT in mail["text"]
        assert "111111111" not in mail["text"] + mail["subject"]
        assert {"Bcc", "X", "Cc"}.isdisjoint(mail["headers"])
        assert mail["recipients"] == [mail["to"]]


def test_marks_that_turn_text_around_are_refused_wherever_people_write(hostile_hall: Hall) -> None:
    organizer, path = hostile_hall.organizer, f"{API}/bodies"
    for mark in "\u202a\u202e\u2066\u2069\u200e\u200f\u061c":
        answer = organizer.ask("POST", path, {**hostile_hall.body_body(), "name": f"Sở {mark}exe.pdf"})
        assert [(each["pointer"], each["code"]) for each in answer.json["errors"]] == [("/name", "direction-mark")]
