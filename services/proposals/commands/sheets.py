"""Paper ballots: handing out sheets while voting goes on, and entering them once it is over.

Every change takes the round's row lock, which counting ballots takes too: nobody is handed a sheet and votes as well.
What these commands answer says nothing of choices: an answer may be kept, and a secret round keeps none.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any
from uuid import UUID

from services.kit.acting import Acting
from services.kit.db import Tx
from services.kit.errors import Fault, Invalid, Missing
from services.proposals import access, secret_sheets, store
from services.proposals.commands import proxies
from services.proposals.commands.rounds import tell
from services.proposals.model import rounds, sheets
from services.proposals.model.rounds import Round
from services.proposals.model.sheet_refusals import SheetNumberTaken, SheetsEntered
from services.proposals.model.sheets import Sheet
from services.proposals.store import queries

Json = dict[str, Any]


def hand_out_sheet(
    tx: Tx, acting: Acting, forum_id: UUID, round_id: UUID, person_id: UUID, data: Mapping[str, Any]
) -> Json:
    """Hand an elector a sheet, or for them the holder of their proxy; who came in person votes themselves again."""
    access.organizer(tx, acting, forum_id)
    round_ = _lock_voting(tx, forum_id, round_id)
    place = _place(tx, round_, person_id)
    if sheets.is_handed_out(place, data["to_holder"]):
        return rounds.answer(round_)
    if place["holder"] and not data["to_holder"]:
        proxies.end_mandate(tx, round_, person_id)
    if not round_.named:
        secret_sheets.make(tx, round_id)
    return _mark(tx, round_, person_id, True)


def take_back_sheet(tx: Tx, acting: Acting, forum_id: UUID, round_id: UUID, person_id: UUID) -> Json:
    """Take a sheet back that was not used; the elector votes here again."""
    access.organizer(tx, acting, forum_id)
    round_ = _lock_voting(tx, forum_id, round_id)
    if not _place(tx, round_, person_id)["on_paper"]:
        return rounds.answer(round_)
    if queries.has_sheet(tx.connection, **round_.key, person_id=person_id):  # of a round that was opened again
        raise SheetsEntered
    return _mark(tx, round_, person_id, False)


def enter_sheet(tx: Tx, acting: Acting, forum_id: UUID, round_id: UUID, data: Mapping[str, Any]) -> Json:
    """Enter what is on a sheet, as another organizer is to confirm it; the same again changes nothing."""
    access.organizer(tx, acting, forum_id)
    round_ = _lock_entering(tx, forum_id, round_id)
    elector, weight = _whose(tx, round_, data)
    number, choices = data["number"], sheets.read(round_, data["choices"])
    for known in store.sheets(tx, round_, number):
        if known.said != (elector, weight, choices, acting.person):
            raise SheetNumberTaken
        return _told(round_, number, "confirmed" if known.confirmed_by else "entered")
    if round_.named:
        what = {"number": number, "elector": elector, "choices": choices, "entered_by": acting.person}
        queries.insert_sheet(tx.connection, **round_.key, **what)
    else:
        secret_sheets.put(tx, round_id, number, weight, choices, acting.person)
    return _told(round_, number, "entered")


def confirm_sheet(tx: Tx, acting: Acting, forum_id: UUID, round_id: UUID, number: int, data: Mapping[str, Any]) -> Json:
    """Say, as another organizer, that a sheet was entered as it is."""
    access.organizer(tx, acting, forum_id)
    round_ = _lock_entering(tx, forum_id, round_id)
    sheet = _sheet(tx, round_, number)
    sheet.require_another(acting.person)
    sheet.require_same(data["entered_at"])
    if sheet.confirmed_by is None and round_.named:
        queries.confirm_sheet(tx.connection, **round_.key, number=number, confirmed_by=acting.person)
    elif sheet.confirmed_by is None:
        secret_sheets.confirm(tx, round_id, number, acting.person)
    return _told(round_, number, "confirmed")


def drop_sheet(tx: Tx, acting: Acting, forum_id: UUID, round_id: UUID, number: int) -> Json:
    """Take out a sheet that was not entered as it is; it can be entered again."""
    access.organizer(tx, acting, forum_id)
    round_ = _lock_entering(tx, forum_id, round_id)
    _sheet(tx, round_, number)
    if round_.named:
        queries.drop_sheet(tx.connection, **round_.key, number=number)
    else:
        secret_sheets.drop(tx, round_id, number)
    return _told(round_, number, "dropped")


def _lock_voting(tx: Tx, forum_id: UUID, round_id: UUID) -> Round:
    round_ = store.lock_round(tx, forum_id, round_id)
    round_.require_voting(store.moment(tx))
    return round_


def _lock_entering(tx: Tx, forum_id: UUID, round_id: UUID) -> Round:
    round_ = store.lock_round(tx, forum_id, round_id)
    round_.require(*sheets.ENTERING)
    return round_


def _place(tx: Tx, round_: Round, person_id: UUID) -> Mapping[str, Any]:
    """A place on the roll. Raises Missing."""
    place: Mapping[str, Any] | None = queries.place_on_roll(tx.connection, **round_.key, person_id=person_id)
    if place is None:
        raise Missing
    return place


def _mark(tx: Tx, round_: Round, person_id: UUID, on_paper: bool) -> Json:
    queries.mark_on_paper(tx.connection, **round_.key, person_id=person_id, on_paper=on_paper)
    queries.put_on_paper(tx.connection, **round_.key, more=1 if on_paper else -1)
    return tell(tx, "round_amended.v1", **round_.key)


def _whose(tx: Tx, round_: Round, data: Mapping[str, Any]) -> tuple[UUID | None, Decimal]:
    """Whose sheet it is, and what it weighs; of a secret round nobody knows whose. Raises Invalid."""
    if not round_.named:
        if data["elector_id"]:
            raise Invalid([Fault("/elector_id", "unknown-field")])
        return None, sheets.weight_of(data["weight"], _handed_out(tx, round_))
    if data["weight"]:
        raise Invalid([Fault("/weight", "unknown-field")])
    if data["elector_id"] is None:
        raise Invalid([Fault("/elector_id", "required")])
    place = queries.place_on_roll(tx.connection, **round_.key, person_id=data["elector_id"])
    if place is None or not place["on_paper"]:
        raise Invalid([Fault("/elector_id", "not-on-paper")])
    return data["elector_id"], place["weight"]


def _sheet(tx: Tx, round_: Round, number: int) -> Sheet:
    """The sheet with this number. Raises Missing."""
    found = store.sheets(tx, round_, number) if number <= sheets.HIGHEST_NUMBER else []
    if not found:
        raise Missing
    return found[0]


def _handed_out(tx: Tx, round_: Round) -> dict[Decimal, int]:
    """How many sheets of each weight were handed out."""
    return {row["weight"]: row["electors"] for row in queries.weights_on_paper(tx.connection, **round_.key)}


def _told(round_: Round, number: int, state: str) -> Json:
    return {**round_.key, "number": number, "state": state}
