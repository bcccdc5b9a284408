"""The sheets of a round as one organizer finds them: how far they are, and what is to be done next."""

import asyncio
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from services.gateway.pages.desk.electors.listing import api, round_of
from services.gateway.pages.desk.frame import Desk, at_desk
from services.gateway.pages.page import Page
from services.kit.errors import N_

SHEETS_AWAY = N_("Chưa xem được các phiếu giấy.")
#: states of a round in which sheets are handed out, and in which they are entered
HANDING_OUT, ENTERING = ("open", "paused"), ("closed", "sealed")
ALL_SHEETS = "/dien-dan/{forum_id:uuid}/dieu-hanh/bieu-quyet/{round_id:uuid}/phieu-giay"

Sheet = dict[str, Any]


@dataclass(frozen=True)
class Pile:
    """What there is of a round on paper; `my_id` is the organizer who looks."""

    round: dict[str, Any]
    sheets: list[Sheet]  # by number
    my_id: str

    @property
    def handed_out(self) -> int:
        return int(self.round["on_paper"])

    @property
    def waiting(self) -> list[Sheet]:
        """Those nobody has confirmed yet."""
        return [sheet for sheet in self.sheets if not sheet["confirmed_at"]]

    @property
    def for_me(self) -> list[Sheet]:
        """Those this organizer may confirm: another has entered them."""
        return [sheet for sheet in self.waiting if self.may_confirm(sheet)]

    @property
    def is_open(self) -> bool:
        """Whether sheets are entered, confirmed and dropped now."""
        return self.round["state"] in ENTERING

    @property
    def is_complete(self) -> bool:
        """Whether there are as many as were handed out."""
        return len(self.sheets) >= self.handed_out

    def may_confirm(self, sheet: Sheet) -> bool:
        """Whether this organizer may say that a sheet was entered as it is."""
        return self.is_open and not sheet["confirmed_at"] and sheet["entered_by"] != self.my_id

    @property
    def next_step(self) -> str:
        """What is to be done next; "another": it waits for another organizer. Empty when there is nothing."""
        state = self.round["state"]
        if state == "prepared":
            return "print"
        if state in HANDING_OUT:
            return "hand-out" if self.handed_out else "print"
        if not self.is_open:
            return ""
        if not self.is_complete:
            return "enter"
        if self.waiting:
            return "confirm" if self.for_me else "another"
        return "certify" if state == "sealed" else ""

    @property
    def next_number(self) -> int:
        """The number that most likely comes next: piles are in order, and each organizer has one."""
        taken = {sheet["number"] for sheet in self.sheets}
        mine = [sheet for sheet in self.sheets if sheet["entered_by"] == self.my_id]
        number = max(mine, key=lambda sheet: sheet["entered_at"])["number"] + 1 if mine else 1
        return next(each for each in range(number, number + len(taken) + 1) if each not in taken)

    def of_number(self, number: int) -> Sheet | None:
        """The sheet with this number."""
        return next((sheet for sheet in self.sheets if sheet["number"] == number), None)

    def to_confirm(self, after: int) -> Sheet | None:
        """The next sheet this organizer may confirm, by number; after the last comes the first again."""
        later = [sheet for sheet in self.for_me if sheet["number"] > after]
        return next(iter(later or self.for_me), None)


async def sheets_at_desk(page: Page, forum_id: UUID, round_id: UUID) -> tuple[Desk, Pile]:
    """The desk, and the sheets of a round there; none while their service is away, which the page then says."""
    desk, told = await asyncio.gather(
        at_desk(page, forum_id), page.part("proposals", f"{api(forum_id, round_id)}/sheets", SHEETS_AWAY)
    )
    sheets = sorted(told["items"] if told else [], key=lambda sheet: int(sheet["number"]))
    return desk, Pile(round_of(desk, round_id), sheets, str(page.must_be_signed_in().person_id))


def all_sheets(desk: Desk, round_id: UUID) -> str:
    """The address of a round's sheets."""
    return f"{desk.path}/bieu-quyet/{round_id}/phieu-giay"
