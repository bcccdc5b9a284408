"""Counting a batch of ballots: a pure function from what stands and what arrived to what stands next.

Each ballot gets an outcome of its own, in order; one that is refused leaves no trace and holds up no other. Ballots of
the same person in one batch are taken one after another, as they would be in batches of one.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from decimal import Decimal
from types import ModuleType
from typing import Any

from services.kit.errors import Fault, Invalid, Missing, Refused
from services.proposals import tally
from services.proposals.model.batches import read_each, refusal, same_id
from services.proposals.model.refusals import (
    BallotFinal,
    BallotSuperseded,
    NotOnRoll,
    ProxyGiven,
    RoundCancelled,
    RoundClosed,
    RoundHasResult,
    RoundNotOpenYet,
    RoundPaused,
    VotesOnPaper,
)
from services.proposals.record.leaf import ONE, receipt, weight_text

OLDEST_MS = 10_000  # how far back a ballot may have been received, whatever its sender says

_NONCE = re.compile(r"[A-Za-z0-9_-]{16,64}").fullmatch
_MOST_REVISIONS = 2**31 - 1

Place = tuple[str, str]  # a round and an elector


@dataclass(frozen=True, slots=True)
class Ballot:
    """One ballot as it arrived; `choices` are read when its round is known.

    Who casts it is the elector, unless it says whose proxy they hold.
    """

    round_id: str
    person_id: str
    choices: Any
    replaces: int
    nonce: str
    age_ms: int
    proxy_of: str | None = None

    @property
    def place(self) -> Place:
        """The place on a roll it is for."""
        return self.round_id, self.proxy_of or self.person_id


@dataclass(frozen=True, slots=True)
class Standing:
    """An elector's place on the roll: the revision of the ballot they have in, and that ballot. 0 is none yet."""

    revision: int = 0
    choices: list[int] = field(default_factory=list)
    nonce: str = ""
    weight: int = 1  # in units of the round
    holder: str | None = None  # who votes for them
    on_paper: bool = False


@dataclass(slots=True)
class Voting:
    """A round as counting sees it; `now` is when the batch's transaction began.

    The running counts are empty where none are kept: in secret rounds, and by methods that count all ballots at once.
    """

    round_id: str
    state: str
    closes_at: datetime | None
    live_tally: bool
    method: str
    options: list[str]
    ballots: int
    counts: list[list[int]]
    version: int
    now: datetime
    settings: dict[str, Any] = field(default_factory=dict)
    named: bool = True
    revisable: bool = True
    unit: int = 1  # how many units of weight make one vote
    voided: int = 0  # what revisions begin after, as ballots say them: above all that were set aside
    key: bytes | None = None  # of a secret round
    kind: ModuleType = field(init=False)  # what its ballots look like
    limits: dict[str, Any] = field(init=False)  # and may say

    def __post_init__(self) -> None:
        self.kind, self.limits = tally.kind_of(self.method), tally.limits(self.method, self.settings)

    def told(self, standing: Standing) -> int:
        """The revision that a ballot in this place replaces."""
        return self.voided + standing.revision

    def weight_text(self, units: int) -> str:
        """A weight as a receipt says it."""
        return ONE if units == self.unit else weight_text(Decimal(units) / self.unit)

    @property
    def late_ms(self) -> float:
        """How long before `now` it closed: a ballot must be older than that. Negative while it is open."""
        return float("inf") if self.closes_at is None else (self.now - self.closes_at) / timedelta(milliseconds=1)


@dataclass(frozen=True)
class Counted:
    """What a batch came to: an outcome for each ballot, and what must be stored."""

    outcomes: list[dict[str, Any]]
    standings: dict[Place, Standing]  # those that changed
    rounds: list[Voting]  # those that changed, with their new counts


def read_batch(raw: Any) -> list[Ballot | Refused]:
    """The ballots of a batch; one that cannot be read is a refusal in its place. Raises Malformed or BatchTooLarge."""
    return read_each(raw, _read, "not-a-ballot")


def count_batch(
    rounds: Mapping[str, Voting],
    standings: Mapping[Place, Standing],
    ballots: Sequence[Ballot | Refused],
    waited_ms: int = 0,
) -> Counted:
    """Count these ballots; each was received before `now` by its age and by what the batch has waited with us."""
    counting = _Counting(rounds, standings, waited_ms)
    outcomes = [counting.outcome(ballot) for ballot in ballots]
    return Counted(outcomes, counting.changed, list(counting.touched.values()))


