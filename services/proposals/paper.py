"""The part of the service's surface that is about paper ballots: handing sheets out, entering and confirming them."""

from typing import Any
from uuid import UUID

from services.kit.http import Call, command, query
from services.proposals import electors, schemas
from services.proposals.commands import sheets
from services.proposals.roll import ROUND

HANDED_OUT = f"{ROUND}/roll/<uuid:person_id>/paper"
SHEETS = f"{ROUND}/sheets"
SHEET = f"{SHEETS}/<int:number>"

Json = dict[str, Any]


class Paper:
    """Paper ballots beside electronic ones."""

    @command("PUT", HANDED_OUT, schemas.HandOutSheet)
    def hand_out_sheet(self, call: Call, forum_id: UUID, round_id: UUID, person_id: UUID) -> Json:
        return sheets.hand_out_sheet(call.tx, call.acting, forum_id, round_id, person_id, call.data)

    @command("DELETE", HANDED_OUT)
    def take_back_sheet(self, call: Call, forum_id: UUID, round_id: UUID, person_id: UUID) -> Json:
        return sheets.take_back_sheet(call.tx, call.acting, forum_id, round_id, person_id)

    @query(SHEETS)
    def list_sheets(self, call: Call, forum_id: UUID, round_id: UUID) -> Json:
        return electors.sheets(call.tx, call.acting, forum_id, round_id)

    # no key: what is kept of a request, by which a repeat is known, could be compared with what a sheet might say
    @command("POST", SHEETS, schemas.EnterSheet, keyed=False)
    def enter_sheet(self, call: Call, forum_id: UUID, round_id: UUID) -> Json:
        return sheets.enter_sheet(call.tx, call.acting, forum_id, round_id, call.data)

    @command("POST", f"{SHEET}/confirm", schemas.ConfirmSheet)
    def confirm_sheet(self, call: Call, forum_id: UUID, round_id: UUID, number: int) -> Json:
        return sheets.confirm_sheet(call.tx, call.acting, forum_id, round_id, number, call.data)

    @command("DELETE", SHEET)
    def drop_sheet(self, call: Call, forum_id: UUID, round_id: UUID, number: int) -> Json:
        return sheets.drop_sheet(call.tx, call.acting, forum_id, round_id, number)
