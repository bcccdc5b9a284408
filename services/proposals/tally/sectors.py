"""Support by sector, without telling how a person voted.

A sector is not told of when fewer than k of it voted: somebody who knows what the others said could read off the rest.
Nor, in a secret round, when all who voted in it said the same of some option: then its numbers say what each of them
said. What is not told could still be had by taking what is told from the result of all, so what is hidden is looked at
together, as if it were one sector: while that is a single sector, has fewer than k ballots or is all of one mind, the
smallest sector still told of is hidden too. (A. Hundepool and others, "Statistical Disclosure Control" (2012), has
primary and secondary suppression; A. Machanavajjhala and others, "L-diversity" (2007), groups that are of one mind.)

What remains: that a large sector is hidden can mean that it agreed on something, though not on what; and where the
result of all is of one mind nothing here can hide it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from services.proposals.tally.outcome import Amount


@dataclass(frozen=True)
class Sector:
    """What was counted of a sector."""

    electors: int  # on the roll
    ballots: int  # how many of them voted
    said: Sequence[
        Sequence[Amount]
    ]  # of each option, the votes for each thing said of it: that it is not marked is one


def by_sector(sectors: Mapping[str, Sector], k: int, secret: bool) -> dict[str, Sector | None]:
    """Those that may be told of; None is one that may not."""
    hidden = {name for name, sector in sectors.items() if _tells(sector, k, secret)}
    for name in sorted(sectors.keys() - hidden, key=lambda name: (sectors[name].ballots, name)):
        if hidden and (len(hidden) == 1 or _tells(_together(sectors[each] for each in hidden), k, secret)):
            hidden.add(name)
    return {name: None if name in hidden else sector for name, sector in sectors.items()}


def _tells(sector: Sector, k: int, secret: bool) -> bool:
    return sector.ballots < k or (secret and any(max(option) == sum(option) for option in sector.said))


def _together(sectors: Iterable[Sector]) -> Sector:
    parts = list(sectors)
    columns = zip(*(part.said for part in parts), strict=True)
    said = [[sum(votes) for votes in zip(*options, strict=True)] for options in columns]
    return Sector(sum(part.electors for part in parts), sum(part.ballots for part in parts), said)
