"""The texts for people: all of them can be translated, and all of them are."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from services.gateway import pages
from services.gateway.locale.__main__ import catalogue, refreshed, untranslated
from services.gateway.pages.rendering import environment
from tests.unit.gateway_pages.html import READ, UNREAD_TAGS

TEMPLATES = Path(pages.__file__).parent.parent / "templates"
#: what is a sign, a format or a name, in any language
NOT_WORDS = re.compile(r"[^\w]|\d|_")
ATTRIBUTES = re.compile(r"""(\s*[\w-]+="[^"]*"\s*)+""")
NAMES = {
    "English",
    "Tiếng Việt",
    "width=device-width, initial-scale=1, viewport-fit=cover",
    "light dark",
    "#7a1f5c",
    "same-origin",
    "noindex",
    '{"history": false, "includeIndicatorCSS": false, "noSwap": [204, 304, "4xx", "5xx"]}',
    '{"history": false, "includeIndicatorCSS": false, "noSwap": [204, 304, "4xx", "5xx"], '
    '"morphIgnore": ["data-htmx-powered", "open"]}',
}


class Literal(HTMLParser):
    """What a template says by itself, outside of any expression."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.said: list[str] = []
        self._inside = ""
        self.feed("".join(text for _, kind, text in environment("vi").lex(source) if kind == "data"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._inside = tag
        self.said += [value for name, value in attrs if name in READ and value]

    def handle_data(self, data: str) -> None:
        if ATTRIBUTES.fullmatch(data):  # a macro that gives attributes, not elements
            self.said += Literal(f"<p {data}>").said
        elif self._inside not in UNREAD_TAGS:
            self.said.append(data.strip())


@pytest.mark.parametrize("template", sorted(TEMPLATES.rglob("*.html")), ids=lambda path: path.name)
def test_a_template_says_nothing_by_itself(template: Path) -> None:
    said = Literal(template.read_text()).said
    assert [words for words in said if NOT_WORDS.sub("", words) and words not in NAMES] == []


def test_every_sentence_has_an_english_one() -> None:
    assert [message.id for message in untranslated(refreshed("en"))] == []


def test_the_catalogue_holds_the_sentences_of_the_sources_and_no_others() -> None:
    with catalogue("en").open("rb") as file:
        kept = {str(message.id) for message in read_po(file, locale="en") if message.id}
    assert kept == {str(message.id) for message in refreshed("en") if message.id}


def test_a_translation_says_the_same_things() -> None:
    placeholder = re.compile(r"%\(\w+\)s|\{\w+\}")
    with catalogue("en").open("rb") as file:
        for message in read_po(file, locale="en"):
            sources = message.id if isinstance(message.id, tuple) else (message.id,)
            texts = message.string if isinstance(message.string, tuple) else (message.string,)
            for source, text in zip(sources, texts, strict=True):
                assert set(placeholder.findall(source)) == set(placeholder.findall(text)), source
