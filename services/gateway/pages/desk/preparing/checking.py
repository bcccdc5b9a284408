"""What is wrong with a round before it is sent, step by step, in the words the service would have for it."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from services.gateway.faults import sentence_of
from services.gateway.pages.desk.preparing import fields
from services.gateway.pages.methods import METHODS, OTHER
from services.kit.errors import Fault

Values = Mapping[str, Any]
Found = Iterator[tuple[str, Fault]]

LONGEST_TITLE = 200
A_WEEK = 7 * 24 * 60
MOST_SCORE = 100
MOST_PROXIES = 100
MOST_MONEY = 10**12
_PART = re.compile("([1-9][0-9]{0,5})/([1-9][0-9]{0,5})")


def first_wrong(values: Values, wanted: str, language: str) -> tuple[str, dict[str, str]] | None:
    """The first step before the wanted one in which something is wrong, and what: field → sentence."""
    for step in fields.STEPS:
        if step == wanted:
            return None
        wrong = {name: sentence_of(fault, language) for name, fault in _CHECKS[step](values)}
        if wrong:
            return step, wrong
    return None


def placed(faults: Mapping[str, str], values: Values) -> tuple[str, dict[str, str]]:
    """The faults a service found, by the fields of the form, and the step that shows the first; "" for none."""
    named = {_field(name, values): sentence for name, sentence in faults.items()}
    of_step = {name: step for step, names in fields.STEPS.items() for name in names}
    steps = ["rule" if name.startswith(fields.COST) else of_step.get(name, "") for name in named]
    return next((step for step in steps if step), ""), named


def _field(name: str, values: Values) -> str:
    """`rule-winners` is the field `winners`."""
    name = name.removeprefix("settings-").removeprefix("rule-")
    if name == "majority" and fields.majority_of(values) == OTHER:
        return "part"
    return "secrecy" if name in ("secret", "names_shown") else name


def _what(values: Values) -> Found:
    if not values["title"]:
        yield "title", Fault("", "required")
    elif len(values["title"]) > LONGEST_TITLE:
        yield "title", Fault("", "too-long", {"max": LONGEST_TITLE})
    if not values["solution_ids"]:
        yield "solution_ids", Fault("", "no-solution")


def _rule(values: Values) -> Found:
    method, options = METHODS[values["method"]], len(values["solution_ids"])
    if "marks" in method.asks:
        least = fields.whole(values["least"]) or 0
        yield from _number(values, "least", 0, options)
        yield from _number(values, "most", min(max(least, 1), options), options)
    if "most_score" in method.asks:
        yield from _number(values, "most_score", 1, MOST_SCORE)
    if fields.by_budget(values):
        yield from _number(values, "budget", 1, MOST_MONEY, needed=True)
        for each in values["solution_ids"]:
            yield from _number(values, f"{fields.COST}{each}", 1, MOST_MONEY, needed=True)
    elif {"winners", "limit"} & set(method.asks):
        yield from _winners(values, options)
    if fields.majority_of(values) == OTHER:
        yield from _part(values)


def _winners(values: Values, options: int) -> Found:
    """None are too many, also when nothing was typed and the method's usual number counts."""
    yield from _number({"winners": fields.filled_in(values)["winners"]}, "winners", 1, options)
    all_that_can_be = not values["winners"] and METHODS[values["method"]].winners is None
    if all_that_can_be and fields.majority_of(values) == "most":
        yield "winners", Fault("", "how-many")


def _part(values: Values) -> Found:
    found = _PART.fullmatch(values["part"])
    if not found or int(found[1]) > int(found[2]):
        yield "part", Fault("", "not-a-part")
    elif int(found[1]) == int(found[2]) and values["strictly"]:
        yield "part", Fault("", "more-than-all")


def _conduct(values: Values) -> Found:
    yield from _number(values, "proxies", 0, MOST_PROXIES)
    yield from _number(values, "reminder_minutes", 0, A_WEEK)


def _number(values: Values, name: str, least: int, most: int, needed: bool = False) -> Found:
    text = values.get(name, "")
    if not text:
        if needed:
            yield name, Fault("", "required")
        return
    number = fields.whole(text)
    if number is None:
        yield name, Fault("", "not-a-number")
    elif not least <= number <= most:
        yield name, Fault("", "out-of-range", {"min": least, "max": most})


_CHECKS = {
    "what": _what,
    "order": lambda values: iter(()),
    "method": lambda values: iter(()),
    "rule": _rule,
    "conduct": _conduct,
}
