"""The outbox: events are rows of the transaction that made them true. The relay publishes them later.

A transaction takes the next versions of its streams as its last step, under the rows' locks, which it holds until it
commits: so the versions of a stream have no gaps and stand in commit order. Streams are taken in name order, or two
transactions that touch the same two could wait for each other.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from operator import attrgetter
from typing import Any

from psycopg2 import extensions
from psycopg2.extras import Json

from services.kit import strict_json
from services.kit.ids import new_id
from services.kit.log import correlation_id
from services.kit.queries import load

queries = load(__file__)

#: Bytes of one event's data; with its envelope it stays under the 256 KiB a consumer accepts.
LARGEST = 240 * 1024
#: Events of one statement, so that a transaction of many stays within the time a statement may take.
ROWS_A_STATEMENT = 2000


@dataclass(frozen=True)
class Event:
    """Something that has happened: `type` is past tense with a version, `data` what others need to know of it."""

    stream: str
    type: str
    data: Mapping[str, Any]
    correlation: str = field(default_factory=correlation_id)  # of when it was recorded: a batch has many causes


def write(connection: extensions.connection, events: Sequence[Event]) -> dict[str, int]:
    """Write the events of a transaction, as the last thing before COMMIT; answers each stream's version after it.

    Raises ValueError when an event is too large.
    """
    if not events:
        return {}
    by_stream = attrgetter("stream")
    rows: list[dict[str, Any]] = []
    for stream, group in groupby(sorted(events, key=by_stream), by_stream):
        rows += _versioned(connection, stream, list(group))
    for start in range(0, len(rows), ROWS_A_STATEMENT):
        part = rows[start : start + ROWS_A_STATEMENT]
        queries.insert_events(connection, events=Json(part, dumps=_dumps))
    queries.wake_relay(connection)
    return {row["stream"]: row["version"] for row in rows}


def _versioned(connection: extensions.connection, stream: str, events: list[Event]) -> list[dict[str, Any]]:
    last = queries.next_versions(connection, stream=stream, amount=len(events))
    return [_row(event, last - len(events) + number) for number, event in enumerate(events, start=1)]


def _row(event: Event, version: int) -> dict[str, Any]:
    if len(strict_json.dumps(event.data)) > LARGEST:
        raise ValueError(f"{event.type} is too large for one event")
    return {
        "id": new_id(),
        "stream": event.stream,
        "version": version,
        "type": event.type,
        "data": event.data,
        "correlation": event.correlation,
    }


def _dumps(value: Any) -> str:
    return strict_json.dumps(value).decode()
