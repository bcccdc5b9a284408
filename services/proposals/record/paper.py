"""What a record says of paper: how many were handed a sheet, how many sheets were counted, and which ballots they are.

A named round's sheets are marked, each with its number for a nonce. Those of a secret round lie among the others: one
on paper among few would be found by the mark. Only a sheet can be spoilt.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from services.proposals.record.findings import Finding

Json = Mapping[str, Any]


def check(record: Json) -> Iterator[Finding]:
    """Whether there are the sheets that there can be; nothing is said of a round without any."""
    facts = _facts(record)
    troubles = [word for word, there_is in _troubles(record["round"]["named"], **facts).items() if there_is]
    numbers = Counter(ballot["nonce"] for ballot in record["ballots"] if "paper" in ballot)
    yield from (Finding(False, word, facts) for word in troubles)
    twice = [number for number, sheets in numbers.items() if sheets > 1]
    if twice:
        yield Finding(False, "sheet-twice", {"number": twice[0]})
    if facts["on_paper"] and not troubles and not twice:
        yield Finding(True, "sheets-fit", facts)


def _facts(record: Json) -> dict[str, int]:
    ballots, roll = record["ballots"], record["roll"]
    sheets, spoilt = roll.get("sheets", 0), [ballot for ballot in ballots if ballot["choices"] is None]
    lawful = sum("paper" in ballot for ballot in spoilt) if record["round"]["named"] else sheets
    return {
        "sheets": sheets,
        "on_paper": roll.get("on_paper", 0),
        "marked": sum("paper" in ballot for ballot in ballots),
        "spoilt": max(len(spoilt) - lawful, 0),
        "ballots": len(ballots),
        "others": len(ballots) - sheets,
        "electors": roll["electors"],
    }


def _troubles(
    named: bool, sheets: int, on_paper: int, marked: int, spoilt: int, ballots: int, others: int, electors: int
) -> dict[str, bool]:
    return {
        "sheets-differ": named and marked != sheets,
        "sheet-marked": not named and marked > 0,
        "spoilt-without-sheet": spoilt > 0,
        "more-sheets-than-handed-out": sheets > on_paper,
        "more-sheets-than-ballots": sheets > ballots,
        "voted-both-ways": others + on_paper > electors,
    }
