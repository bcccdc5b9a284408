"""The people, the bodies and what they say, from `texts/`; how each delegate votes, the same in every performance."""

import csv
import io
import random
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

TEXTS = Path(__file__).parent / "texts"
SEED = 29052023
CHANGES_OF_MIND = 7
SPREAD = 0.1  # how far apart delegates are on what is to be done first
YES, NO, ABSTAIN = "yes", "no", "abstain"


@dataclass(frozen=True)
class Leader:
    """Who answers for a body."""

    name: str
    email: str
    title: str
    greeting: str


@dataclass(frozen=True)
class Body:
    """A body, after the one it belongs to."""

    code: str
    kind: str
    name: str
    parent: str
    leader: Leader | None


@dataclass(frozen=True)
class Delegate:
    """One row of the list of delegates."""

    name: str
    email: str
    sector: str
    body: str
    position: str


@dataclass(frozen=True)
class Proposal:
    """What one delegate offers, and the solution it goes into."""

    email: str
    solution: str
    problem: str
    measure: str
    who_acts: str
    by_when: str


@dataclass(frozen=True)
class Solution:
    """One of the six; `lean` is how the delegates incline towards it."""

    key: str
    title: str
    text: str
    bodies: Sequence[str]
    due_in_days: int
    lean: tuple[float, float]


@dataclass(frozen=True)
class Reply:
    """What a body answers to its assignment from one solution."""

    steps: Sequence[str]
    text: str


@dataclass(frozen=True)
class Rehearsal:
    """The small forum that stays open; its delegates are some of the sixty."""

    facts: Mapping[str, Any]
    delegates: Sequence[Delegate]
    proposals: Sequence[Proposal]
    solutions: Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class Cast:
    """All of it."""

    forum: Mapping[str, Any]
    bodies: Sequence[Body]
    delegates_csv: str
    delegates: Sequence[Delegate]
    proposals: Sequence[Proposal]
    solutions: Sequence[Solution]
    replies: Mapping[tuple[str, str], Reply]
    usual_reply: Reply
    rehearsal: Rehearsal

    def leader_of(self, code: str) -> Leader:
        """Who answers for an addressee."""
        return next(body.leader for body in self.bodies if body.code == code and body.leader)

    def reply(self, body: str, solution: str) -> Reply:
        """What this body answers to this solution."""
        return self.replies.get((body, solution), self.usual_reply)


def read() -> Cast:
    """Read the texts."""
    delegates_csv = (TEXTS / "delegates.csv").read_text()
    delegates = [_delegate(row) for row in csv.DictReader(io.StringIO(delegates_csv))]
    addresses = {delegate.email.partition("@")[0]: delegate.email for delegate in delegates}
    answers = _toml("answers")
    return Cast(
        forum=_toml("forum"),
        bodies=[_body(found) for found in _toml("bodies")["body"]],
        delegates_csv=delegates_csv,
        delegates=delegates,
        proposals=[_proposal(found, addresses) for found in _toml("proposals")["proposal"]],
        solutions=[_solution(found) for found in _toml("solutions")["solution"]],
        replies={
            (found["body"], found["solution"]): Reply(found["steps"], found["text"]) for found in answers["answer"]
        },
        usual_reply=Reply(["acknowledge", "accept"], answers["usual"]),
        rehearsal=_rehearsal(_toml("rehearsal"), {delegate.email: delegate for delegate in delegates}, addresses),
    )


def votes(cast: Cast) -> dict[str, dict[str, str]]:
    """How every delegate votes: address → solution key → yes, no or abstain."""
    chance = random.Random(SEED)  # noqa: S311 - a play, not a secret
    return {delegate.email: _ballot(chance, cast.solutions) for delegate in cast.delegates}


def changes(cast: Cast) -> dict[str, dict[str, str]]:
    """The second ballots of those who change their mind."""
    chance = random.Random(SEED + 1)  # noqa: S311
    undecided = chance.sample([delegate.email for delegate in cast.delegates], CHANGES_OF_MIND)
    first = votes(cast)
    return {email: _turned(chance, first[email]) for email in undecided}


def rankings(cast: Cast) -> dict[str, dict[str, int]]:
    """What every delegate would see done first: address → solution key → rank, of all solutions or of some."""
    chance = random.Random(SEED + 2)  # noqa: S311
    return {delegate.email: _ranking(chance, cast.solutions) for delegate in cast.delegates}


def _ranking(chance: random.Random, solutions: Sequence[Solution]) -> dict[str, int]:
    """The more people lean towards a solution, the sooner they would have it; some rank no more than three."""
    pressing = {solution.key: solution.lean[0] + chance.uniform(-SPREAD, SPREAD) for solution in solutions}
    order = sorted(pressing, key=lambda key: pressing[key], reverse=True)
    return {key: rank for rank, key in enumerate(order[: chance.choice((3, len(order)))], 1)}


def _ballot(chance: random.Random, solutions: Sequence[Solution]) -> dict[str, str]:
    return {solution.key: _choice(chance.random(), *solution.lean) for solution in solutions}


def _choice(drawn: float, yes: float, no: float) -> str:
    return YES if drawn < yes else NO if drawn < yes + no else ABSTAIN


def _turned(chance: random.Random, ballot: Mapping[str, str]) -> dict[str, str]:
    key = chance.choice(sorted(ballot))
    return {**ballot, key: NO if ballot[key] == YES else YES}


def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads((TEXTS / f"{name}.toml").read_text())


def _body(found: dict[str, Any]) -> Body:
    leader = Leader(**found["leader"]) if "leader" in found else None
    return Body(found["code"], found["kind"], found["name"], found.get("parent", ""), leader)


def _delegate(row: dict[str, str]) -> Delegate:
    return Delegate(row["ho_va_ten"], row["email"], row["khoi"], row["don_vi"], row["chuc_vu"])


def _rehearsal(found: dict[str, Any], delegates: Mapping[str, Delegate], addresses: Mapping[str, str]) -> Rehearsal:
    return Rehearsal(
        facts=found,
        delegates=[delegates[addresses[name]] for name in found["delegates"]],
        proposals=[_proposal(one, addresses) for one in found["proposal"]],
        solutions=found["solution"],
    )


def _proposal(found: dict[str, str], addresses: Mapping[str, str]) -> Proposal:
    return Proposal(email=addresses[found.pop("by")], **found)


def _solution(found: dict[str, Any]) -> Solution:
    return Solution(**{**found, "text": found["text"].strip(), "lean": tuple(found["lean"])})
