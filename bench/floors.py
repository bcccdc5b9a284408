"""The two floors a vote is measured against, in the same run, on the same servers.

- pgbench commits a row of the same width, one transaction each: what the database alone can do without batches;
- the gateway's empty answer: what any request through the gateway costs.
"""

import re
import subprocess
from pathlib import Path

import psycopg2

from bench.load import Load, wrk

TABLE = """
CREATE TABLE IF NOT EXISTS floor_ballot (
    round_id uuid NOT NULL, person_id uuid NOT NULL, choices smallint[] NOT NULL,
    nonce text NOT NULL, receipt bytea NOT NULL,
    PRIMARY KEY (round_id, person_id));
"""
STATEMENT = """
INSERT INTO floor_ballot VALUES ('00000000-0000-7000-8000-000000000000', gen_random_uuid(), '{1,2,0,1,2,0}',
    'abcdefghijklmnopqrstuv', sha256('a'));
"""
#: a server of ordinary settings takes 200 connections; the services hold some of them
MOST_CLIENTS = 100


def pgbench(database_url: str, connections: int, seconds: int, scratch: Path) -> Load:
    """Commit rows one by one over `connections` connections (at most 100). Raises CalledProcessError."""
    with psycopg2.connect(database_url) as connection, connection.cursor() as cursor:
        cursor.execute(TABLE)
    script = scratch / "floor.sql"
    script.write_text(STATEMENT)
    clients = min(connections, MOST_CLIENTS)
    command = ["pgbench", "-n", "-M", "prepared", "-f", str(script), "-c", str(clients), "-j", "1", "-T", str(seconds)]
    printed = subprocess.run([*command, database_url], check=True, capture_output=True, text=True).stdout
    rate = float(_after(r"tps = ([\d.]+)", printed))
    latency = float(_after(r"latency average = ([\d.]+) ms", printed))
    return Load(
        connections=clients, per_second=rate, p50_ms=latency, p99_ms=latency, requests=int(rate * seconds), failed=0
    )


def empty_answer(gateway_url: str, connections: int, seconds: int) -> Load:
    """Ask the gateway whether it lives, as fast as it says so."""
    return wrk(connections, seconds, "empty.lua", f"{gateway_url}/livez")


def _after(pattern: str, text: str) -> str:
    found = re.search(pattern, text)
    if found is None:
        raise RuntimeError(f"pgbench printed nothing like {pattern}: {text}")
    return found[1]
