"""The options of a round with what is known of each, as tables and forms take them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from services.gateway.pages.formats import money

Told = Mapping[str, Any]
Item = dict[str, Any]

CHOICES = ("yes", "no", "abstain")
VOTES = ("votes",)
MARK = "yes"


@dataclass(frozen=True)
class Counted:
    """The options in order, each with its count; `said` names the counts there are, none for some methods."""

    options: list[Item]
    said: tuple[str, ...]

    @property
    def adopted(self) -> list[Item]:
        """Those a certified result has adopted."""
        return [option for option in self.options if option["adopted"]]

    @property
    def is_decided(self) -> bool:
        """Whether there is a result."""
        return any(option["adopted"] is not None for option in self.options)


def counted(round_: Told) -> Counted:
    """The options of a round, each with its count, and with `whole`, what its bars are parts of."""
    counts = {count["solution_id"]: count for count in round_["tally"] or []}
    said = next((names for names in (CHOICES, VOTES) if any(names[0] in count for count in counts.values())), ())
    nothing = {**dict.fromkeys(said, 0), "adopted": None}
    options = [{**nothing, **counts.get(option["solution_id"], {}), **option} for option in round_["options"]]
    longest = max((option[name] for option in options for name in said), default=0)
    return Counted([{**option, "whole": _whole(round_, option, said, longest)} for option in options], said)


def _whole(round_: Told, option: Told, said: tuple[str, ...], longest: int) -> int:
    """In units: all who said something of it; where one marks or does not, all ballots, or the most marks there are."""
    if said == CHOICES:
        return max(sum(option[name] for name in CHOICES), 1)
    return max(round_["ballots"] * round_.get("unit", 1), longest, 1)


def total(costs: Mapping[str, int], chosen: Iterable[str]) -> int:
    """What these options cost together."""
    return sum(costs.get(option, 0) for option in chosen)


def mark_items(language: str, options: Iterable[Told], texts: Told, costs: Told, values: Told) -> list[Item]:
    """The options as checkboxes, each a field of its own; with what it costs, where that is known."""
    return [
        {
            "name": f"choice-{option['solution_id']}",
            "value": MARK,
            "text": _label(language, option, costs),
            "hint": _hint(option, texts),
            "checked": values.get(f"choice-{option['solution_id']}") == MARK,
        }
        for option in options
    ]


def single_items(options: Iterable[Told], texts: Told, chosen: str | None, none: str) -> list[Item]:
    """The options as radios, and last of all none of them."""
    items = [
        {"value": option["solution_id"], "text": f"{option['number']}. {option['title']}", "hint": _hint(option, texts)}
        for option in options
    ]
    return [{**item, "checked": item["value"] == chosen} for item in [*items, {"value": "none", "text": none}]]


def score_items(most: int, chosen: str, none: str) -> list[Item]:
    """The scores from 0 on as radios, and last of all none."""
    values = [*map(str, range(most + 1)), ""]
    return [{"value": value, "text": value or none, "checked": value == chosen} for value in values]


def filters(language: str) -> dict[str, Callable[..., Any]]:
    """All of it, for templates."""
    marks = partial(mark_items, language)
    return {
        "counted": counted,
        "total": total,
        "mark_items": marks,
        "single_items": single_items,
        "score_items": score_items,
    }


def _label(language: str, option: Told, costs: Told) -> str:
    cost = costs.get(option["solution_id"])
    return f"{option['number']}. {option['title']}" + (f" ({money(cost, language)})" if cost else "")


def _hint(option: Told, texts: Told) -> Item | None:
    text = texts.get(option["solution_id"])
    return {"text": text} if text else None
