"""Comparing what everyone was told with what is there, after everything was killed and is well again."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import psycopg2

from services import contracts
from tests.faults.voters import Voter
from tests.faults.witness import Testimony

SERVICES = tuple(contracts.EVENTS)


@dataclass(frozen=True)
class Finding:
    """One number and what it must be; `wanted` is None where it is only told."""

    what: str
    found: int
    wanted: int | None

    @property
    def holds(self) -> bool:
        """Whether it is as it must be."""
        return self.wanted is None or self.found == self.wanted

    def __str__(self) -> str:
        wanted = "" if self.wanted is None else f"  (wanted {self.wanted:,})"
        return f"{'ok ' if self.holds else 'BAD'}  {self.what:<62} {self.found:>9,}{'' if self.holds else wanted}"


class Audit:
    """Reads every service's database, which no service may do."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._urls = {service: environment[f"{service.upper()}_DATABASE_URL"] for service in SERVICES}

    def caught_up(self) -> bool:
        """Whether every listener has applied every producer's feed to its end, and nothing waits for its relay."""
        behind = [self._behind(producer, listener) for producer, listener in _pairs()]
        waiting = [self._one(service, "SELECT count(*) FROM event WHERE position IS NULL") for service in SERVICES]
        return not any(behind) and not any(waiting)

    def ballots(self, round_id: str, voters: Sequence[Voter]) -> Iterator[Finding]:
        """What voters were told against what is stored, and the counters against a recount."""
        stored = {str(row[0]): row[1:] for row in self._rows("proposals", BALLOTS, round_id)}
        told = [voter for voter in voters if voter.counted]
        yield Finding("ballots answered as counted", sum(voter.answers for voter in voters), None)
        yield Finding("answers that should not have been", sum(len(voter.surprises) for voter in voters), 0)
        yield Finding("voters whose counted ballot is lost", sum(v.person_id not in stored for v in told), 0)
        yield Finding(
            "voters whose ballot was counted another number of times", sum(_doubled(v, stored) for v in told), 0
        )
        yield Finding("voters whose stored ballot is not the one counted last", sum(_other(v, stored) for v in told), 0)
        counters = self._rows("proposals", "SELECT ballots, counts FROM round WHERE round_id = %s", round_id)[0]
        yield Finding("ballots by the round's counter", counters[0], len(stored))
        yield Finding("options whose counters differ from a recount", _differing(counters[1], stored.values()), 0)

    def feeds(self, seen: Mapping[str, Testimony]) -> Iterator[Finding]:
        """Whether each feed is whole, arrived in order, and was applied to its end by everyone."""
        for producer in SERVICES:
            events = self._one(producer, "SELECT count(*) FROM event")
            yield Finding(f"{producer}: events recorded", events, None)
            yield Finding(f"{producer}: positions given", self._one(producer, "SELECT head FROM feed"), events)
            yield Finding(f"{producer}: streams with a gap", len(self._rows(producer, STREAMS_WITH_GAPS)), 0)
            forgotten = events - len(set(seen[producer].positions))
            yield Finding(f"{producer}: confirmed events the killed broker forgot", forgotten, None)
            yield Finding(f"{producer}: events published again", seen[producer].repeats, None)
            yield Finding(f"{producer}: events out of order on the bus", seen[producer].out_of_order, 0)
        yield from self.listeners()

    def listeners(self) -> Iterator[Finding]:
        """Whether everyone has applied what they listen to, to its end, with nothing left aside."""
        for producer, listener in _pairs():
            yield Finding(f"{listener}: events of {producer} not applied", self._behind(producer, listener), 0)
            yield Finding(
                f"{listener}: streams of {producer} at another version", self._differing(producer, listener), 0
            )
        for service in SERVICES:
            yield Finding(f"{service}: messages parked", self._one(service, "SELECT count(*) FROM parked_message"), 0)

    def inbox(self, forum_id: str, people: int) -> Iterator[Finding]:
        """Whether everyone has each message once."""
        rows = self._rows("notify", "SELECT occasion, person_id FROM message WHERE forum_id = %s", forum_id)
        told = Counter(rows)
        yield Finding("people told the same twice in the inbox", sum(times > 1 for times in told.values()), 0)
        for occasion in ("invitation", "voting-opened"):
            yield Finding(f"people with a message '{occasion}'", sum(one == occasion for one, _ in told), people)

    def counts(self, round_id: str) -> list[list[int]]:
        """The round's counters: for each option how many said yes, no, abstain."""
        counters: list[list[int]] = self._rows("proposals", "SELECT counts FROM round WHERE round_id = %s", round_id)[
            0
        ][0]
        return counters

    def _behind(self, producer: str, listener: str) -> int:
        heard = self._rows(listener, "SELECT position FROM heard_feed WHERE producer = %s", producer)
        return int(self._one(producer, "SELECT head FROM feed") - (heard[0][0] if heard else 0))

    def _differing(self, producer: str, listener: str) -> int:
        told = dict(self._rows(producer, "SELECT stream, version FROM stream"))
        heard = dict(self._rows(listener, "SELECT stream, version FROM heard_stream WHERE producer = %s", producer))
        return sum(heard.get(stream) != version for stream, version in told.items())

    def _one(self, service: str, statement: str) -> int:
        return int(self._rows(service, statement)[0][0])

    def _rows(self, service: str, statement: str, *parameters: str) -> list[tuple[Any, ...]]:
        with psycopg2.connect(self._urls[service]) as connection, connection.cursor() as cursor:
            cursor.execute(statement, parameters)
            return cursor.fetchall()


BALLOTS = """
SELECT roll.person_id, revision, choices, nonce
FROM ballot JOIN roll ON roll.round_id = ballot.round_id AND roll.person_id = ballot.elector
WHERE ballot.round_id = %s
"""
STREAMS_WITH_GAPS = "SELECT stream FROM event GROUP BY stream HAVING max(version) <> count(*) OR min(version) <> 1"


def _pairs() -> list[tuple[str, str]]:
    return [(producer, listener) for producer, listeners in contracts.LISTENERS.items() for listener in listeners]


def _doubled(voter: Voter, stored: Mapping[str, Any]) -> bool:
    """Each counted ballot raises the revision by one, so the revision says how many were counted."""
    return voter.person_id in stored and stored[voter.person_id][0] != voter.answers


def _other(voter: Voter, stored: Mapping[str, Any]) -> bool:
    return bool(voter.counted) and voter.person_id in stored and stored[voter.person_id][2] != voter.counted["nonce"]


def _differing(counts: list[list[int]], stored: Any) -> int:
    columns = zip(*(choices for _, choices, _ in stored), strict=True)
    recounted = [[column.count(code) for code in range(3)] for column in columns]
    return sum(one != other for one, other in zip(counts, recounted or counts, strict=True))
