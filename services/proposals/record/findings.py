"""What a check found, and how it is said: Vietnamese first, with English beside it (`sentences.toml`).

What stands in a record is somebody else's text: it is said without what could steer a terminal, and not at length.
"""

import json
import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

LANGUAGES = ("vi", "en")
LONGEST = 200
SOME = 5  # ballots that are named one by one


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at: whether it is as it should be (None: worth knowing), and what there is to say."""

    good: bool | None
    word: str
    facts: Mapping[str, Any] = field(default_factory=dict)

    def sentence(self, language: str) -> str:
        """It in words."""
        return say(self.word, language, **self.facts)


def say(word: str, language: str, **facts: Any) -> str:
    """A sentence in a language, with these facts in it."""
    return str(sentences()[word][language]).format(
        **{name: _told(name, fact, language) for name, fact in facts.items()}
    )


@cache
def sentences() -> Mapping[str, Mapping[str, Any]]:
    """Every sentence there is: its word → language → what it says; and `names`, of words in a record."""
    return tomllib.loads((Path(__file__).parent / "sentences.toml").read_text("utf-8"))


def harmless(text: str) -> str:
    """Somebody else's text on one line: no control or invisible character in it, and not too long."""
    clean = "".join("\ufffd" if _steers(letter) else letter for letter in text[:LONGEST])
    return clean if len(text) <= LONGEST else f"{clean}…"


def _steers(letter: str) -> bool:
    category = unicodedata.category(letter)
    return category[0] == "C" or category in ("Zl", "Zp")


def _told(name: str, fact: Any, language: str) -> str:
    if name == "some":
        return _some(fact, language)
    if name == "parts":
        return ", ".join(_name(each, language) for each in fact)
    if name == "what":
        return _name(fact, language)
    if name == "choices":
        return _choices(fact, language)
    return harmless(json.dumps(fact, ensure_ascii=False) if isinstance(fact, bool | dict | list | None) else str(fact))


def _some(places: Sequence[int], language: str) -> str:
    """Ballots by their place: a few of them, and how many more there are."""
    told = ", ".join(str(place) for place in places[:SOME])
    more = len(places) - SOME
    return say("ballots-and-more", language, told=told, more=more) if more > 0 else say("ballots", language, told=told)


def _choices(choices: Mapping[str, Any] | None, language: str) -> str:
    """A ballot by the numbers of its options."""
    if choices is None:
        return say("spoilt", language)
    return harmless(", ".join(f"{number}: {_name(str(choice), language)}" for number, choice in choices.items()))


def _name(word: str, language: str) -> str:
    """A word of a record as people say it; itself, where they have no other."""
    names = sentences()["names"]
    return names[word][language] if word in names else harmless(word)
