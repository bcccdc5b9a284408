"""While a round is open nothing that anybody but the voter is told depends on what was chosen.

Two forums vote at the same time in the same order, and choose differently. Whatever can be seen of both, less what
differs anyway (ids, nonces, times), must be the same to the letter; so no count can be in it, in whatever spelling.
"""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from services.kit import strict_json
from services.kit.acting import NOBODY
from services.kit.db import as_json
from services.proposals import views
from services.proposals.commands import ballots as counting
from services.proposals.commands import rounds
from services.proposals.tally import yes_no_abstain
from tests.integration.proposals.hall import Hall, Json, ballot

# where the ballots themselves are; and what the migrations keep
_NOT_LOOKED_AT = re.compile(r"ballot|secret_.*|_?yoyo.*").fullmatch

_ID = re.compile(r"[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}")
_TIME = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d[.\d]*(\+00:00|\+00|Z)?")
_NUMBERED = re.compile(r'"(seq|position|correlation|lease|leased_until)": ?("[^"]*"|\d+|null)')

KINDS: list[Json] = [{"secret": True}, {"live_tally": False}]  # a round that hides its counts, of either kind


def plain(value: Any) -> str:
    """A value as text, less what differs between any two forums."""
    text = value if isinstance(value, str) else strict_json.dumps(value).decode()
    for pattern, word in ((_TIME, "time"), (_ID, "id"), (_NUMBERED, r'"\1"')):
        text = pattern.sub(word, text)
    return text


class Seen:
    """All that can be seen of a vote that is not over, in which everybody says the same to everything."""

    def __init__(self, hall: Hall, choice: str, **kind: Any) -> None:
        self.hall = Hall(hall.db).build()
        self.round = self.hall.opened(2, **kind)
        self.seen: dict[str, str] = {}
        for number, person_id in enumerate(self.hall.delegates[:4]):
            self.hall.cast(ballot(self.round, person_id, choice))
            self.look(f"after {number + 1} alone")
        again = [ballot(self.round, p, choice, replaces=1, nonce=f"again-{p.hex}") for p in self.hall.delegates[1:3]]
        self.hall.cast(*again, ballot(self.round, self.hall.delegates[4], choice))
        self.look("after a batch")
        for command in (rounds.pause_round, rounds.resume_round):
            self.hall.do(command, self.hall.organizer, self.round["round_id"])
            self.look(f"after {command.__name__}")
        later = {"closes_at": self.round["closes_at"] + timedelta(hours=1)}
        self.hall.do(rounds.extend_round, self.hall.organizer, self.round["round_id"], later)
        self.look("after extending")

    def look(self, when: str) -> None:
        """Ask everything there is to ask, as everybody who is not the voter; and look at all that is stored or sent."""
        round_id = self.round["round_id"]
        for who, acting in (("organizer", self.hall.organizer), ("delegate", self.hall.delegate), ("anybody", NOBODY)):
            self._keep(when, f"board, {who}", self.hall.ask(views.board, acting))
            self._keep(when, f"round, {who}", self.hall.ask(views.round_, acting, round_id))
            self._keep(when, f"rounds, {who}", self.hall.ask(views.all_rounds, acting))
        self._keep(when, "own data of the organizer", self._data_of(self.hall.organizer))
        self._keep(when, "events", self.hall.events())
        for table in self._tables():
            self._keep(when, f"table {table}", sorted(plain(row["row"]) for row in self._rows(table)))

    def _keep(self, when: str, what: str, value: Any) -> None:
        self.seen[f"{when}: {what}"] = plain(value)

    def _data_of(self, acting: Any) -> Json:
        answer: Json = strict_json.loads(strict_json.dumps(self.hall.db.read(lambda tx: views.my_data(tx, acting))))
        return answer

    def _tables(self) -> list[str]:
        names = [
            row["tablename"] for row in self.hall.sql("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        ]
        return [name for name in names if not _NOT_LOOKED_AT(name)]

    def _rows(self, table: str) -> Iterator[Json]:
        of = str(self.hall.forum_id)
        rows = self.hall.sql(f'SELECT to_jsonb(t)::text AS row FROM "{table}" t')
        return (row for row in rows if of in row["row"])


def differences(hall: Hall, **kind: Any) -> set[str]:
    """What tells two votes apart."""
    yes, no = (Seen(hall, choice, **kind).seen for choice in ("yes", "no"))
    return {name for name in yes if yes[name] != no[name]}


@pytest.mark.parametrize("kind", KINDS, ids=["secret", "counts hidden until the close"])
def test_nothing_that_is_seen_depends_on_what_was_chosen(hall: Hall, kind: Json) -> None:
    found = differences(hall, **kind)
    if not kind.get("secret"):  # the running counts of a named round stand on its row, for its close
        found = {name for name in found if not name.endswith("table round")}
    assert found == set()


def keeps_counts_of_secret_rounds(patch: pytest.MonkeyPatch) -> None:
    opening = rounds.open_round

    def with_counts(tx: Any, acting: Any, forum_id: UUID, round_id: UUID, data: Any) -> Any:
        with tx.connection.cursor() as cursor:
            empty = as_json(yes_no_abstain.empty(2))
            cursor.execute("UPDATE round SET counts = %s WHERE round_id = %s", (empty, round_id))
        return opening(tx, acting, forum_id, round_id, data)

    patch.setattr(rounds, "open_round", with_counts)


def tells_counts_in_events(patch: pytest.MonkeyPatch) -> None:
    keeps_counts_of_secret_rounds(patch)
    patch.setattr(counting, "tally_is_visible", lambda state, live_tally: True)


def shows_counts_to_who_asks(patch: pytest.MonkeyPatch) -> None:
    keeps_counts_of_secret_rounds(patch)
    patch.setattr("services.proposals.model.rounds.tally_is_visible", lambda state, live_tally: True)


def keeps_what_was_answered(patch: pytest.MonkeyPatch) -> None:
    count = counting.count_ballots

    def keeping(tx: Any, forum_id: UUID, batch: Any, arrived: float) -> Any:
        for each in batch:
            with tx.connection.cursor() as cursor:
                row = (each.person_id, f"{forum_id}/{each.nonce}", b"", as_json(list(each.choices.values())))
                cursor.execute("INSERT INTO idempotency VALUES (%s, %s, %s, %s)", row)
        return count(tx, forum_id, batch, arrived)

    patch.setattr(counting, "count_ballots", keeping)


@pytest.mark.parametrize(
    ("leak", "where"),
    [
        (keeps_counts_of_secret_rounds, "after 1 alone: table round"),
        (tells_counts_in_events, "after 1 alone: events"),
        (tells_counts_in_events, "after 1 alone: table event"),
        (shows_counts_to_who_asks, "after a batch: board, anybody"),
        (shows_counts_to_who_asks, "after pause_round: events"),
        (keeps_what_was_answered, "after 1 alone: table idempotency"),
    ],
)
def test_a_leak_that_is_put_in_is_found(
    hall: Hall, monkeypatch: pytest.MonkeyPatch, leak: Callable[[pytest.MonkeyPatch], None], where: str
) -> None:
    leak(monkeypatch)
    assert where in differences(hall, secret=True)
