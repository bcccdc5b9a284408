"""The result of a round from its record: worked out here when it is certified, and again by whoever checks it."""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from functools import cache
from typing import Any

from services.proposals.record.leaf import ONE
from services.proposals.tally import METHODS, kind_of
from services.proposals.tally.decision import Numbers, Rule, Turnout, decide
from services.proposals.tally.outcome import Report, Terms, as_json, quiet
from services.proposals.tally.profile import Profile

Json = dict[str, Any]

_votes = cache(Fraction)


def count(record: Mapping[str, Any], report: Report = quiet) -> Json:
    """What the method makes of the ballots (chosen, figures, steps, ties), how many took part, and the rule's decision.

    Raises Invalid for a rule that cannot be read, ValueError for one that does not go with the method or the turnout.
    """
    name, options = record["method"]["name"], record["options"]
    rule = Rule.from_json(record["rule"])
    cast = [ballot for ballot in record["ballots"] if ballot["choices"] is not None]
    profile = Profile.of([ballot["choices"] for ballot in cast], len(options), map(_weight, cast))
    outcome = METHODS[name].tally(profile, _terms(record, rule), report)
    turnout = _turnout(record, kind_of(name).is_blank)
    result: Json = as_json({**vars(outcome), "turnout": turnout, "decision": decide(outcome, rule, turnout)})
    return result


def _terms(record: Mapping[str, Any], rule: Rule) -> Terms:
    settings, ids = record["method"]["settings"], [option["id"] for option in record["options"]]
    costs = settings.get("costs", {})
    return Terms(
        winners=rule.winners or len(ids),
        tie_order=record["ties"]["order"],
        costs=[costs[option] for option in ids] if costs else (),
        budget=settings.get("budget", 0),
        completion=settings.get("completion", ""),
    )


def _turnout(record: Mapping[str, Any], is_blank: Any) -> Turnout:
    roll, ballots = record["roll"], record["ballots"]
    spoilt = [ballot for ballot in ballots if ballot["choices"] is None]
    blank = [ballot for ballot in ballots if ballot["choices"] is not None and is_blank(ballot["choices"])]
    present = roll["present"] or {"people": None, "votes": None}
    votes = Numbers(
        Fraction(roll["entitled"]),
        None if present["votes"] is None else Fraction(present["votes"]),
        *(_weigh(some) for some in (ballots, blank, spoilt)),
    )
    people = Numbers(roll["electors"], present["people"], len(ballots), len(blank), len(spoilt))
    return Turnout(votes, people, weighted=roll["weights"].keys() != {ONE})


def _weigh(ballots: Iterable[Mapping[str, Any]]) -> Fraction:
    return sum(map(_weight, ballots), Fraction())


def _weight(ballot: Mapping[str, Any]) -> Fraction:
    return _votes(ballot.get("weight", ONE))
