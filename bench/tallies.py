"""How long every method takes to count, from 1,000 to 100,000 ballots over 200 options, and how much memory.

    python -m bench.tallies [--ballots 1000 --ballots 100000] [--options 200] [--method schulze] [--repeats 3]

Every count is a process of its own, on one core, over ballots nobody shares: the worst case, since equal ballots are
counted together. Times are processor seconds of the count alone, memory is the whole process at its most. Prints a
table and writes `.run/bench/tallies.json`.
"""

import json
import resource
import statistics
import subprocess
import sys
import time
from pathlib import Path

import click
import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table

from services.proposals.tally import METHODS
from services.proposals.tally.outcome import Terms
from services.proposals.tally.profile import Profile

OUTPUT = Path(".run/bench/tallies.json")
SIZES = (1_000, 10_000, 100_000)
WINNERS, MARKS, RANKED, MOST_SCORE = 10, 8, 20, 5
COST, BUDGET = 100, 2_000
PIECE = 5_000  # ballots made at a time, so that making them takes less memory than counting
ONE_WINNER = ("instant-runoff",)
SPENDING = ("equal-shares", "phragmen", "greedy")
console = Console()


@click.command()
@click.option("--ballots", "sizes", multiple=True, type=int, default=SIZES, show_default=True)
@click.option("--options", default=200, show_default=True)
@click.option("--method", "methods", multiple=True, type=click.Choice(list(METHODS)), default=list(METHODS))
@click.option("--repeats", default=3, show_default=True)
@click.option("--once", is_flag=True, hidden=True, help="Count once and print what it took: the process of one count.")
def main(sizes: tuple[int, ...], options: int, methods: tuple[str, ...], repeats: int, once: bool) -> None:
    """Measure, print and write down."""
    if once:
        click.echo(json.dumps(count(methods[0], sizes[0], options)))
        return
    results = {}
    for method in methods:
        for size in sizes:
            console.print(f"{method}, {size:,} ballots")
            results[method, size] = [in_a_process(method, size, options) for _ in range(repeats)]
    _show(results, sizes, options)
    OUTPUT.parent.mkdir(parents=True, exist_ok=True)
    OUTPUT.write_text(json.dumps([{"method": m, "ballots": s, "runs": runs} for (m, s), runs in results.items()]))
    console.print(f"Written to {OUTPUT}.")


def in_a_process(method: str, size: int, options: int) -> dict[str, float]:
    """What one count took."""
    asked = ["--once", "--method", method, "--ballots", str(size), "--options", str(options)]
    done = subprocess.run([sys.executable, "-m", "bench.tallies", *asked], capture_output=True, check=True, text=True)
    taken: dict[str, float] = json.loads(done.stdout)
    return taken


def count(method: str, size: int, options: int) -> dict[str, float]:
    """Count random ballots once: processor seconds, and the megabytes of the process at its most."""
    profile = Profile.of(ballots(METHODS[method].BALLOT, size, options), options)
    winners = 1 if method in ONE_WINNER else WINNERS
    terms = Terms(winners, range(options))
    if method in SPENDING:
        terms = Terms(options, range(options), [COST + place for place in range(options)], BUDGET, "add1u")
    began = time.process_time()
    METHODS[method].tally(profile, terms)
    seconds = time.process_time() - began
    return {"seconds": seconds, "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


def ballots(kind: str, size: int, options: int) -> NDArray[np.int16]:
    """Random ballots of a kind, the same in every run; some options are liked better than others."""
    random = np.random.default_rng(20230529)
    return np.vstack([_some(kind, min(PIECE, size - at), options, random) for at in range(0, size, PIECE)])


def _some(kind: str, size: int, options: int, random: np.random.Generator) -> NDArray[np.int16]:
    if kind == "yes-no":
        return random.integers(0, 3, (size, options), dtype=np.int16)
    if kind == "scores":
        return random.integers(-1, MOST_SCORE + 1, (size, options), dtype=np.int16)
    best = np.argsort(-random.random((size, options)) * np.linspace(1, 2, options), axis=1)
    rows = np.zeros((size, options), dtype=np.int16)
    if kind == "marks":
        np.put_along_axis(rows, best[:, :MARKS], 1, axis=1)
    else:
        ranks = np.arange(1, RANKED + 1, dtype=np.int16)
        np.put_along_axis(rows, best[:, :RANKED], np.broadcast_to(ranks, (size, RANKED)), axis=1)
    return rows


def _show(results: dict[tuple[str, int], list[dict[str, float]]], sizes: tuple[int, ...], options: int) -> None:
    table = Table(title=f"Processor seconds to count ballots over {options} options: median (spread), and memory")
    table.add_column("method")
    for size in sizes:
        table.add_column(f"{size:,}", justify="right")
    table.add_column("MB at most", justify="right")
    for method in dict.fromkeys(method for method, _ in results):
        runs = [results[method, size] for size in sizes]
        memory = max(taken["megabytes"] for each in runs for taken in each)
        table.add_row(method, *map(_cell, runs), f"{memory:,.0f}")
    console.print(table)


def _cell(runs: list[dict[str, float]]) -> str:
    seconds = [taken["seconds"] for taken in runs]
    return f"{statistics.median(seconds):.2f} ({min(seconds):.2f}–{max(seconds):.2f})"


if __name__ == "__main__":
    main()
