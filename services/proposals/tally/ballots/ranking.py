"""Some of the options in order: 1 is the best. The rank is the code; 0 is an option that was not ranked.

Only the order counts, so ranks are made dense: who wrote 1, 2 and 5 is kept and shown as 1, 2 and 3.

Limit: `equal_ranks`, whether two options may share a rank.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from services.kit.errors import Fault, Invalid
from services.proposals.tally.ballots.faults import NO_LIMITS, of_options

NOT_RANKED = 0


def read(choices: Any, options: Sequence[str], limits: Mapping[str, Any] = NO_LIMITS) -> list[int]:
    """A ballot as codes. Raises Invalid, naming every option that is unknown, ill-ranked or ranked like another."""
    if isinstance(choices, dict):
        written = [choices.get(option, NOT_RANKED) for option in options]
        most = len(options)
        # a bool is an int to `isinstance`; and who wrote 0 has written more than we find ranked
        if {*map(type, written)} == {int} and min(written) >= NOT_RANKED and max(written) <= most:
            ranks = sorted({NOT_RANKED, *written})
            apart = len(ranks) - 1 == len(choices) or limits.get("equal_ranks", False)
            if apart and most - written.count(NOT_RANKED) == len(choices):
                dense = {rank: place for place, rank in enumerate(ranks)}
                return [dense[rank] for rank in written]
    raise Invalid(_faults(choices, options))


def show(codes: Sequence[int], options: Sequence[str]) -> dict[str, int]:
    """A ballot as people wrote it, made dense: ranked option → rank."""
    return {option: code for option, code in zip(options, codes, strict=True) if code}


def is_blank(codes: Sequence[int]) -> bool:
    """Whether nothing is ranked."""
    return not any(codes)


def _faults(choices: Any, options: Sequence[str]) -> list[Fault]:
    most = len(options)
    wrong = of_options(
        choices, options, "not-a-rank", lambda rank: type(rank) is int and 1 <= rank <= most, {"most": most}
    )
    if wrong:
        return wrong
    given = list(choices.values())
    return [Fault(f"/choices/{option}", "equal-rank") for option in options if given.count(choices.get(option)) > 1]
