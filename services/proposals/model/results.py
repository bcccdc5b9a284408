"""What a round comes to: the ballots counted from nothing, against what was counted as they came in."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any
from uuid import UUID

from services.proposals.model.refusals import RecountDiffers
from services.proposals.model.rounds import FEW, Round
from services.proposals.record import record
from services.proposals.record.leaf import weight_text
from services.proposals.tally import METHODS, sectors
from services.proposals.tally.outcome import as_json

#: kind of ballot → what each code says of an option, where that is a vote for or against it
SAID = {"yes-no": ("yes", "no", "abstain"), "marks": ("not_marked", "votes")}

Report = Callable[[int, int], None]
Json = dict[str, Any]


@dataclass
class Cast:
    """All ballots of a round, column by column."""

    choices: list[Sequence[int]] = field(default_factory=list)
    nonces: list[str] = field(default_factory=list)
    weights: list[Decimal] = field(default_factory=list)
    sectors: list[str] = field(default_factory=list)

    def add(self, ballot: tuple[Sequence[int], str], weight: Decimal, sector: str) -> None:
        """One more: choices and nonce, what it weighs, and the sector of its elector."""
        self.choices.append(ballot[0])
        self.nonces.append(ballot[1])
        self.weights.append(weight)
        self.sectors.append(sector)

    def __iter__(self) -> Iterator[record.Cast]:
        for choices, nonce, weight in zip(self.choices, self.nonces, self.weights, strict=True):
            yield record.Cast(list(map(int, choices)), nonce, weight_text(weight))


@dataclass(frozen=True)
class Facts:
    """What is counted: a round of a forum, the weight and sector of everybody on its roll, and the ballots cast."""

    round: Round
    forum_title: str
    roll: list[tuple[Decimal, str]]
    proxies: int
    cast: Cast


@dataclass(frozen=True)
class Counted:
    """What came of it."""

    record: Json
    result: Json
    adopted: list[bool]


def count(facts: Facts, report: Report) -> Counted:
    """Count a round from nothing. Raises RecountDiffers when that is not what was counted as the ballots came in."""
    try:
        made = record.make(told(facts), facts.cast, report)
    except record.NotABallot as error:
        raise RecountDiffers(counted={"ballots": facts.round.ballots}) from error
    _check(facts, made)
    adopted = set(made["result"]["decision"]["adopted"])
    result = {**made["result"], "sectors": sectors_of(facts)}
    return Counted(made, result, [place in adopted for place in range(len(facts.round.options))])


def sectors_of(facts: Facts) -> list[Json]:
    """What each sector said, where votes are for or against single options and it tells of nobody."""
    of = facts.round
    words = SAID.get(METHODS[of.method].BALLOT)
    if words is None:
        return []
    electors = Counter(sector for _, sector in facts.roll)
    counts = {sector: [[Fraction() for _ in words] for _ in of.options] for sector in electors}
    ballots: Counter[str] = Counter(facts.cast.sectors)
    for choices, weight, sector in zip(facts.cast.choices, facts.cast.weights, facts.cast.sectors, strict=True):
        for option, code in zip(counts[sector], choices, strict=True):
            option[code] += Fraction(weight)
    counted = {name: sectors.Sector(electors[name], ballots[name], counts[name]) for name in electors}
    told = sectors.by_sector(counted, FEW, secret=not of.named)
    return [_sector(name, electors[name], words, told[name]) for name in sorted(told)]


def _sector(name: str, electors: int, words: Sequence[str], sector: sectors.Sector | None) -> Json:
    if sector is None:
        return {"sector": name, "electors": electors, "ballots": None, "said": None}
    said = [as_json(dict(zip(words, option, strict=True))) for option in sector.said]
    return {"sector": name, "electors": electors, "ballots": sector.ballots, "said": said}


def told(facts: Facts) -> Json:
    """The round, its options, method, rule and roll, as its record tells them."""
    of = facts.round
    weights = Counter(weight for weight, _ in facts.roll)
    return {
        "round": {
            "id": str(of.round_id),
            "number": of.number,
            "title": of.title,
            "forum": {"id": str(of.forum_id), "title": facts.forum_title},
            "named": of.named,
            "opened_at": _time(of.opened_at),
            "closed_at": _time(of.closes_at),
            **({"changes": [_change(change) for change in of.changes]} if of.changes else {}),
        },
        "options": [{"id": str(o.solution_id), "number": o.number, "title": o.title} for o in of.options],
        "method": {"name": of.method, "settings": of.settings},
        "rule": of.rule,
        "roll": {
            "electors": len(facts.roll),
            "entitled": weight_text(sum((weight for weight, _ in facts.roll), Decimal())),
            "weights": {weight_text(weight): electors for weight, electors in sorted(weights.items())},
            "present": of.present,
            "proxies": facts.proxies,
        },
    }


def _change(change: Json) -> Json:
    at = _time(datetime.fromisoformat(change["at"]))
    return {"at": at, "option": change["solution_id"], "ballots": change["ballots"]}


def _time(moment: datetime | None) -> str | None:
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat() + "Z" if moment else None


def _check(facts: Facts, made: Json) -> None:
    """The ballots must be as many as were counted, and come to the running counts where those were kept."""
    of, ballots = facts.round, len(facts.cast.choices)
    figures = made["result"]["figures"]
    running = [METHODS[of.method].describe(UUID(int=0), counts) for counts in of.counts]
    agree = all(
        Fraction(figure[name]) * of.unit == counts[name]
        for figure, counts in zip(figures, running, strict=bool(running))
        for name in figure.keys() & counts.keys()
    )
    if ballots != of.ballots or not agree:
        raise RecountDiffers(counted={"ballots": of.ballots}, recounted={"ballots": ballots})
