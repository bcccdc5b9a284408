"""The rule applied to what the ballots came to: which options are adopted, and how nearly.

The line is held against an option's support, in votes: its yes, or its votes. Methods that have no such figure choose,
and no majority can be asked for; nor is it known of them how few ballots would have changed the result.

Without quorum nothing is adopted. Of options over the line those with most support are adopted, as many as there are
places; of those equal for the last place the tie order decides or, where there is to be another vote, nothing does yet.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from services.proposals.tally.closest import fewest_changed
from services.proposals.tally.ordering import Counted, counted, first
from services.proposals.tally.outcome import Amount, Outcome, Tie
from services.proposals.tally.rule import BASES, Numbers, Rule, Threshold, Turnout

__all__ = ["Decision", "Numbers", "Quorum", "Rule", "Threshold", "Turnout", "Verdict", "decide"]

SUPPORT = ("yes", "votes")  # figures that say how many are for an option


@dataclass(frozen=True)
class Verdict:
    """What is decided of one option. Amounts are votes; None is what the method or the rule does not know of."""

    adopted: bool
    undecided: bool  # equal to others for the last place: it is voted on again
    support: Amount | None
    base: Amount | None
    share: Fraction | None  # support, of the base
    over: Amount | None  # so far over the line is its support, or under it
    closest: int | None  # so few ballots, changed, would have turned it; None: no number of them, or it is not known


@dataclass(frozen=True)
class Quorum:
    """Whether enough took part."""

    needed: Amount  # at least so many or, where the rule says ">", more
    there: Amount
    over: Amount
    reached: bool


@dataclass(frozen=True)
class Decision:
    """The result of a round. The least `closest` of its options is how few ballots would have changed it at all."""

    adopted: list[int]  # in the order of their support, or in which the method chose them
    undecided: list[int]
    options: list[Verdict]
    presence: Quorum | None  # None: none is asked for
    participation: Quorum | None
    quorate: bool
    what_if: dict[str, list[int]]  # another base → what the same ballots would have adopted


def decide(outcome: Outcome, rule: Rule, turnout: Turnout) -> Decision:
    """Apply the rule. Raises ValueError where it asks for what there is not: votes for options, or who was present."""
    votes, count = turnout.votes, counted(outcome)
    supported = count if count and count.by in SUPPORT else None
    if rule.majority is not None and (supported is None or votes.of(rule.base) is None):
        raise ValueError(f"no votes that could be a majority of those {rule.base}")
    presence = _quorum(rule.presence_quorum, votes, "present")
    participation = _quorum(rule.participation_quorum, votes, "cast")
    quorate = all(quorum.reached for quorum in (presence, participation) if quorum)
    adopted, undecided = _result(outcome, count, rule, votes) if quorate else ([], [])
    closest: Sequence[int | None] = [None] * len(outcome.figures)
    if supported and quorate and not turnout.weighted:
        closest = fewest_changed(outcome.figures, supported, rule, votes, adopted)
    verdicts = [
        Verdict(option in adopted, option in undecided, *_support(figures, supported, rule, votes), closest[option])
        for option, figures in enumerate(outcome.figures)
    ]
    what_if = _what_if(outcome, count, rule, votes) if quorate else {}
    return Decision(adopted, undecided, verdicts, presence, participation, quorate, what_if)


def _quorum(threshold: Threshold | None, votes: Numbers, who: str) -> Quorum | None:
    if threshold is None:
        return None
    needed, there = threshold.part * votes.entitled, votes.of(who)
    if there is None:
        raise ValueError(f"a quorum is asked for of those {who}, whom nobody counted")
    return Quorum(needed, there, there - needed, threshold.reached(there, votes.entitled))


def _result(outcome: Outcome, count: Counted | None, rule: Rule, votes: Numbers) -> tuple[list[int], list[int]]:
    """What is adopted, and what is undecided, given a quorum."""
    chosen, ties = outcome.chosen, outcome.ties
    if count:
        over = {
            option: figures[count.by]
            for option, figures in enumerate(outcome.figures)
            if rule.passes(figures[count.by], rule.base_of(figures, votes))
        }
        chosen, ties = first(over, len(over) if rule.winners is None else rule.winners, count.tie_order)
    undecided = _tied(chosen, ties) if rule.ties == "vote-again" else set()
    return [option for option in chosen if option not in undecided], sorted(undecided)


def _tied(chosen: Sequence[int], ties: Sequence[Tie]) -> set[int]:
    """Options of which some are chosen and some are not though the ballots make them equal."""
    return {
        option
        for tie in ties
        if 0 < sum(option in chosen for option in tie.among) < len(tie.among)
        for option in tie.among
    }


def _support(
    figures: Mapping[str, Amount], count: Counted | None, rule: Rule, votes: Numbers
) -> tuple[Amount | None, Amount | None, Fraction | None, Amount | None]:
    """An option's support, its base, the one as a part of the other, and how far over the line it is."""
    if count is None:
        return None, None, None, None
    support, base = figures[count.by], rule.base_of(figures, votes)
    share = Fraction(support) / base if base else None
    over = support - rule.majority * base if rule.majority is not None and base is not None else None
    return support, base, share, over


def _what_if(outcome: Outcome, count: Counted | None, rule: Rule, votes: Numbers) -> dict[str, list[int]]:
    if rule.majority is None:
        return {}
    others = [base for base in BASES if base != rule.base and votes.of(base) is not None]
    return {base: _result(outcome, count, replace(rule, base=base), votes)[0] for base in others}
