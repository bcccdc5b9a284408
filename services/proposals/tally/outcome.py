"""What a method answers: who is chosen, the figures of every option, each step that led there, each tie and its break.

Options are places on the ballot, counted from 0. Amounts are exact and in votes: whole numbers, or fractions. `as_json`
writes a fraction as "3/2", which a reader of the record can compute with.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields, is_dataclass
from fractions import Fraction
from typing import Any

Amount = int | Fraction
Report = Callable[[int, int], None]  # told now and then how much is done, of how much


def quiet(done: int, of: int) -> None:
    """Tell nobody how far counting is."""


@dataclass(frozen=True)
class Terms:
    """What a method is asked for, beside the ballots. A method reads what concerns it."""

    winners: int  # how many are to be chosen; with a budget, no more than
    tie_order: Sequence[int]  # every option once: of options that are equal the one that stands earlier goes first
    costs: Sequence[int] = ()  # of each option
    budget: int = 0
    completion: str = ""  # what equal shares does with what is left


@dataclass(frozen=True)
class Tie:
    """Options that the ballots make equal where one had to go before another, and those the tie order let go first."""

    among: list[int]
    taken: list[int]
    step: int  # which of the steps it decided


@dataclass(frozen=True)
class Outcome:
    """The answer of a method."""

    chosen: list[int]  # in the order in which they were
    figures: list[dict[str, Amount]]  # of each option: by name, as the method's module says
    steps: list[dict[str, Any]] = field(
        default_factory=list
    )  # `step` names its kind; the method's module says what else
    ties: list[Tie] = field(default_factory=list)


def as_json(value: Any) -> Any:
    """An outcome, or a part of one, as JSON can say it."""
    if isinstance(value, Fraction):
        return value.numerator if value.denominator == 1 else f"{value.numerator}/{value.denominator}"
    if isinstance(value, Mapping):
        return {name: as_json(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [as_json(each) for each in value]
    if is_dataclass(value):
        return {each.name: as_json(getattr(value, each.name)) for each in fields(value)}
    return value


def first_of(options: Sequence[int], tie_order: Sequence[int]) -> int:
    """The one of these options that stands earliest in the tie order."""
    wanted = set(options)
    return next(option for option in tie_order if option in wanted)
