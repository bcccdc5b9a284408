"""How ballots become counts: one pure module per method, found by the method's name in the round.

A method's module has `NAME`, `BALLOT` (the kind of ballots it is for), `read`, `show` and `tally`; one whose counts are
kept while ballots arrive also has `empty`, `add`, `recount` and `describe`. A ballot is a row of small whole numbers in
option order, and nothing here knows who cast it.
"""

from collections.abc import Mapping
from types import ModuleType
from typing import Any

from services.proposals.tally import approval, borda, score, single_choice, yes_no_abstain
from services.proposals.tally.ballots import KINDS

METHODS: dict[str, ModuleType] = {
    method.NAME: method for method in (yes_no_abstain, single_choice, approval, score, borda)
}

#: method → what holds for its ballots whatever a round's settings are
_LIMITS: Mapping[str, Mapping[str, Any]] = {
    single_choice.NAME: {"most": 1},
    borda.NAME: {"equal_ranks": True},
}


def kind_of(method: str) -> ModuleType:
    """What a ballot of this method looks like."""
    return KINDS[METHODS[method].BALLOT]


def limits(method: str, settings: Mapping[str, Any]) -> dict[str, Any]:
    """What a ballot of a round by this method may say."""
    return {**settings, **_LIMITS.get(method, {})}