class _Counting:
    """The state of one batch while it is counted; what it was given stays as it was."""

    def __init__(self, rounds: Mapping[str, Voting], standings: Mapping[Place, Standing], waited_ms: int) -> None:
        self.rounds = {name: replace(r, counts=[list(c) for c in r.counts]) for name, r in rounds.items()}
        self.standings = standings
        self.changed: dict[Place, Standing] = {}
        self.touched: dict[str, Voting] = {}
        self.waited_ms, self.late_ms = waited_ms, {name: voting.late_ms for name, voting in rounds.items()}

    def outcome(self, ballot: Ballot | Refused) -> dict[str, Any]:
        """What the voter is told."""
        if isinstance(ballot, Refused):
            return refusal(ballot)
        try:
            return self._counted(ballot)
        except Refused as refused:
            return refusal(refused)

    def _counted(self, ballot: Ballot) -> dict[str, Any]:
        voting = self.rounds.get(ballot.round_id)
        if voting is None:
            raise Missing
        standing = self._standing(voting, ballot)
        codes = voting.kind.read(ballot.choices, voting.options, voting.limits)
        if not _is_repeat(voting, ballot, codes, standing):
            self._check_time(voting, ballot, standing)
            _check_replaces(voting, ballot, standing)
            standing = self._replace(voting, ballot, standing, codes)
        choices = voting.kind.show(codes, voting.options)
        code = receipt(ballot.round_id, ballot.nonce, choices, voting.weight_text(standing.weight))
        return {"outcome": "counted", "revision": voting.told(standing), "receipt": code}

    def _standing(self, voting: Voting, ballot: Ballot) -> Standing:
        if voting.state == "prepared":
            raise RoundNotOpenYet
        place = ballot.place
        standing = self.changed.get(place) or self.standings.get(place)
        if standing is None:
            raise NotOnRoll
        if standing.holder != (ballot.proxy_of and ballot.person_id):
            raise NotOnRoll if ballot.proxy_of else ProxyGiven
        if standing.on_paper:
            raise VotesOnPaper
        return standing

    def _check_time(self, voting: Voting, ballot: Ballot, standing: Standing) -> None:
        if voting.state == "cancelled":
            raise RoundCancelled
        if voting.state == "paused":
            raise RoundPaused
        if voting.state == "certified" and not voting.named and voting.told(standing) == ballot.replaces + 1:
            raise RoundHasResult  # what stands may be this very ballot, whose answer got lost
        age_ms = min(ballot.age_ms + self.waited_ms, OLDEST_MS)
        if voting.state not in ("open", "closed") or age_ms <= self.late_ms[voting.round_id]:
            raise RoundClosed(closed_at=voting.closes_at)

    def _replace(self, voting: Voting, ballot: Ballot, old: Standing, codes: list[int]) -> Standing:
        new = Standing(old.revision + 1, codes, ballot.nonce, old.weight, old.holder, old.on_paper)
        voting.ballots += not old.revision
        if voting.counts:
            add = tally.METHODS[voting.method].add
            if old.revision:
                add(voting.counts, old.choices, -old.weight)
            add(voting.counts, codes, new.weight)
        if voting.round_id not in self.touched:
            voting.version += 1
            self.touched[voting.round_id] = voting
        self.changed[ballot.place] = new
        return new


def _is_repeat(voting: Voting, ballot: Ballot, codes: list[int], standing: Standing) -> bool:
    """Whether this very ballot is the one that stands: then it is answered as it was the first time."""
    return voting.told(standing) == ballot.replaces + 1 and standing.nonce == ballot.nonce and standing.choices == codes


def _check_replaces(voting: Voting, ballot: Ballot, standing: Standing) -> None:
    if standing.revision and not voting.revisable:
        raise BallotFinal
    if ballot.replaces != voting.told(standing):
        shown = voting.kind.show(standing.choices, voting.options) if standing.revision else None
        raise BallotSuperseded(revision=voting.told(standing), choices=shown)


def _read(raw: Any) -> Ballot:
    ballot = Ballot(
        same_id(raw["round_id"]),
        same_id(raw["person_id"]),
        raw["choices"],
        raw["replaces"],
        raw["nonce"],
        raw["age_ms"],
        same_id(raw["proxy_of"]) if raw.get("proxy_of") else None,
    )
    if faults := _faults(ballot):
        raise Invalid(faults)
    return ballot


def _faults(ballot: Ballot) -> list[Fault]:
    found = []
    if not (isinstance(ballot.nonce, str) and _NONCE(ballot.nonce)):
        found.append(Fault("/nonce", "wrong-shape"))
    if type(ballot.replaces) is not int or not 0 <= ballot.replaces < _MOST_REVISIONS:
        found.append(Fault("/replaces", "not-a-number"))
    if type(ballot.age_ms) is not int or ballot.age_ms < 0:
        found.append(Fault("/age_ms", "not-a-number"))
    return found
