"""Marking in a text the words somebody looked for, which they may have typed without marks."""

import re
import unicodedata

from markupsafe import Markup, escape

from services.kit.vietnamese import fold


def marked(text: str, q: str) -> Markup:
    """The text, escaped, with what was looked for in <mark>: where words begin so, or else wherever it is.

    >>> marked("Bồi dưỡng cán bộ", "boi duong")
    Markup('<mark>Bồi</mark> <mark>dưỡng</mark> cán bộ')
    """
    text = unicodedata.normalize("NFC", text)
    folded, places = _folded(text)
    pieces, end = [], 0
    for start, stop in _spans(folded, fold(q).split()):
        pieces += [
            escape(text[end : places[start]]),
            Markup("<mark>{}</mark>").format(text[places[start] : places[stop]]),
        ]
        end = places[stop]
    return Markup("").join([*pieces, escape(text[end:])])


def _folded(text: str) -> tuple[str, list[int]]:
    """The text without marks, and for each letter of it, and its end, the place it has in the text."""
    letters, places = [], []
    for place, letter in enumerate(text):
        for plain in fold(letter) or (" " if letter.isspace() else ""):
            letters.append(plain)
            places.append(place)
    return "".join(letters), [*places, len(text)]


def _spans(folded: str, words: list[str]) -> list[tuple[int, int]]:
    """Where the words stand, in order and not overlapping."""
    if not words:
        return []
    any_word = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    beginnings = [found.span() for found in re.finditer(rf"(?<![^\W_])(?:{any_word})", folded)]
    return beginnings or [found.span() for found in re.finditer(any_word, folded)]
