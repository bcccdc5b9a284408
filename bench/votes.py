"""How many ballots a second are counted for good, beside two floors of the same run.

    python -m bench.votes [--delegates 40000] [--seconds 5] [--repeats 3]

For each number of connections, and again for each repeat: pgbench's row by row, the gateway's empty answer, and the
votes, every one by its own signed-in delegate, in a round of its own. Afterwards every receipt that was given out is
looked for in the database. Prints a table, writes `.run/bench/votes.json`, and fails when a receipt is not found.
"""

import json
import secrets
import statistics
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import click
import psycopg2
from rich.console import Console
from rich.table import Table

from bench import floors, hall
from bench.load import Load, wrk
from deploy.local.stack import Stack
from services.gateway.sessions import Sessions

CONNECTIONS = (1, 32, 256)
OUTPUT = Path(".run/bench/votes.json")
console = Console()

ROWS, EMPTY = "pgbench, one row a transaction", "the gateway's empty answer"
VOTES, BUSY = "votes counted", "votes counted, while every elector is written to"

#: what was measured → number of connections → its repeats
Results = dict[str, dict[int, list[Load]]]


@click.command()
@click.option("--delegates", default=40_000, show_default=True, help="Electors on the roll of every round.")
@click.option("--seconds", default=5, show_default=True, help="How long each load lasts at most.")
@click.option("--repeats", default=3, show_default=True, help="How often everything is measured.")
def main(delegates: int, seconds: int, repeats: int) -> None:
    """Measure, print and write down."""
    with tempfile.TemporaryDirectory(prefix="hienke-bench-") as scratch, Stack(Path(scratch) / "stack") as stack:
        bench = Bench(stack, Path(scratch), seconds)
        bench.fill(delegates)
        results = bench.measure(repeats)
        missing = bench.missing_receipts()
    _show(results)
    _write(results, delegates, bench.receipts_given, missing)
    if missing:
        raise SystemExit(f"{missing} receipts were given out and are not in the database")


