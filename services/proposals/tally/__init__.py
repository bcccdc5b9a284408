"""How ballots become a result: one pure module per method, found by the method's name in the round.

A method's module has its `NAME`, the kind of its `BALLOT` (see `ballots`), and `tally`, which counts all ballots at
once (`profile`) and answers an `outcome`. Where counts can be kept as ballots arrive it has `empty`, `add` and
`describe` too. What is adopted then is the `rule`'s to say (`decision`). Nothing here knows who cast a ballot.
"""

from collections.abc import Mapping
from types import ModuleType
from typing import Any

from services.proposals.tally import (
    approval,
    borda,
    equal_shares,
    greedy,
    instant_runoff,
    phragmen,
    ranked_pairs,
    schulze,
    score,
    scottish_stv,
    single_choice,
    yes_no_abstain,
)
from services.proposals.tally.ballots import KINDS

METHODS: dict[str, ModuleType] = {
    module.NAME: module
    for module in (
        yes_no_abstain,
        single_choice,
        approval,
        score,
        borda,
        schulze,
        ranked_pairs,
        instant_runoff,
        scottish_stv,
        equal_shares,
        phragmen,
        greedy,
    )
}

#: method → what holds for its ballots whatever a round's settings are
_LIMITS: Mapping[str, Mapping[str, Any]] = {
    single_choice.NAME: {"most": 1},
    borda.NAME: {"equal_ranks": True},
    schulze.NAME: {"equal_ranks": True},
    ranked_pairs.NAME: {"equal_ranks": True},
}


def kind_of(method: str) -> ModuleType:
    """What a ballot of this method looks like."""
    return KINDS[METHODS[method].BALLOT]


def limits(method: str, settings: Mapping[str, Any]) -> dict[str, Any]:
    """What a ballot of a round by this method may say."""
    return {**settings, **_LIMITS.get(method, {})}
