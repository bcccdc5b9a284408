"""A small round with all that a record can hold: weights, a proxy, paper, a spoilt sheet, titles that mean no good."""

from copy import deepcopy
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from services.proposals.record.canonical import canonical
from services.proposals.record.log import enter, published_head
from services.proposals.record.record import Cast, make

ROUND = str(UUID(int=1))
OPTIONS = [str(UUID(int=number)) for number in (11, 12, 13)]
HOSTILE = '\u202e<script>"{0.__class__}\\\x1b[2J'
WHEN = datetime(2026, 11, 25, 8, 30, tzinfo=UTC)
EARLIER = [sha256(str(number).encode()).hexdigest() for number in range(5)]  # names of records before this one
LATER = [sha256(str(number).encode()).hexdigest() for number in range(5, 8)]

RULE = {
    "base": "cast",
    "majority": "1/2",
    "strictly": True,
    "abstentions": "in-base",
    "presence_quorum": None,
    "participation_quorum": "1/2",
    "winners": 1,
    "ties": "lot",
}


def facts() -> dict[str, Any]:
    """What is known of the round beside its ballots."""
    return deepcopy(
        {
            "round": {
                "id": ROUND,
                "number": 3,
                "title": "Chọn giải pháp",
                "forum": {"id": str(UUID(int=2)), "title": "Tọa đàm"},
                "named": True,
                "opened_at": "2026-11-25T08:00:00Z",
                "closed_at": "2026-11-25T08:15:00Z",
            },
            "options": [
                {"id": option, "number": number, "title": title}
                for number, (option, title) in enumerate(zip(OPTIONS, ("Một", HOSTILE, "Ba"), strict=True), 4)
            ],
            "method": {"name": "yes-no-abstain", "settings": {}},
            "rule": RULE,
            "roll": {
                "electors": 12,
                "entitled": "15",
                "weights": {"1": 10, "2.5": 2},
                "present": {"people": 11, "votes": "12.5"},
                "proxies": 1,
                "on_paper": 3,
                "sheets": 2,
            },
        }
    )


def ballots() -> list[Cast]:
    """The first two options are equal, and more than half are for either."""
    rows = [[0, 0, 1], [0, 0, 1], [0, 0, 2], [0, 0, 1], [0, 1, 0], [1, 0, 0]]
    cast = [Cast(row, f"nonce-of-a-voter-{number}") for number, row in enumerate(rows)]
    heavy = [Cast([0, 0, 0], "nonce-of-a-heavy-one", "2.5")]
    return [*cast, *heavy, Cast([0, 0, 2], "17", paper=True), Cast(None, "18", paper=True)]


def record() -> dict[str, Any]:
    """The record as it is published."""
    return enter(make(facts(), ballots()), EARLIER)


def file() -> bytes:
    """And the file."""
    return canonical(record())


def head_of(published: dict[str, Any], *since: int) -> dict[str, Any]:
    """A head of the log that has this record and some more, as it is published."""
    return published_head([*EARLIER, published["log"]["name"], *LATER], WHEN, since)
