"""The form in which a round is prepared: what it begins with, shows of a round, and tells a command."""

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from starlette.datastructures import FormData

from services.gateway.pages import methods
from services.gateway.pages.methods import MAJORITIES, METHODS, OF_BALLOTS, OTHER

Json = dict[str, Any]
Values = Mapping[str, Any]

#: each step and its fields; of the costs of solutions there is a field for each
STEPS: Mapping[str, tuple[str, ...]] = {
    "what": ("title", "solution_ids"),
    "order": (),
    "method": ("method",),
    "rule": (
        *("least", "most", "most_score", "limit", "winners", "budget", "completion", "majority", "part", "strictly"),
        *("base", "abstentions", "presence_quorum", "participation_quorum", "ties"),
    ),
    "conduct": ("secrecy", "live_tally", "revisable", "reopening", "proxies", "reminder_minutes"),
}
COST, PLACE = "costs-", "place-"
#: what was chosen for one method and means something else, or nothing, for another
OF_ONE_METHOD = ("least", "most", "winners", "majority", "part", "strictly", "base", "abstentions", "ties")
#: what a new form holds: a round as most are
USUAL: Json = {
    "title": "",
    "solution_ids": [],
    "method": methods.USUAL,
    "ruled": "",  # the method whose rule was looked at
    "least": "",
    "most": "",
    "most_score": "5",
    "limit": "winners",
    "winners": "",
    "budget": "",
    "completion": "add1u",
    "majority": "",  # the usual one of the method
    "part": "",
    "strictly": "",
    "base": "",  # the usual one of the method
    "abstentions": "in-base",
    "presence_quorum": "",
    "participation_quorum": "",
    "ties": "lot",
    "secrecy": "named",
    "live_tally": "yes",
    "revisable": "yes",
    "reopening": "",
    "proxies": "",
    "reminder_minutes": "60",
    "version": "",
}
CHOICES: Mapping[str, Collection[str]] = {
    "method": METHODS,
    "limit": ("winners", "budget"),
    "completion": methods.COMPLETIONS,
    "majority": (*MAJORITIES, OTHER, ""),
    "base": (*methods.BASES, ""),
    "abstentions": methods.ABSTENTIONS,
    "ties": methods.TIES,
    "secrecy": ("named", "shown", "secret"),
}
_GROUPED = re.compile(r"\d+([., ]\d{3})+")


def read(typed: FormData) -> Json:
    """What was typed in this step and those before; what can only come of a form that is not ours is as usual."""
    values: Json = {name: str(typed.get(name) or "").strip() for name in USUAL}
    values |= {name: USUAL[name] for name, allowed in CHOICES.items() if values[name] not in allowed}
    if values["ruled"] not in ("", values["method"]):
        values |= {name: USUAL[name] for name in (*OF_ONE_METHOD, "ruled")}
    values["most_score"] = values["most_score"] or USUAL["most_score"]
    values |= {name: str(text).strip() for name, text in typed.items() if name.startswith(COST)}
    chosen = list(dict.fromkeys(str(each) for each in typed.getlist("solution_ids")))
    before = [str(each) for each in typed.getlist("order")]
    chosen.sort(key=lambda each: before.index(each) if each in before else len(before))
    return {**values, "solution_ids": _arranged(chosen, typed)}


def values_of(round_: Mapping[str, Any]) -> Json:
    """A round as its form has it."""
    rule, settings = round_["rule"], round_["settings"]
    words = {told: word for word, told in MAJORITIES.items()}
    majority = words.get((rule["majority"], rule["strictly"] and rule["majority"] is not None), OTHER)
    numbers = {name: settings.get(name) for name in ("least", "most", "most_score", "budget")}
    limited = METHODS[round_["method"]].winners is not None and not settings.get("budget")
    winners = rule["winners"] if limited or rule["winners"] != len(round_["options"]) else None  # all that can be
    numbers |= {
        "winners": winners,
        "reminder_minutes": round_["reminder_minutes"],
        "proxies": round_["proxies"] or None,
    }
    return {
        **USUAL,
        **{name: str(number) for name, number in numbers.items() if number is not None},
        **{
            name: rule[name] or ""
            for name in ("base", "abstentions", "ties", "presence_quorum", "participation_quorum")
        },
        **{name: "yes" if round_[name] else "" for name in ("live_tally", "revisable", "reopening")},
        **{f"{COST}{solution_id}": str(cost) for solution_id, cost in (settings.get("costs") or {}).items()},
        "title": round_["title"],
        "solution_ids": [option["solution_id"] for option in round_["options"]],
        "method": round_["method"],
        "ruled": round_["method"],
        "limit": "budget" if settings.get("budget") else "winners",
        "completion": settings.get("completion") or USUAL["completion"],
        "majority": majority,
        "part": rule["majority"] if majority == OTHER else "",
        "strictly": "yes" if majority == OTHER and rule["strictly"] else "",
        "secrecy": "secret" if not round_["named"] else "shown" if round_["names_shown"] else "named",
        "version": str(round_["version"]),
    }


