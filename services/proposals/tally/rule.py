"""What it takes to be adopted, as data; and how many could vote, were there, and did.

The words are those of bylaws: a majority is a part of a base, and of the electors a part must be present, or must have
voted, for there to be a result. Which bases there are is OpenSlides' list (`onehundred_percent_base`).
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from fractions import Fraction
from typing import Any

from services.kit.errors import Fault, Invalid
from services.proposals.tally.outcome import Amount

BASES = ("cast", "valid", "present", "entitled")
ABSTENTIONS = ("in-base", "out-of-base")
TIES = ("lot", "ballot-order", "vote-again")

PART = "([1-9][0-9]{0,5})/([1-9][0-9]{0,5})"
THRESHOLD = f"(>?)({PART})"
_PART = re.compile(PART).fullmatch
_THRESHOLD = re.compile(THRESHOLD).fullmatch


@dataclass(frozen=True)
class Threshold:
    """A quorum: this part of the electors, or more than it."""

    part: Fraction
    strictly: bool = False

    def __str__(self) -> str:
        """As rules write it: "2/3", ">1/2"."""
        return f"{'>' * self.strictly}{_written(self.part)}"

    def reached(self, there: Amount, entitled: Amount) -> bool:
        """Whether so many are enough of these."""
        return there > self.part * entitled if self.strictly else there >= self.part * entitled


QUORUMS = ("presence_quorum", "participation_quorum")
MORE_THAN_ALL = Threshold(Fraction(1), strictly=True)


@dataclass(frozen=True)
class Rule:
    """The rule of a round, versioned with it."""

    base: str  # what the majority is a part of
    majority: Fraction | None  # None: whoever has most
    strictly: bool  # more than that part, not just that much
    abstentions: str  # of yes, no and abstain: whether who abstains is counted in the base
    presence_quorum: Threshold | None  # so many of the electors must be present,
    participation_quorum: Threshold | None  # and so many must cast a ballot, or there is no result
    winners: int | None  # how many are adopted at most; None: all that can be
    ties: str  # what decides between equal options for the last place

    @classmethod
    def from_json(cls, raw: Any) -> "Rule":
        """The rule as `as_json` writes it. Raises Invalid, naming everything that is missing, unknown or ill-chosen."""
        if not isinstance(raw, dict):
            raise Invalid([Fault("/rule", "not-an-object")])
        faults = [Fault("/rule", "unknown-field") for name in raw if name not in _READ][:1]
        faults += [Fault(f"/rule/{name}", "required") for name in _READ if name not in raw]
        values = {}
        for name, (read, code) in _READ.items():
            try:
                values[name] = read(raw.get(name))
            except ValueError:
                faults += [Fault(f"/rule/{name}", code)] if name in raw else []
        if values.get("majority") == 1 and values.get("strictly"):
            faults.append(Fault("/rule/majority", "more-than-all"))
        faults += [Fault(f"/rule/{name}", "more-than-all") for name in QUORUMS if values.get(name) == MORE_THAN_ALL]
        if faults:
            raise Invalid(faults)
        return cls(**values)

    def as_json(self) -> dict[str, Any]:
        """The rule as JSON can say it; parts are written "1/2", and of quorums "more than a half" ">1/2"."""
        values = {each.name: getattr(self, each.name) for each in fields(self)}
        for name, value in values.items():
            if isinstance(value, Fraction):
                values[name] = _written(value)
            elif isinstance(value, Threshold):
                values[name] = str(value)
        return values

    def abstaining(self, figures: Mapping[str, Amount]) -> Amount:
        """How many are not in the base for an option with these figures, since they abstained."""
        return figures.get("abstain", 0) if self.abstentions == "out-of-base" else 0

    def base_of(self, figures: Mapping[str, Amount], votes: "Numbers") -> Amount | None:
        """How large the base is for an option with these figures; None where nobody counted it."""
        base = votes.of(self.base)
        return None if base is None else base - self.abstaining(figures)

    def passes(self, support: Amount, base: Amount | None) -> bool:
        """Whether so much support is the majority of this base. Nothing is a majority of nothing."""
        if self.majority is None:
            return True
        if not base:
            return False
        return support > self.majority * base if self.strictly else support >= self.majority * base


@dataclass(frozen=True)
class Numbers:
    """A turnout in one measure. A ballot cast is valid, blank (it chooses nothing) or spoilt (nobody can tell what)."""

    entitled: Amount
    present: Amount | None  # None: nobody counted who was there
    cast: Amount
    blank: Amount
    spoilt: Amount

    @property
    def valid(self) -> Amount:
        """Those ballots that count."""
        return self.cast - self.blank - self.spoilt

    def of(self, base: str) -> Amount | None:
        """How large a base is; None where nobody counted it."""
        amount: Amount | None = getattr(self, base)
        return amount


@dataclass(frozen=True)
class Turnout:
    """How many could vote, were there, and did."""

    votes: Numbers  # what they weigh: this is what majorities and quorums are taken of
    people: Numbers
    weighted: bool  # whether any ballot weighs other than one vote


def _word(*words: str) -> Callable[[Any], str]:
    def read(raw: Any) -> str:
        if raw not in words:
            raise ValueError
        return str(raw)

    return read


def _flag(raw: Any) -> bool:
    if not isinstance(raw, bool):
        raise ValueError
    return raw


def _part(raw: Any) -> Fraction | None:
    if raw is None:
        return None
    found = _PART(raw) if isinstance(raw, str) else None
    if not found or int(found[1]) > int(found[2]):
        raise ValueError
    return Fraction(int(found[1]), int(found[2]))


def _threshold(raw: Any) -> Threshold | None:
    found = _THRESHOLD(raw) if isinstance(raw, str) else None
    part = _part(found[2] if found else raw)
    return None if part is None else Threshold(part, strictly=bool(found and found[1]))


def _written(part: Fraction) -> str:
    return f"{part.numerator}/{part.denominator}"


def _number(raw: Any) -> int | None:
    if raw is None:
        return None
    if type(raw) is not int or not 0 < raw < 1 << 15:
        raise ValueError
    return raw


_READ: Mapping[str, tuple[Callable[[Any], Any], str]] = {
    "base": (_word(*BASES), "not-a-choice"),
    "majority": (_part, "not-a-part"),
    "strictly": (_flag, "not-a-choice"),
    "abstentions": (_word(*ABSTENTIONS), "not-a-choice"),
    "presence_quorum": (_threshold, "not-a-part"),
    "participation_quorum": (_threshold, "not-a-part"),
    "winners": (_number, "not-a-number"),
    "ties": (_word(*TIES), "not-a-choice"),
}
