"""Sheets: who was handed a paper ballot, and what was written on it, as one organizer entered and another confirmed it.

Whoever was handed one votes no other way, and whoever has a ballot in is handed none. Sheets are entered once voting is
over, so that nobody knows anything of the count before.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from services.kit.errors import Fault, Invalid
from services.proposals.model.roll_refusals import ElectorHasVoted, NeedsAnotherOrganizer
from services.proposals.model.rounds import Round
from services.proposals.model.sheet_refusals import MoreSheetsThanHandedOut, SheetReplaced, SheetsUnconfirmed
from services.proposals.record.leaf import weight_text
from services.proposals.tally import kind_of, limits

ENTERING = ("closed", "sealed")  # states of a round in which its sheets are entered, confirmed and dropped
HIGHEST_NUMBER = 99_999


@dataclass(frozen=True)
class Sheet:
    """A paper ballot; nobody knows whose one of a secret round is."""

    number: int
    elector: UUID | None
    weight: Decimal
    choices: list[int] | None  # None: spoilt
    entered_by: UUID
    entered_at: datetime
    confirmed_by: UUID | None
    confirmed_at: datetime | None

    @property
    def said(self) -> tuple[UUID | None, Decimal, list[int] | None, UUID]:
        """What was entered, and by whom: if that is said again, it is this sheet."""
        return self.elector, self.weight, self.choices, self.entered_by

    def require_another(self, person_id: UUID) -> None:
        """Raises NeedsAnotherOrganizer for who has entered it."""
        if person_id == self.entered_by:
            raise NeedsAnotherOrganizer

    def require_same(self, entered_at: datetime) -> None:
        """Raises SheetReplaced unless it is still the one that was entered then."""
        if entered_at != self.entered_at:
            raise SheetReplaced


def is_handed_out(place: Mapping[str, Any], to_holder: bool) -> bool:
    """Whether this place on the roll has its sheet already, in these hands. Raises what speaks against a sheet."""
    if to_holder and place["holder"] is None:
        raise Invalid([Fault("/to_holder", "no-holder")])
    if place["on_paper"] and (place["holder"] is not None) == to_holder:
        return True
    if place["on_paper"] or place["revision"]:
        raise ElectorHasVoted
    return False


def read(round_: Round, choices: Any) -> list[int] | None:
    """What was written on a sheet of this round, None when nobody can tell. Raises Invalid."""
    if choices is None:
        return None
    options = [str(option.solution_id) for option in round_.options]
    codes: list[int] = kind_of(round_.method).read(choices, options, limits(round_.method, round_.settings))
    return codes


def weight_of(said: str | None, on_paper: Mapping[Decimal, int]) -> Decimal:
    """What a sheet of a secret round weighs, which goes without saying where all that were handed out weigh the same.

    Raises Invalid, and MoreSheetsThanHandedOut where there was none.
    """
    if not on_paper:
        raise MoreSheetsThanHandedOut(sheets=1, on_paper=0)
    if said is None and len(on_paper) == 1:
        return next(iter(on_paper))
    if said is None:
        raise Invalid([Fault("/weight", "required")])
    if Decimal(said) not in on_paper:
        raise Invalid([Fault("/weight", "not-a-choice")])
    return Decimal(said)


def check_complete(entered: Sequence[Sheet], on_paper: Mapping[Decimal, int]) -> None:
    """Raises what keeps a round from its result; `on_paper` is how many sheets of each weight were handed out."""
    if unconfirmed := sum(sheet.confirmed_by is None for sheet in entered):
        raise SheetsUnconfirmed(unconfirmed=unconfirmed)
    if len(entered) > (handed_out := sum(on_paper.values())):
        raise MoreSheetsThanHandedOut(sheets=len(entered), on_paper=handed_out)
    for weight, sheets in _weights(entered).items():
        if sheets > on_paper.get(weight, 0):
            raise MoreSheetsThanHandedOut(weight=weight_text(weight), sheets=sheets, on_paper=on_paper.get(weight, 0))


def _weights(entered: Iterable[Sheet]) -> Counter[Decimal]:
    return Counter(sheet.weight for sheet in entered)
