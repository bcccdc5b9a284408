"""How long a page takes when a whole hall opens it at once, and when a round opens while everybody has it open.

    python -m bench.opening [--openers 1000] [--seconds 10]

Prints a table, writes `.run/bench/opening.json`. Ends by itself: nobody waits longer than two minutes for anything.
"""

import asyncio
import json
import os
import statistics
import tempfile
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import click
from rich.console import Console
from rich.table import Table

from bench import hall
from bench.crowd import Crowd, Fetch
from deploy.local.stack import Stack
from services.gateway.sessions import Sessions

OUTPUT = Path(".run/bench/opening.json")
PARTS = ("gateway", "forum", "proposals")
TICKS = os.sysconf("SC_CLK_TCK")
console = Console()


@click.command()
@click.option("--openers", default=1_000, show_default=True, help="How many people have the page open.")
@click.option("--seconds", default=10.0, show_default=True, help="Within how many seconds they open it.")
def main(openers: int, seconds: float) -> None:
    """Measure, print and write down."""
    with tempfile.TemporaryDirectory(prefix="hienke-bench-") as scratch, Stack(Path(scratch) / "stack") as stack:
        opening = Opening(stack, openers, seconds)
        results = {"openers": openers, "seconds": seconds, "opening": opening.measure(), "following": opening.follow()}
    _show(results)
    OUTPUT.parent.mkdir(parents=True, exist_ok=True)
    OUTPUT.write_text(json.dumps(results, indent=1))
    console.print(f"Written to {OUTPUT}.")


class Opening:
    """A forum with a round that is open, and its delegates, every one signed in."""

    def __init__(self, stack: Stack, openers: int, seconds: float) -> None:
        self._stack, self._seconds = stack, seconds
        values = stack.environment
        console.print(f"Seating {openers:,} delegates …")
        self._hall = hall.fill(values["PUBLIC_URL"], values["MAIL_CATCHER_URL"], values["ADMIN_EMAIL"], openers)
        self._hall.open_round("Vòng một")
        stack.stop_process("notify")  # letters to everybody are measured in bench.votes
        tokens = [_token(values["SESSION_KEY"], seat.person_id) for seat in self._hall.seats]
        self._crowd = Crowd(values["PUBLIC_URL"], self._hall.forum_id, tokens)

    def measure(self) -> dict[str, Any]:
        """Everybody opens the page."""
        console.print(f"Everybody opens the page within {self._seconds:g} s …")
        return self._weighed(lambda: asyncio.run(self._crowd.open(self._seconds)))

    def follow(self) -> dict[str, Any]:
        """A second round opens while everybody follows the page."""
        console.print("Everybody follows the page, and a round opens …")

        async def change() -> None:
            await asyncio.to_thread(self._hall.open_round, "Vòng hai")

        return self._weighed(lambda: asyncio.run(self._crowd.follow(self._seconds, change)))

    def _weighed(self, work: Callable[[], list[Fetch]]) -> dict[str, Any]:
        before = {part: self._processor_ms(part) for part in PARTS}
        fetches = work()
        spent = {part: self._processor_ms(part) - before[part] for part in PARTS}
        answers = sum(len(fetch.answers) for fetch in fetches)
        return {
            **_figures(fetches),
            "processor_ms": {part: round(ms / max(answers, 1), 2) for part, ms in spent.items()},
            "gateway_mb": round(self._memory_mb("gateway")),
        }

    def _processor_ms(self, part: str) -> float:
        fields = Path(f"/proc/{self._stack.pid(part)}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) * 1000 / TICKS

    def _memory_mb(self, part: str) -> float:
        status = Path(f"/proc/{self._stack.pid(part)}/status").read_text()
        return int(next(line for line in status.splitlines() if line.startswith("VmRSS")).split()[1]) / 1024


def _token(session_key: str, person_id: str) -> str:
    expires_at = (datetime.now(UTC) + timedelta(hours=6)).isoformat()
    facts = {"session_id": str(uuid4()), "person_id": person_id, "full_name": "Đại biểu", "language": "vi"}
    return Sessions(session_key, secure=False).issue({**facts, "expires_at": expires_at})


def _figures(fetches: Sequence[Fetch]) -> dict[str, Any]:
    """When pages were right, how long single answers took, and what else than a page was answered."""
    answers = Counter(answer for fetch in fetches for answer in fetch.answers)
    right = [fetch.seconds for fetch in fetches if fetch.seconds != float("inf")]
    answered = [ms / 1000 for fetch in fetches for ms in fetch.answered_ms]
    return {
        "people": len(fetches),
        "right": len(right),
        "right_s": _percentiles(right),
        "answer_s": _percentiles(answered),
        "answers": dict(answers.most_common()),
    }


def _percentiles(values: list[float]) -> dict[str, float]:
    if len(values) < 2:
        return {}
    hundredths = statistics.quantiles(values, n=100, method="inclusive")
    return {"p50": round(hundredths[49], 3), "p99": round(hundredths[98], 3), "most": round(max(values), 3)}


def _show(results: dict[str, Any]) -> None:
    table = Table(title=f"{results['openers']:,} people with a forum's page")
    table.add_column()
    columns = {"opening": f"opened within {results['seconds']:g} s", "following": "a round opens"}
    for heading in columns.values():
        table.add_column(heading, justify="right")
    for heading, told in ROWS.items():
        table.add_row(heading, *(told(results[name]) for name in columns))
    console.print(table)


def _seconds(found: dict[str, Any], name: str) -> str:
    return ", ".join(f"{each} {value:,.2f}" for each, value in found[name].items())


ROWS: dict[str, Callable[[dict[str, Any]], str]] = {
    "pages that became right": lambda found: f"{found['right']:,} of {found['people']:,}",
    "… after (s)": lambda found: _seconds(found, "right_s"),
    "one answer (s)": lambda found: _seconds(found, "answer_s"),
    "answers": lambda found: ", ".join(f"{answer}: {number:,}" for answer, number in found["answers"].items()),
    "processor for one answer (ms)": lambda found: ", ".join(
        f"{part} {ms:.1f}" for part, ms in found["processor_ms"].items()
    ),
    "memory of the gateway (MB)": lambda found: f"{found['gateway_mb']}",
}


if __name__ == "__main__":
    main()
