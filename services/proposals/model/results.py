"""What a round comes to: the ballots counted from nothing, against what was counted as they came in."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction
from itertools import chain
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
    """Ballots of a round, column by column: those that came over the network, or those on paper."""

    paper: bool = False  # whether the record says so of each
    choices: list[Sequence[int] | None] = field(default_factory=list)  # None: spoilt
    nonces: list[str] = field(default_factory=list)
    weights: list[Decimal] = field(default_factory=list)
    sectors: list[str] = field(default_factory=list)

    def add(self, ballot: tuple[Sequence[int] | None, str], weight: Decimal, sector: str) -> None:
        """One more: choices and nonce, what it weighs, and the sector of its elector."""
        self.choices.append(ballot[0])
        self.nonces.append(ballot[1])
        self.weights.append(weight)
        self.sectors.append(sector)

    def __len__(self) -> int:
        return len(self.choices)

    def __iter__(self) -> Iterator[record.Cast]:
        for choices, nonce, weight in zip(self.choices, self.nonces, self.weights, strict=True):
            codes = None if choices is None else list(map(int, choices))
            yield record.Cast(codes, nonce, weight_text(weight), self.paper)


@dataclass(frozen=True)
class Facts:
    """What is counted: a round of a forum, the weight and sector of everybody on its roll, and the ballots cast."""

    round: Round
    forum_title: str
    roll: list[tuple[Decimal, str]]
    proxies: int
    cast: Cast
    on_paper: int  # how many were handed a sheet
    sheets: Cast


@dataclass(frozen=True)
class Counted:
    """What came of it."""

    record: Json
    result: Json
    adopted: list[bool]
    ballots: int
    counts: list[list[int]]  # what the running counts come to with the sheets


def count(facts: Facts, report: Report) -> Counted:
    """Count a round from nothing. Raises RecountDiffers when that is not what was counted as the ballots came in."""
    of, sheets = facts.round, len(facts.sheets)
    try:
        made = record.make(told(facts), chain(facts.cast, facts.sheets), report)
    except record.NotABallot as error:
        raise RecountDiffers(counted={"ballots": of.ballots}) from error
    counts = _with_sheets(facts)
    _check(facts, made, counts)
    adopted = set(made["result"]["decision"]["adopted"])
    turnout = {**made["result"]["turnout"], "sheets": sheets, "on_paper": facts.on_paper}
    result = {**made["result"], "turnout": turnout, "sectors": sectors_of(facts)}
    return Counted(made, result, [place in adopted for place in range(len(of.options))], of.ballots + sheets, counts)


def sectors_of(facts: Facts) -> list[Json]:
    """What each sector said, where votes are for or against single options and it tells of nobody.

    Whose a sheet of a secret round is nobody knows: what the other ballots of a sector said would be told without it,
    and those of a sector that voted on paper would be what is left.
    """
    of = facts.round
    words = SAID.get(METHODS[of.method].BALLOT)
    if words is None or (facts.sheets.choices and not of.named):
        return []
    electors, ballots, said = Counter(sector for _, sector in facts.roll), Counter[str](), Counter[str]()
    counts = {sector: [[Fraction() for _ in words] for _ in of.options] for sector in electors}
    for cast in (facts.cast, facts.sheets):
        ballots.update(cast.sectors)
        for choices, weight, sector in zip(cast.choices, cast.weights, cast.sectors, strict=True):
            if choices is None:
                continue
            said[sector] += 1
            for option, code in zip(counts[sector], choices, strict=True):
                option[code] += Fraction(weight)
    # a spoilt ballot hides nobody
    counted = {name: sectors.Sector(electors[name], said[name], counts[name]) for name in electors}
    told = sectors.by_sector(counted, FEW, secret=not of.named)
    return [_sector(name, electors[name], ballots[name], words, told[name]) for name in sorted(told)]


def _sector(name: str, electors: int, ballots: int, words: Sequence[str], sector: sectors.Sector | None) -> Json:
    if sector is None:
        return {"sector": name, "electors": electors, "ballots": None, "said": None}
    said = [as_json(dict(zip(words, option, strict=True))) for option in sector.said]
    return {"sector": name, "electors": electors, "ballots": ballots, "said": said}


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
            **({"on_paper": facts.on_paper, "sheets": len(facts.sheets)} if facts.on_paper else {}),
        },
    }


def _change(change: Json) -> Json:
    at = _time(datetime.fromisoformat(change["at"]))
    return {"at": at, "option": change["solution_id"], "ballots": change["ballots"]}


def _time(moment: datetime | None) -> str | None:
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat() + "Z" if moment else None


def _with_sheets(facts: Facts) -> list[list[int]]:
    """The running counts, where they are kept, and what the sheets add to them."""
    of, counts = facts.round, deepcopy(facts.round.counts)
    for choices, weight in zip(facts.sheets.choices, facts.sheets.weights, strict=True):
        if counts and choices is not None:
            METHODS[of.method].add(counts, choices, int(weight * of.unit))
    return counts


def _check(facts: Facts, made: Json, counts: list[list[int]]) -> None:
    """The ballots must be as many as were counted, and with the sheets come to the running counts with them."""
    of, ballots = facts.round, len(facts.cast)
    figures = made["result"]["figures"]
    running = [METHODS[of.method].describe(UUID(int=0), option) for option in counts]
    agree = all(
        Fraction(figure[name]) * of.unit == option[name]
        for figure, option in zip(figures, running, strict=bool(running))
        for name in figure.keys() & option.keys()
    )
    if (ballots, facts.on_paper) != (of.ballots, of.on_paper) or not agree:
        raise RecountDiffers(counted={"ballots": of.ballots}, recounted={"ballots": ballots})