def filled_in(values: Values) -> Json:
    """The same, with what the method has when nothing is said."""
    method = METHODS[values["method"]]
    usual = str(method.winners) if method.winners else ""
    return {
        **values,
        "ruled": values["method"],
        "winners": values["winners"] or usual,
        "majority": majority_of(values),
        "base": values["base"] or method.base,
        "ties": values["ties"] if values["ties"] in method.ties else USUAL["ties"],
    }


def hidden(values: Values, where: str) -> list[tuple[str, str]]:
    """What the form carries along from the other steps."""
    shown = STEPS.get(where, ())
    plain = [(name, values[name]) for name in USUAL if name not in shown and name != "solution_ids" and values[name]]
    costs = [(name, text) for name, text in values.items() if name.startswith(COST) and where != "rule"]
    solutions = [("order" if where == "what" else "solution_ids", each) for each in values["solution_ids"]]
    return plain + costs + solutions


def body_of(values: Values) -> Json:
    """What a command is told. The numbers in it are right once `checking` has found nothing wrong."""
    named = values["secrecy"] != "secret"
    return {
        "title": values["title"],
        "solution_ids": values["solution_ids"],
        "method": values["method"],
        "settings": _settings(values),
        "rule": _rule(values),
        "secret": not named,
        "names_shown": values["secrecy"] == "shown",
        "live_tally": bool(values["live_tally"]) and named and METHODS[values["method"]].live,
        "revisable": bool(values["revisable"]),
        "reopening": bool(values["reopening"]),
        "proxies": whole(values["proxies"]) or 0,
        "reminder_minutes": whole(values["reminder_minutes"]) or 0,
    }


def as_round(body: Mapping[str, Any], solutions: Sequence[Mapping[str, Any]]) -> Json:
    """A round as it would be answered, to be put in words."""
    return {**body, "named": not body["secret"], "unit": 1, "options": solutions, "round_id": ""}


def majority_of(values: Values) -> str:
    """The word for the majority: the method's usual one unless another is chosen that it offers."""
    method = METHODS[values["method"]]
    return str(values["majority"]) if values["majority"] in method.majorities else method.majority


def by_budget(values: Values) -> bool:
    """Whether what can be chosen is limited by money."""
    asks = METHODS[values["method"]].asks
    return "budget" in asks or ("limit" in asks and values["limit"] == "budget")


def winners_of(values: Values) -> int | None:
    """How many are chosen, which may be all that can be; None where each is decided by itself."""
    method, options = METHODS[values["method"]], len(values["solution_ids"])
    if not method.chooses:
        return None
    typed = whole(values["winners"]) if {"winners", "limit"} & set(method.asks) and not by_budget(values) else None
    return typed or (None if by_budget(values) else method.winners) or options


def whole(text: str) -> int | None:
    """A whole number as people type it: 1200, 1.200 or 1 200; None of what is none."""
    digits = re.sub("[., ]", "", text) if _GROUPED.fullmatch(text) else text
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 16 else None


def _settings(values: Values) -> Json:
    asks, settings = METHODS[values["method"]].asks, Json()
    if "marks" in asks:
        settings = {"least": whole(values["least"]) or 0, "most": whole(values["most"]) or len(values["solution_ids"])}
    if "most_score" in asks:
        settings = {"most_score": whole(values["most_score"])}
    if by_budget(values):
        costs = {each: whole(values.get(f"{COST}{each}", "")) for each in values["solution_ids"]}
        settings = {"budget": whole(values["budget"]), "costs": costs}
    return {**settings, "completion": values["completion"]} if "completion" in asks else settings


def _rule(values: Values) -> Json:
    values = filled_in(values)
    method, word = METHODS[values["method"]], values["majority"]
    majority, strictly = MAJORITIES.get(word, (values["part"], bool(values["strictly"]))) if word else (None, False)
    base = values["base"] if majority else method.base
    asked = not method.chooses and base in OF_BALLOTS
    return {
        "base": base,
        "majority": majority,
        "strictly": strictly,
        "abstentions": values["abstentions"] if asked else USUAL["abstentions"],
        "presence_quorum": values["presence_quorum"] or None,
        "participation_quorum": values["participation_quorum"] or None,
        "winners": winners_of(values),
        "ties": values["ties"] if method.chooses else USUAL["ties"],
    }


def _arranged(chosen: list[str], typed: FormData) -> list[str]:
    """In the places that were typed: one that was moved goes before, or moved down after, the one that stands there."""
    places: dict[str, tuple[int, int]] = {}
    for own, each in enumerate(chosen, 1):
        place = whole(str(typed.get(f"{PLACE}{each}") or "")) or own
        places[each] = (place, (place > own) - (place < own))
    return sorted(chosen, key=lambda each: places[each])