class Bench:
    """One run over one hall of delegates."""

    def __init__(self, stack: Stack, scratch: Path, seconds: int) -> None:
        self._stack, self._scratch, self._seconds = stack, scratch, seconds
        self._environment = stack.environment
        self._gateway = stack.environment["PUBLIC_URL"]
        self._database = stack.environment["PROPOSALS_DATABASE_URL"]
        self._rounds: list[str] = []
        self.receipts_given = 0

    def fill(self, delegates: int) -> None:
        """Seat the delegates and sign them in: the session of each is what signing in would have given them."""
        console.print(f"Seating {delegates:,} delegates …")
        values = self._environment
        self._hall = hall.fill(self._gateway, values["MAIL_CATCHER_URL"], values["ADMIN_EMAIL"], delegates)
        sessions = Sessions(values["SESSION_KEY"], secure=False)
        expires_at = (datetime.now(UTC) + timedelta(hours=6)).isoformat()
        with (self._scratch / "delegates.txt").open("w") as lines:
            for seat in self._hall.seats:
                facts = {"session_id": str(uuid4()), "person_id": seat.person_id, "full_name": "", "language": "vi"}
                token = sessions.issue({**facts, "expires_at": expires_at})
                lines.write(f"{token} {secrets.token_urlsafe(18)}\n")

    def measure(self, repeats: int) -> Results:
        """Everything, side by side, so that what else the machine does meets all of it."""
        results: Results = defaultdict(lambda: defaultdict(list))
        self._stack.stop_process("notify")
        for repeat in range(1, repeats + 1):
            for connections in CONNECTIONS:
                console.print(f"Repeat {repeat} of {repeats}, {connections} connections …")
                title = f"Vòng {repeat}/{connections}"
                for name, load in self._side_by_side(connections, title):
                    results[name][connections].append(load)
        return results

    def _side_by_side(self, connections: int, title: str) -> Iterator[tuple[str, Load]]:
        yield ROWS, floors.pgbench(self._database, connections, self._seconds // 2, self._scratch)
        yield EMPTY, floors.empty_answer(self._gateway, connections, self._seconds // 2)
        yield VOTES, self._vote(connections, title)
        self._stack.start_process("notify")
        self._stack.wait_ready()
        yield BUSY, self._vote(connections, f"{title}, có thư")
        self._stack.stop_process("notify")

    def _vote(self, connections: int, title: str) -> Load:
        round_id = self._hall.open_round(title)
        self._rounds.append(round_id)
        answers = self._scratch / round_id
        answers.mkdir()
        path = f"/api/v1{self._hall.path}/rounds/{round_id}/ballot"
        arguments = [str(self._scratch / "delegates.txt"), str(answers), path, "1", *self._hall.solutions]
        load = wrk(connections, self._seconds, "ballots.lua", self._gateway, arguments)
        if load.requests >= len(self._hall.seats):
            raise click.ClickException("Every delegate has voted before the time was over: give more --delegates.")
        if load.failed:
            console.print(f"[red]{load.failed} requests failed[/red]: {_first_failure(answers)}")
        return load

    def missing_receipts(self) -> int:
        """How many receipts that voters were given belong to no ballot in the database."""
        missing = 0
        for round_id in self._rounds:
            given = _receipts(self._scratch / round_id)
            self.receipts_given += len(given)
            missing += len(given - self._stored(round_id))
        return missing

    def _stored(self, round_id: str) -> set[str]:
        with psycopg2.connect(self._database) as connection, connection.cursor() as cursor:
            cursor.execute(STORED, {"forum": self._hall.forum_id, "round": round_id})
            found = {(nonce, tuple(choices)) for nonce, choices in cursor}
        return {hall.receipt(round_id, nonce, self._hall.solutions, choices) for nonce, choices in found}


STORED = "SELECT nonce, choices FROM ballot WHERE forum_id = %(forum)s AND round_id = %(round)s"


def _receipts(answers: Path) -> set[str]:
    found = set()
    for path in answers.glob("*.txt"):
        for line in path.read_text().splitlines():
            status, _, body = line.partition(" ")
            if status == "200" and "receipt" in body:
                found.add(json.loads(body)["receipt"])
    return found


def _first_failure(answers: Path) -> str:
    lines = (line for path in answers.glob("*.txt") for line in path.read_text().splitlines())
    return next((line[:300] for line in lines if not line.startswith("200 ")), "no answer at all")


def _show(results: Results) -> None:
    table = Table(title="Median of the repeats, and their spread")
    for heading in ("", *(f"{connections} connections" for connections in CONNECTIONS)):
        table.add_column(heading, justify="left" if not heading else "right")
    for name, by_connections in results.items():
        table.add_row(name, *(_cell(loads) for loads in by_connections.values()))
    table.add_row("votes as a share of the empty answer", *_shares(results, EMPTY))
    table.add_row("votes as a share of pgbench's rows", *_shares(results, ROWS))
    console.print(table)


def _cell(loads: list[Load]) -> str:
    rates = [load.per_second for load in loads]
    middle, slowest = statistics.median(load.p50_ms for load in loads), statistics.median(load.p99_ms for load in loads)
    spread = f"{min(rates):,.0f}–{max(rates):,.0f}"
    return f"{statistics.median(rates):,.0f}/s\n({spread})\np50 {middle:.1f} ms, p99 {slowest:.1f} ms"


def _shares(results: Results, floor: str) -> list[str]:
    votes = results[VOTES]
    return [f"{_median(votes[n]) / _median(results[floor][n]):.2f}" for n in CONNECTIONS]


def _median(loads: list[Load]) -> float:
    return statistics.median(load.per_second for load in loads)


def _write(results: Mapping[str, Mapping[int, list[Load]]], delegates: int, receipts: int, missing: int) -> None:
    console.print(f"{receipts:,} receipts were given out; {missing:,} of them are not in the database.")
    OUTPUT.parent.mkdir(parents=True, exist_ok=True)
    measured = {name: [asdict(load) for loads in by.values() for load in loads] for name, by in results.items()}
    summary = {"delegates": delegates, "receipts": receipts, "receipts_missing": missing, "measured": measured}
    OUTPUT.write_text(json.dumps(summary, indent=1))
    console.print(f"Written to {OUTPUT}.")


if __name__ == "__main__":
    main()
