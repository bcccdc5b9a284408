"""What every step is told with: options by name, amounts of votes, points and money, in one language."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from services.gateway.pages.asking import NN_
from services.gateway.pages.formats import amount, money, percent
from services.gateway.pages.rule_texts import BASES
from services.gateway.pages.saying import Saying
from services.kit.errors import N_

Told = Mapping[str, Any]
Amount = int | str | Fraction

VOTES = NN_("%(num)s phiếu", "%(num)s phiếu")
SEATS = NN_("%(num)s chỗ", "%(num)s chỗ")
POINTS = NN_("%(num)s điểm", "%(num)s điểm")
OPTION = N_("“%(title)s” (số %(number)s)")
AND = N_("%(all)s và %(last)s")
#: of a title that stands in a sentence
LONGEST = 60


@dataclass(frozen=True)
class Row:
    """An option, or whatever else has something, after a step."""

    name: str
    amount: str
    change: str = ""
    state: str = ""  # chosen, out


@dataclass(frozen=True)
class Step:
    """A step in words; the first sentence says what happens in it."""

    sentences: list[str]
    more: list[str] = field(default_factory=list)  # for who wants to know exactly, as the rows are
    rows: list[Row] = field(default_factory=list)
    ties: list[str] = field(default_factory=list)

    @property
    def has_changes(self) -> bool:
        """Whether anything has become more or less in it."""
        return any(row.change for row in self.rows)


class Teller(Saying):
    """The steps of one outcome. Options are places on the ballot, from 0."""

    def __init__(self, language: str, round_: Told, outcome: Told) -> None:
        super().__init__(language)
        self.options: Sequence[Told] = round_["options"]
        self.steps: Sequence[Told] = outcome.get("steps") or ()
        self.figures: Sequence[Told] = outcome.get("figures") or ()
        self.has_budget = bool(round_["settings"].get("budget"))

    def say(self, sentence: str, **told: Any) -> str:
        """A sentence with what belongs into it."""
        return self._say(sentence) % told

    def name(self, place: int) -> str:
        """An option in a sentence."""
        option = self.options[place]
        title = option["title"] if len(option["title"]) <= LONGEST else f"{option['title'][:LONGEST].rstrip()}…"
        return self.say(OPTION, title=title, number=option["number"])

    def label(self, place: int) -> str:
        """An option in a list."""
        return f"{self.options[place]['number']}. {self.options[place]['title']}"

    def names(self, places: Iterable[int]) -> str:
        """Options in a sentence."""
        *others, last = map(self.name, places)
        return self.say(AND, all=", ".join(others), last=last) if others else last

    def number(self, value: Amount) -> str:
        return amount(value, self._language)

    def percent(self, share: Amount) -> str:
        return percent(share, self._language)

    def base(self, base: str) -> str:
        """What a majority is a part of."""
        return self._one(BASES, base)

    def votes(self, value: Amount) -> str:
        return self._counted(VOTES, value)

    def points(self, value: Amount) -> str:
        return self._counted(POINTS, value)

    def paid(self, value: Amount) -> str:
        """An amount of the budget; without one, of the places there are."""
        if not self.has_budget:
            return self._counted(SEATS, value)
        exact = Fraction(value)
        if exact.denominator == 1:
            return money(int(exact), self._language)
        return f"≈ {money(round(exact), self._language)}"

    def _counted(self, sentences: tuple[str, str], value: Amount) -> str:
        exact = Fraction(value)
        form = int(exact) if exact.denominator == 1 else 2
        return self._ngettext(*sentences, form) % {"num": self.number(exact)}
