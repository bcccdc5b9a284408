"""What a first visit to the five most visited pages costs, on a slow network with an empty cache.

    python -m bench.pages [--repeats 9]

Prints a table, writes `.run/bench/pages.json`, and fails when a page is over its budget.
"""

import json
import statistics
import tempfile
import time
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from uuid import uuid4

import click
from playwright.sync_api import Browser, sync_playwright
from rich.console import Console
from rich.table import Table

from bench import hall
from bench.chromium import launch_options
from bench.weighing import MOST_BYTES, MOST_LCP_MS, MOST_SCRIPT_BYTES, Weight, weigh
from deploy.local.stack import Stack
from deploy.story.client import Api, wait_until

OUTPUT = Path(".run/bench/pages.json")
DELEGATES, PROPOSALS = 20, 20
#: page → its address below the forum; "proposals" is read by anybody, the others by a delegate
PAGES = {
    "forum": "",
    "ballot": "/bieu-quyet/{round_id}",
    "proposals": "/hien-ke",
    "propose form": "/hien-ke/gui",
    "result": "/ket-qua",
}
ANYBODY = ("proposals",)
console = Console()
Weights = Mapping[str, list[Weight]]


@click.command()
@click.option("--repeats", default=9, show_default=True, help="How often each page is visited.")
def main(repeats: int) -> None:
    """Measure, print and write down."""
    with tempfile.TemporaryDirectory(prefix="hienke-bench-") as scratch:
        Path(scratch).chmod(0o711)
        with Stack(Path(scratch) / "stack", {"SEAL_SECONDS": "1"}) as stack, sync_playwright() as playwright:
            forum = Forum(stack)
            with playwright.chromium.launch(**launch_options()) as browser:
                weights = _visit(browser, forum, repeats)
    _show(weights)
    _write(weights)
    over = [name for name, visits in weights.items() if _is_over(visits)]
    if over:
        raise SystemExit(f"Over budget: {', '.join(over)}")


class Forum:
    """A forum in the middle of its course: proposals, a result, and a round that is open."""

    def __init__(self, stack: Stack) -> None:
        values = stack.environment
        gateway = values["PUBLIC_URL"]
        self._hall = hall.fill(gateway, values["MAIL_CATCHER_URL"], values["ADMIN_EMAIL"], DELEGATES, invite=True)
        self.token = self._hall.token_of(self._hall.seats[0], values["LINK_KEY"])
        self._delegates = [Api(gateway) for _ in self._hall.seats]
        for api, seat in zip(self._delegates, self._hall.seats, strict=True):
            api.post("/sign-in/invitations", {"token": hall.invitation_of(seat, values["LINK_KEY"])})
        self._propose()
        self._decide()
        self.base = f"{gateway}/dien-dan/{self._hall.forum_id}"
        self.round_id = self._hall.open_round("Vòng đang mở")

    def _propose(self) -> None:
        for number in range(PROPOSALS):
            words = {"problem": f"Vấn đề {number}: " + "cán bộ Hội chưa được học trước khi nhận việc. " * 3}
            words |= {"measure": "Mỗi năm mở hai lớp học ngay tại huyện. " * 5, "who_acts": "Hội LHPN tỉnh"}
            self._delegates[number % len(self._delegates)].post(f"{self._hall.path}/proposals", words)

    def _decide(self) -> None:
        """One round from its opening to its certified result."""
        round_id = self._hall.open_round("Vòng đã xong")
        path = f"{self._hall.path}/rounds/{round_id}"
        choices = dict.fromkeys(self._hall.solutions, "yes")
        for api in self._delegates:
            api.ask("PUT", f"{path}/ballot", {"choices": choices, "replaces": 0, "nonce": uuid4().hex})
        organizer = self._hall.organizer
        organizer.post(f"{path}/close")
        wait_until(lambda: organizer.get(path)["state"] == "sealed" or None, "the round is sealed", 60)
        organizer.post(f"{path}/certify")
        wait_until(lambda: organizer.get(path)["state"] == "certified" or None, "the ballots are counted", 60)


def _visit(browser: Browser, forum: Forum, repeats: int) -> Weights:
    """Every page in turn, so that what else the machine does meets all of them."""
    weights: dict[str, list[Weight]] = {name: [] for name in PAGES}
    for repeat in range(repeats):
        began = time.monotonic()
        for name, path in PAGES.items():
            token = "" if name in ANYBODY else forum.token
            weights[name].append(weigh(browser, forum.base + path.format(round_id=forum.round_id), token, slowly=True))
        console.print(f"Repeat {repeat + 1} of {repeats}, {time.monotonic() - began:.0f} s")
    return weights


def _p75(visits: list[Weight]) -> float:
    return statistics.quantiles([visit.lcp_ms for visit in visits], n=4, method="inclusive")[2]


def _is_over(visits: list[Weight]) -> bool:
    heaviest = max(visits, key=lambda visit: visit.bytes)
    over = heaviest.bytes > MOST_BYTES or heaviest.script_bytes > MOST_SCRIPT_BYTES
    return over or bool(heaviest.other_hosts) or _p75(visits) > MOST_LCP_MS


def _show(weights: Weights) -> None:
    table = Table(title="First visit at 400 kbit/s and 400 ms, nothing cached")
    for heading in ("", "bytes", "of kinds", "script", "other hosts", "largest paint: median", "p75", "spread"):
        table.add_column(heading, justify="left" if heading in ("", "of kinds") else "right")
    for name, visits in weights.items():
        table.add_row(name, *_cells(visits), style="red" if _is_over(visits) else None)
    console.print(table)


def _cells(visits: list[Weight]) -> list[str]:
    heaviest, times = max(visits, key=lambda visit: visit.bytes), [visit.lcp_ms for visit in visits]
    kinds = ", ".join(f"{kind} {size:,}" for kind, size in sorted(heaviest.bytes_by_kind.items()))
    spread = f"{min(times):,.0f}–{max(times):,.0f} ms"
    others = str(len(heaviest.other_hosts))
    paints = [f"{statistics.median(times):,.0f} ms", f"{_p75(visits):,.0f} ms", spread]
    return [f"{heaviest.bytes:,}", kinds, f"{heaviest.script_bytes:,}", others, *paints]


def _write(weights: Weights) -> None:
    OUTPUT.parent.mkdir(parents=True, exist_ok=True)
    OUTPUT.write_text(json.dumps({name: [asdict(visit) for visit in visits] for name, visits in weights.items()}))
    console.print(f"Written to {OUTPUT}.")


if __name__ == "__main__":
    main()
