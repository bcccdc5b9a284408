"""How a round is to be counted, as an organizer chose it: which settings a method takes, and which rules go with it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from services.kit.errors import Fault, Invalid
from services.proposals.tally import METHODS
from services.proposals.tally.rule import Rule

#: method → the settings it takes
SETTINGS: Mapping[str, tuple[str, ...]] = {
    "approval": ("least", "most"),
    "score": ("most_score",),
    "equal-shares": ("costs", "budget", "completion"),
    "phragmen": ("costs", "budget"),
    "greedy": ("costs", "budget"),
}
#: what a method is told unless the organizer says otherwise
USUAL_SETTINGS: Mapping[str, Mapping[str, Any]] = {"score": {"most_score": 5}, "equal-shares": {"completion": "add1u"}}
USUAL_RULE: Mapping[str, Any] = {
    "base": "valid",
    "majority": None,
    "strictly": True,
    "abstentions": "in-base",
    "presence_quorum": None,
    "participation_quorum": None,
    "winners": 1,
    "ties": "lot",
}
EACH_BY_ITSELF = "yes-no-abstain"
#: methods in which an option has votes of its own, which can be held against a base
WITH_MAJORITY = (EACH_BY_ITSELF, "single-choice", "approval")
ONE_WINNER = ("instant-runoff",)


@dataclass(frozen=True)
class How:
    """What is stored of it."""

    settings: dict[str, Any]
    rule: dict[str, Any]
    counts: list[Any]  # before the first ballot; [] where none are kept


def chosen(data: Mapping[str, Any]) -> How:
    """What is stored of a round as it was asked for. Raises Invalid where method, settings and rule do not agree."""
    method, options = data["method"], [str(solution_id) for solution_id in data["solution_ids"]]
    settings = {**USUAL_SETTINGS.get(method, {}), **_plain(data["settings"])}
    rule = {**_usual_rule(method, settings, len(options)), **data["rule"]}
    faults = _faults_of_settings(method, settings, options) + _faults_of_rule(method, settings, rule, len(options))
    if faults:
        raise Invalid(faults)
    keeps = not data["secret"] and hasattr(METHODS[method], "add")
    counts = METHODS[method].empty(len(options)) if keeps else []
    return How(settings, Rule.from_json(rule).as_json(), counts)


def asks_who_was_present(rule: Mapping[str, Any]) -> bool:
    """Whether there can be no result before somebody has counted who was in the hall."""
    return rule["base"] == "present" or rule["presence_quorum"] is not None


def _plain(settings: Mapping[str, Any]) -> dict[str, Any]:
    """Settings as JSON has them."""
    costs = {str(option): cost for option, cost in settings.get("costs", {}).items()}
    return {**settings, "costs": costs} if costs else {**settings}


def _usual_rule(method: str, settings: Mapping[str, Any], options: int) -> dict[str, Any]:
    if method == EACH_BY_ITSELF:
        return {**USUAL_RULE, "base": "cast", "majority": "1/2", "winners": None, "ties": "ballot-order"}
    return {**USUAL_RULE, "winners": options} if "budget" in settings else {**USUAL_RULE}


def _faults_of_settings(method: str, settings: Mapping[str, Any], options: list[str]) -> list[Fault]:
    faults = [
        Fault(f"/settings/{name}", "not-of-this-method") for name in settings if name not in SETTINGS.get(method, ())
    ]
    for name in ("least", "most"):
        if settings.get(name, 0) > len(options):
            faults.append(Fault(f"/settings/{name}", "out-of-range", {"min": 0, "max": len(options)}))
    if settings.get("least", 0) > settings.get("most", len(options)):
        faults.append(Fault("/settings/least", "out-of-range", {"min": 0, "max": settings["most"]}))
    if ("costs" in settings) != ("budget" in settings):
        missing = "budget" if "costs" in settings else "costs"
        faults.append(Fault(f"/settings/{missing}", "required"))
    if method == "greedy" and "budget" not in settings:
        faults.append(Fault("/settings/budget", "required"))
    if "costs" in settings and settings["costs"].keys() != set(options):
        faults.append(Fault("/settings/costs", "not-each-option"))
    return faults


def _faults_of_rule(method: str, settings: Mapping[str, Any], rule: Mapping[str, Any], options: int) -> list[Fault]:
    faults = []
    if rule["majority"] is not None and method not in WITH_MAJORITY:
        faults.append(Fault("/rule/majority", "not-of-this-method"))
    if rule["winners"] is None and method != EACH_BY_ITSELF:
        faults.append(Fault("/rule/winners", "required"))
    most = 1 if method in ONE_WINNER else options
    if rule["winners"] is not None and rule["winners"] > most:
        faults.append(Fault("/rule/winners", "out-of-range", {"min": 1, "max": most}))
    if rule["ties"] == "vote-again" and method not in (*WITH_MAJORITY, "score", "borda"):
        faults.append(Fault("/rule/ties", "not-of-this-method"))
    return faults
