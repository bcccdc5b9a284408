"""Putting somebody on a roll after it was frozen: beside the others, or in the place of one who has not voted."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from math import lcm
from typing import Any
from uuid import UUID

from services.proposals.model.roll_refusals import ElectorHasVoted, NeedsAnotherOrganizer
from services.proposals.model.rounds import Round, unit_of

Counts = list[list[int]]


@dataclass(frozen=True)
class Admission:
    """Who is to come on the roll, in whose place if in anybody's, and why; proposed by one organizer."""

    forum_id: UUID
    admission_id: UUID
    round_id: UUID
    person_id: UUID
    replaces: UUID | None
    reason: str
    state: str  # proposed, confirmed, dropped
    proposed_by: UUID
    proposed_at: datetime
    decided_by: UUID | None
    decided_at: datetime | None

    def require_another(self, person_id: UUID) -> None:
        """Raises NeedsAnotherOrganizer for who has proposed it."""
        if person_id == self.proposed_by:
            raise NeedsAnotherOrganizer


def check_replaceable(place: Mapping[str, Any]) -> None:
    """Raises ElectorHasVoted when this place on the roll has been used: with a ballot, or a sheet of paper."""
    if place["revision"] or place["on_paper"]:
        raise ElectorHasVoted


def weights_after(weights: Mapping[Decimal, int], gained: Decimal, lost: Decimal | None) -> dict[Decimal, int]:
    """How many electors have each weight once one has come, and another has gone."""
    after = Counter(weights)
    after[gained] += 1
    if lost is not None:
        after[lost] -= 1
    return {weight: electors for weight, electors in after.items() if electors}


def rescaled(round_: Round, weights: Sequence[Decimal]) -> tuple[int, Counts]:
    """The unit of a round in which these weights are whole too, and its running counts in that unit."""
    unit = lcm(round_.unit, unit_of(weights))
    more = unit // round_.unit
    return unit, [[count * more for count in option] for option in round_.counts]
