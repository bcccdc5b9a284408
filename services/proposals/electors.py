"""What is answered about a round's electors: the roll, proxies, who came late, and sheets.

Names are those people know them by.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from services.kit.acting import Acting
from services.kit.db import Tx
from services.kit.vietnamese import patterns
from services.proposals import access, store
from services.proposals.model.admissions import Admission
from services.proposals.model.refusals import NotAnOrganizer
from services.proposals.model.rounds import Round
from services.proposals.model.sheets import Sheet
from services.proposals.record.leaf import weight_text
from services.proposals.store import queries

Json = dict[str, Any]

PAGE = 200
MOST_FOUND = 20
_ON_A_PAGE = ("person_id", "full_name", "position", "sector", "weight", "voted", "on_paper", "holds")


def roll(tx: Tx, acting: Acting, forum_id: UUID, round_id: UUID, wanted: Mapping[str, Any]) -> Json:
    """A page of a round's electors by name, for organizers; of a round that is prepared, who would be one now.

    It says who has voted, and nothing of what.
    """
    round_ = _for_organizers(tx, acting, forum_id, round_id)
    rows = list(
        queries.find_on_roll(
            tx.connection,
            forum_id=forum_id,
            round_id=round_id,
            prepared=round_.state == "prepared",
            patterns=patterns(wanted["q"]),
            who=wanted["who"],
            after=wanted["after"],
            amount=PAGE + 1,
        )
    )
    page = [row for row in rows[:PAGE] if row["person_id"]]
    return {
        "items": [_elector(row) for row in page],
        "next": page[-1]["person_id"] if len(rows) > PAGE else None,
        "found": rows[0]["total"],
    }


def own_proxies(tx: Tx, acting: Acting, forum_id: UUID, round_id: UUID) -> Json:
    """The proxies the asker gave in a round and was given, whatever became of them: what stands first."""
    person_id = acting.person
    access.reader(tx, acting, forum_id)
    round_ = store.get_round(tx, forum_id, round_id)
    rows = list(queries.own_proxies(tx.connection, forum_id=forum_id, round_id=round_id, person_id=person_id))
    names = store.names(tx, forum_id, [row[who] for row in rows for who in ("person_id", "holder")])
    proxies = [_own_proxy(row, names) for row in rows]
    return {
        "forum_id": forum_id,
        "round_id": round_id,
        "most": round_.proxies,
        "given": [proxy for proxy in proxies if proxy["elector_id"] == person_id],
        "held": [proxy for proxy in proxies if proxy["holder_id"] == person_id],
    }


def possible_holders(tx: Tx, acting: Acting, forum_id: UUID, round_id: UUID, q: str) -> Json:
    """The first delegates by name, of those that are looked for, whom the asker could give their proxy."""
    access.participant(tx, acting, forum_id)
    round_ = store.get_round(tx, forum_id, round_id)
    rows = queries.possible_holders(
        tx.connection,
        forum_id=forum_id,
        round_id=round_id,
        person_id=acting.person,
        most=round_.proxies,
        patterns=patterns(q),
        amount=MOST_FOUND,
    )
    return {"items": list(rows), "next": None}


def candidates(tx: Tx, acting: Acting, forum_id: UUID, round_id: UUID, q: str) -> Json:
    """The first delegates by name, of those that are looked for, who are not on the roll; for organizers."""
    _for_organizers(tx, acting, forum_id, round_id)
    rows = queries.not_on_roll(
        tx.connection, forum_id=forum_id, round_id=round_id, patterns=patterns(q), amount=MOST_FOUND
    )
    return {"items": list(rows), "next": None}


def admissions(tx: Tx, acting: Acting, forum_id: UUID, round_id: UUID) -> Json:
    """Everybody who came late, or is to; for organizers."""
    round_ = _for_organizers(tx, acting, forum_id, round_id)
    return {"items": _told(tx, forum_id, store.admissions(tx, round_)), "next": None}


def admission(tx: Tx, forum_id: UUID, round_id: UUID, admission_id: UUID) -> Json:
    """One of them, as its commands answer it."""
    every = store.admissions(tx, store.get_round(tx, forum_id, round_id))
    return _told(tx, forum_id, [each for each in every if each.admission_id == admission_id])[0]


def sheets(tx: Tx, acting: Acting, forum_id: UUID, round_id: UUID) -> Json:
    """The sheets that were entered, by number; for organizers, who have them in their hands."""
    round_ = _for_organizers(tx, acting, forum_id, round_id)
    every = store.sheets(tx, round_)
    people = {who for sheet in every for who in (sheet.elector, sheet.entered_by, sheet.confirmed_by) if who}
    named = store.names(tx, forum_id, list(people))
    return {"items": [_sheet(round_, sheet, named) for sheet in every], "next": None}


def _for_organizers(tx: Tx, acting: Acting, forum_id: UUID, round_id: UUID) -> Round:
    """The round. Raises NotSignedIn, Missing or NotAnOrganizer."""
    if acting.person and not access.reader(tx, acting, forum_id).organized:
        raise NotAnOrganizer
    return store.get_round(tx, forum_id, round_id)


def _elector(row: Mapping[str, Any]) -> Json:
    holder = {"person_id": row["holder"], "full_name": row["holder_name"]} if row["holder"] else None
    return {**{name: row[name] for name in _ON_A_PAGE}, "holder": holder}


def _own_proxy(row: Mapping[str, Any], names: Mapping[UUID, str]) -> Json:
    people = {"elector_id": row["person_id"], "elector_name": names[row["person_id"]]}
    people |= {"holder_id": row["holder"], "holder_name": names[row["holder"]]}
    return {**people, **{name: row[name] for name in ("state", "reason", "used", "weight")}}


def _sheet(round_: Round, sheet: Sheet, named: Mapping[UUID, str]) -> Json:
    return {
        **{name: value for name, value in vars(sheet).items() if name not in ("elector", "weight", "choices")},
        "elector": {"person_id": sheet.elector, "full_name": named[sheet.elector]} if sheet.elector else None,
        "weight": weight_text(sheet.weight),
        "choices": None if sheet.choices is None else round_.shown(sheet.choices),
        "spoilt": sheet.choices is None,
        "entered_by_name": named[sheet.entered_by],
        "confirmed_by_name": named[sheet.confirmed_by] if sheet.confirmed_by else None,
    }


def _told(tx: Tx, forum_id: UUID, every: list[Admission]) -> list[Json]:
    people = [(each.person_id, each.replaces, each.proposed_by, each.decided_by) for each in every]
    named = store.names(tx, forum_id, [person for those in people for person in those if person])
    called = ("full_name", "replaces_name", "proposed_by_name", "decided_by_name")
    return [
        {**vars(each), **{name: named[person] if person else None for name, person in zip(called, those, strict=True)}}
        for each, those in zip(every, people, strict=True)
    ]
