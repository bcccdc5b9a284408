"""Finding what was written: without marks, by words in any order, and by what says nearly the same."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any

from rapidfuzz import fuzz, process

from services.kit.vietnamese import searchable, words

#: Arrangements of a list of proposals; a place in one is `rank~number`, as `find_proposals` ranks.
ARRANGEMENTS = ("oldest", "newest", "most-agreed")
PLACE = "-?[0-9]{1,9}~[0-9]{1,9}"
STATES = ("loose", "consolidated")
#: Which part of a roll.
ON_ROLL = ("all", "voted", "not-voted", "on-paper", "proxies")

#: Proposals that are compared letter by letter; 300 of the longest take 30 ms.
CANDIDATES = 300
#: Pairs of syllables by which candidates are chosen.
PAIRS = 30
MOST_SIMILAR = 5
#: Of the thirty of the story no two that say different things come to more than 72; put in other words, they reach 88.
SIMILAR = 75.0

SNIPPET = 30  # words
BEFORE = 6  # of them before what was looked for
LONGEST_SNIPPET = 300  # letters


def proposal(row: Mapping[str, Any]) -> dict[str, Any]:
    """A proposal's row with what it is found by."""
    said = (row[name] for name in ("problem", "measure", "who_acts", "author"))
    return {**row, "search_text": searchable(*said, str(row["number"]))}


def solution(row: Mapping[str, Any]) -> dict[str, Any]:
    """A solution's row with what it is found by."""
    return {**row, "search_text": searchable(row["title"], row["text"], str(row["number"]))}


def place(item: Mapping[str, Any]) -> str:
    """Where an item stands in its arrangement."""
    return f"{item['rank']}~{item['number']}"


def read_place(text: str | None) -> dict[str, int | None]:
    """A place, as `find_proposals` takes it."""
    if text is None:
        return {"rank": None, "number": None}
    rank, _, number = text.partition("~")
    return {"rank": int(rank), "number": int(number)}


def pairs_of(text: str) -> list[str]:
    """Pairs of syllables of a searchable text, which in Vietnamese are mostly words; the longest, which are rarer."""
    pairs = dict.fromkeys(f"{one} {other}" for one, other in pairwise(text.split()))
    return sorted(pairs, key=len, reverse=True)[:PAIRS]


def most_similar(text: str, candidates: Mapping[Any, str]) -> list[tuple[Any, int]]:
    """The candidates that say nearly the same, the nearest first, with a score up to 100."""
    found = process.extract(text, candidates, scorer=fuzz.token_set_ratio, limit=MOST_SIMILAR, score_cutoff=SIMILAR)
    return [(key, round(score)) for _, score, key in found]


def snippet(texts: Iterable[str], q: str) -> str:
    """Some words of these texts, from a little before the first place where something is found."""
    said, wanted = " ".join(texts).split(), tuple(words(q))
    begin = max(_first(said, wanted) - BEFORE, 0)
    rest = " ".join(said[begin:])
    shown = " ".join(said[begin : begin + SNIPPET])[:LONGEST_SNIPPET]
    return f"{'… ' if begin else ''}{shown}{' …' if shown != rest else ''}"


def _first(said: Sequence[str], wanted: tuple[str, ...]) -> int:
    return next((at for at, word in enumerate(said) if any(part.startswith(wanted) for part in words(word))), 0)
