"""Counting a batch of opinions: a pure function from what stands and what arrived to what stands next.

Each opinion gets an outcome of its own, in order. A person has one on each proposal: given again it takes the place of
the one before, and the same once more changes nothing and is answered the same.
"""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Any

from services.kit.errors import Fault, Invalid, Missing, Refused
from services.proposals.model.batches import read_each, refusal, same_id
from services.proposals.model.forums import Forum
from services.proposals.model.refusals import NotASeat, ProposalGone

WORDS = ("agree", "disagree", "pass")
#: Opinions help to consolidate what is collected; while people vote they would be a second, looser vote beside theirs.
PHASE = "collecting"

Place = tuple[str, str]  # a proposal and a person
Counts = list[int]  # in the order of WORDS


@dataclass(frozen=True, slots=True)
class Opinion:
    """One opinion as it arrived."""

    proposal_id: str
    person_id: str
    opinion: str


@dataclass(frozen=True)
class Standing:
    """What a batch meets: the forum, if anybody may know of it; who takes part in it; what stands."""

    forum: Forum | None
    seated: Set[str]
    counts: Mapping[str, Counts]  # of the proposals there are
    given: Mapping[Place, str]


@dataclass(frozen=True)
class Counted:
    """What a batch came to: an outcome for each opinion, and what must be stored."""

    outcomes: list[dict[str, Any]]
    given: dict[Place, str]  # those that are new or other
    counts: dict[str, Counts]  # those that changed


def read_batch(raw: Any) -> list[Opinion | Refused]:
    """The opinions of a batch; one that cannot be read is a refusal in its place. Raises Malformed or BatchTooLarge."""
    return read_each(raw, _read, "not-an-opinion")


def count_batch(standing: Standing, opinions: Sequence[Opinion | Refused]) -> Counted:
    """Count these opinions, one after another."""
    counting = _Counting(standing)
    return Counted([counting.outcome(opinion) for opinion in opinions], counting.given, counting.counts)


def described(counts: Sequence[int]) -> dict[str, int]:
    """The counts by their words."""
    return dict(zip(WORDS, counts, strict=True))


class _Counting:
    """The state of one batch while it is counted; what it was given stays as it was."""

    def __init__(self, standing: Standing) -> None:
        self._standing = standing
        self.given: dict[Place, str] = {}
        self.counts: dict[str, Counts] = {}

    def outcome(self, opinion: Opinion | Refused) -> dict[str, Any]:
        """What the person is told."""
        if isinstance(opinion, Refused):
            return refusal(opinion)
        try:
            self._check(opinion)
        except Refused as refused:
            return refusal(refused)
        self._replace((opinion.proposal_id, opinion.person_id), opinion.opinion)
        return {"outcome": "counted", "proposal_id": opinion.proposal_id, "opinion": opinion.opinion}

    def _check(self, opinion: Opinion) -> None:
        if self._standing.forum is None:
            raise Missing
        if opinion.person_id not in self._standing.seated:
            raise NotASeat
        if opinion.proposal_id not in self._standing.counts:
            raise ProposalGone
        self._standing.forum.require_phase(PHASE)

    def _replace(self, place: Place, new: str) -> None:
        old, proposal_id = self.given.get(place) or self._standing.given.get(place), place[0]
        if old == new:
            return
        counts = self.counts.setdefault(proposal_id, list(self._standing.counts[proposal_id]))
        if old:
            counts[WORDS.index(old)] -= 1
        counts[WORDS.index(new)] += 1
        self.given[place] = new


def _read(raw: Any) -> Opinion:
    opinion = Opinion(same_id(raw["proposal_id"]), same_id(raw["person_id"]), raw["opinion"])
    if opinion.opinion not in WORDS:
        raise Invalid([Fault("/opinion", "not-a-choice")])
    return opinion
