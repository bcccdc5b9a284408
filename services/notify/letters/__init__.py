"""Letters: each occasion in each language, as text and as HTML, written from stored facts when they are sent or read.

`<occasion>.<language>.txt.j2` begins with the subject and an empty line. What people wrote is only ever a value in a
template, never a template; it is made inert first: no control characters, no marks that change the direction of the
text, no line breaks where a line is expected, and an end to its length.
"""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context, select_autoescape
from jinja2.runtime import Context

from services.notify.model import Material

LANGUAGES = ("vi", "en")
LONGEST_LINE = 200
LONGEST_TEXT = 4000
LONGEST_SUBJECT = 160
OPTIONS_SHOWN = 20
#: facts in which line breaks are part of what was written
TEXTS = ("summary", "text", "answer")
USUAL_ZONE = "Asia/Ho_Chi_Minh"


@dataclass(frozen=True)
class Written:
    """A finished letter."""

    subject: str
    text: str
    html: str


def write(material: Material, link: str) -> Written:
    """The letter for this occasion, in the person's language."""
    name, values = _name(material), _values(material, link)
    subject, text = _text(name, values)
    html = _templates().get_template(f"{name}.html.j2").render(values)
    return Written(subject, text, html)


def write_text(material: Material, link: str) -> tuple[str, str]:
    """Subject and text alone, for the inbox."""
    return _text(_name(material), _values(material, link))


def line(text: str, longest: int = LONGEST_LINE) -> str:
    """What people wrote, as one inert line."""
    return cut(" ".join(inert(text).split()), longest)


def inert(text: str) -> str:
    """Without what is not seen: control characters but line breaks, and marks that change how other text is shown."""
    text = unicodedata.normalize("NFC", text)
    return text if text.isprintable() else "".join(map(_visible, text))


def cut(text: str, longest: int) -> str:
    """At most `longest` characters; the last one shows that there was more."""
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def _visible(character: str) -> str:
    category = unicodedata.category(character)
    if category in ("Zl", "Zp", "Cc"):
        return "\n" if character == "\n" else " "
    return "" if category.startswith("C") else character


def _name(material: Material) -> str:
    language = material.language if material.language in LANGUAGES else LANGUAGES[0]
    return f"{material.occasion}.{language}"


def _text(name: str, values: Mapping[str, Any]) -> tuple[str, str]:
    rendered = _templates().get_template(f"{name}.txt.j2").render(values)
    subject, _, text = rendered.partition("\n\n")
    return line(subject, LONGEST_SUBJECT), text.strip() + "\n"


def _values(material: Material, link: str) -> dict[str, Any]:
    return {
        "forum": _inert(material.forum),
        "facts": _inert(material.facts),
        "full_name": line(material.full_name),
        "greeting": line(material.greeting, 40),
        "addressee": line(f"{line(material.greeting, 40)} {material.full_name}"),
        "body_name": line(material.body_name or ""),
        "answered_by": line(material.answered_by or ""),
        "link": link,
        "shown": OPTIONS_SHOWN,
    }


def _inert(value: Any, name: str = "") -> Any:
    if isinstance(value, str):
        return cut(inert(value).strip(), LONGEST_TEXT) if name in TEXTS else line(value)
    if isinstance(value, Mapping):
        return {key: _inert(inner, key) for key, inner in value.items()}
    return [_inert(inner) for inner in value] if isinstance(value, list) else value


@cache
def _templates() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=select_autoescape(["html.j2"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"when": _when, "day": _day}
    return environment


@pass_context
def _when(context: Context, moment: datetime | str) -> str:
    """A moment in the forum's time zone, as Vietnamese papers write it."""
    moment = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
    return moment.astimezone(_zone(context["forum"]["time_zone"])).strftime("%d/%m/%Y %H:%M")


def _day(day: date | str) -> str:
    return (date.fromisoformat(day) if isinstance(day, str) else day).strftime("%d/%m/%Y")


@cache
def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo(USUAL_ZONE)
