"""wrk, and what it measured."""

import json
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Load:
    """One run: how many were done a second, how long the middle one and the hundredth slowest took."""

    connections: int
    per_second: float
    p50_ms: float
    p99_ms: float
    requests: int
    failed: int


def wrk(connections: int, seconds: int, script: str, url: str, arguments: Sequence[str] = ()) -> Load:
    """Run wrk for at most `seconds`. Raises CalledProcessError with what wrk said."""
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "10s", "-s", str(HERE / script), url]
    printed = subprocess.run([*command, "--", *arguments], check=True, capture_output=True, text=True).stdout
    line = next(line for line in printed.splitlines() if line.startswith("JSON "))
    found = json.loads(line.removeprefix("JSON "))
    return Load(
        connections=connections,
        per_second=found["requests"] / found["seconds"],
        p50_ms=found["p50_ms"],
        p99_ms=found["p99_ms"],
        requests=found["requests"],
        failed=found["not_2xx"] + found["socket_errors"],
    )
