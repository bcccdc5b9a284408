"""A word on every option: yes, no or abstain. Code 0 is yes, 1 is no, 2 is abstain."""

from collections.abc import Mapping, Sequence
from typing import Any

from services.kit.errors import Fault, Invalid
from services.proposals.tally.ballots.faults import NO_LIMITS, of_options

CHOICES = ("yes", "no", "abstain")

_CODE = {choice: code for code, choice in enumerate(CHOICES)}


def read(choices: Any, options: Sequence[str], limits: Mapping[str, Any] = NO_LIMITS) -> list[int]:
    """A ballot as codes. Raises Invalid, naming every option that is missing, unknown or ill-chosen."""
    try:
        codes = [_CODE[choices[option]] for option in options]
    except (KeyError, TypeError, IndexError):
        raise Invalid(_faults(choices, options)) from None
    if len(choices) != len(options):
        raise Invalid(_faults(choices, options))
    return codes


def show(codes: Sequence[int], options: Sequence[str]) -> dict[str, str]:
    """A ballot as people wrote it: option → word."""
    return {option: CHOICES[code] for option, code in zip(options, codes, strict=True)}


def is_blank(codes: Sequence[int]) -> bool:
    """Never: who says nothing of an option has not filled the ballot in, and who abstains has said so."""
    return False


def _faults(choices: Any, options: Sequence[str]) -> list[Fault]:
    wrong = of_options(choices, options, "not-a-choice", CHOICES.__contains__, {"choices": ", ".join(CHOICES)})
    if not isinstance(choices, dict):
        return wrong
    return [Fault(f"/choices/{option}", "missing-option") for option in options if option not in choices] + wrong
