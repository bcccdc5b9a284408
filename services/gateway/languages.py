"""Languages: Vietnamese is what sentences are written in, other languages are gettext catalogues in `locale/`."""

import gettext
import io
from functools import cache, lru_cache
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

SOURCE = "vi"
LANGUAGES = (SOURCE, "en")
LOCALE = Path(__file__).parent / "locale"


@cache
def catalogue(language: str) -> gettext.NullTranslations:
    """The catalogue of a language, read from its text form, so that there is nothing to compile."""
    path = LOCALE / language / "LC_MESSAGES" / "messages.po"
    if language == SOURCE or not path.exists():
        return gettext.NullTranslations()
    compiled = io.BytesIO()
    with path.open("rb") as source:
        write_mo(compiled, read_po(source, locale=language))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def translate(sentence: str, language: str) -> str:
    """A sentence in a language; in Vietnamese when nobody has translated it."""
    return catalogue(language).gettext(sentence) if sentence else sentence


def chosen(asked: str | None, *fallbacks: str | None) -> str:
    """The first of these that is a language we speak; Vietnamese when none is."""
    return next((language for language in (asked, *fallbacks) if language in LANGUAGES), SOURCE)


@lru_cache(maxsize=1000)
def accepted(header: str) -> str | None:
    """The language we speak that `Accept-Language` likes best; None when it names none."""
    wishes = sorted(_wishes(header[:200]), key=lambda wish: -wish[1])
    return next((language for language, quality in wishes if language in LANGUAGES and quality > 0), None)


def _wishes(header: str) -> list[tuple[str, float]]:
    return [_wish(part) for part in header.split(",")]


def _wish(part: str) -> tuple[str, float]:
    tag, _, parameter = part.strip().partition(";")
    try:
        quality = float(parameter.strip().removeprefix("q=") or 1)
    except ValueError:
        quality = 0.0
    return tag.strip().lower().partition("-")[0], quality
