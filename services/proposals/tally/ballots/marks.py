"""A mark on some of the options: `true`, or nothing. Code 1 is a mark.

Limits: `least` and `most` marks. A ballot without any mark is blank and may be cast whatever the least is: it says that
one was there and wanted none of them.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from services.kit.errors import Fault, Invalid
from services.proposals.tally.ballots.faults import NO_LIMITS, of_options


def read(choices: Any, options: Sequence[str], limits: Mapping[str, Any] = NO_LIMITS) -> list[int]:
    """A ballot as codes. Raises Invalid, naming every option that is unknown or ill-marked, and a wrong number."""
    if isinstance(choices, dict):
        codes = [1 if choices.get(option) is True else 0 for option in options]
        if sum(codes) == len(choices) and not _miscounted(len(choices), limits):
            return codes
    raise Invalid(_faults(choices, options, limits))


def show(codes: Sequence[int], options: Sequence[str]) -> dict[str, bool]:
    """A ballot as people wrote it: marked option → true."""
    return {option: True for option, code in zip(options, codes, strict=True) if code}


def is_blank(codes: Sequence[int]) -> bool:
    """Whether nothing is marked."""
    return not any(codes)


def _miscounted(marks: int, limits: Mapping[str, Any]) -> list[Fault]:
    least, most = limits.get("least"), limits.get("most")
    if least is not None and 0 < marks < least:
        return [Fault("/choices", "too-few-marks", {"least": least})]
    if most is not None and marks > most:
        return [Fault("/choices", "too-many-marks", {"most": most})]
    return []


def _faults(choices: Any, options: Sequence[str], limits: Mapping[str, Any]) -> list[Fault]:
    wrong = of_options(choices, options, "not-a-mark", lambda mark: mark is True, {})
    return wrong or _miscounted(len(choices), limits)
