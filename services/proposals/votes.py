"""Who voted what, of a certified round that promises that everybody may know; of any other round, nothing."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from services.kit.acting import Acting
from services.kit.db import Tx
from services.kit.errors import Missing
from services.kit.exports import as_csv
from services.kit.vietnamese import patterns
from services.proposals import access, store
from services.proposals.model import votes
from services.proposals.model.roll_refusals import NamesNotShown
from services.proposals.model.rounds import Round
from services.proposals.store import queries

Json = dict[str, Any]

PAGE = 100


def page(tx: Tx, acting: Acting, forum_id: UUID, round_id: UUID, wanted: Mapping[str, Any]) -> Json:
    """Electors by name, with what each chose; for whoever may see the result.

    Raises NamesNotShown, and Missing until the round is certified.
    """
    round_ = _shown(tx, acting, forum_id, round_id)
    rows = _votes(tx, round_, q=wanted["q"], after=wanted["after"], amount=PAGE + 1)
    found = [row for row in rows[:PAGE] if row["person_id"]]
    return {
        "items": [votes.told(round_, row) for row in found],
        "next": found[-1]["person_id"] if len(rows) > PAGE else None,
        "found": rows[0]["total"],
    }


def file(tx: Tx, acting: Acting, forum_id: UUID, round_id: UUID) -> Json:
    """All of it as a file for spreadsheets; raises what a page does."""
    round_ = _shown(tx, acting, forum_id, round_id)
    rows = _votes(tx, round_, q="", after=None, amount=None)
    cells = (votes.as_cells(round_, row) for row in rows if row["person_id"])
    return {"file_name": f"ai-chon-gi-{round_.number}.csv", "text": as_csv(votes.header(round_), cells)}


def _shown(tx: Tx, acting: Acting, forum_id: UUID, round_id: UUID) -> Round:
    access.reader(tx, acting, forum_id)
    round_ = store.get_round(tx, forum_id, round_id)
    if not (round_.named and round_.names_shown):
        raise NamesNotShown
    if round_.state != "certified":
        raise Missing
    return round_


def _votes(tx: Tx, round_: Round, q: str, after: UUID | None, amount: int | None) -> list[Json]:
    """Rows of electors; `holder` is the name of who cast a ballot by proxy."""
    rows = list(queries.votes(tx.connection, **round_.key, patterns=patterns(q), after=after, amount=amount))
    names = store.names(tx, round_.forum_id, [holder for row in rows if (holder := _holder(row))])
    return [{**row, "holder": names[holder] if (holder := _holder(row)) else None} for row in rows]


def _holder(row: Mapping[str, Any]) -> UUID | None:
    """Who cast the elector's ballot by proxy."""
    holder: UUID | None = row["holder_id"] if row["choices"] is not None or row["spoilt"] else None
    return holder
