"""What must happen at a time: jobs as rows, made in the transaction that makes them necessary.

Due by the database's clock, claimed with a lease, done in one transaction with its effects: so a job happens once, and
after any crash late rather than never. A timer only wakes `run_due`; it may run in any number of processes.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from services.kit.db import Database, Tx, as_json, queries
from services.kit.ids import new_id, random_id
from services.kit.log import correlate, correlation_id, logger

log = logger(__name__)

LEASE_SECONDS = 60
AT_ONCE = 20
LONGEST_DELAY = 300


@dataclass(frozen=True)
class Job:
    """A job that is due: its `kind` names the handler, `subject` what it is about (unique within the kind)."""

    id: UUID
    kind: str
    subject: str
    due_at: datetime
    data: dict[str, Any]
    correlation: str
    attempts: int


Handler = Callable[[Tx, Job], None]


class _LeaseLost(Exception):
    """Another process has taken the job over; our transaction must not commit."""


def put(tx: Tx, kind: str, subject: str, due_at: datetime, data: Mapping[str, Any] | None = None) -> None:
    """Have `kind` done for `subject` at `due_at`; a job that is already there is moved."""
    queries.put_job(
        tx.connection,
        id=new_id(),
        kind=kind,
        subject=subject,
        due_at=due_at,
        data=as_json(data or {}),
        correlation=correlation_id(),
    )


def drop(tx: Tx, kind: str, subject: str) -> None:
    """Take back what has not been done yet."""
    queries.drop_job(tx.connection, kind=kind, subject=subject)


def run_due(db: Database, handlers: Mapping[str, Handler]) -> int:
    """Do what is due of the kinds there are handlers for; answers how many jobs were claimed."""
    lease = random_id()
    claim = {"lease": lease, "seconds": LEASE_SECONDS, "kinds": list(handlers), "amount": AT_ONCE}
    rows = db.transact(lambda tx: list(queries.lease_jobs(tx.connection, **claim)))
    for job in sorted((Job(**row) for row in rows), key=lambda job: job.due_at):
        _run(db, job, lease, handlers)
    return len(rows)


def _run(db: Database, job: Job, lease: UUID, handlers: Mapping[str, Handler]) -> None:
    correlate(job.correlation)

    def work(tx: Tx) -> None:
        handlers[job.kind](tx, job)
        if not queries.finish_job(tx.connection, id=job.id, lease=lease):
            raise _LeaseLost

    try:
        db.transact(work)
    except _LeaseLost:
        log.warning("job lease lost", kind=job.kind, job=str(job.id))
    except Exception as error:  # a job may fail in any way; it is tried again, and never stops the others
        log.error("job failed", kind=job.kind, job=str(job.id), attempts=job.attempts, exc_info=error)
        _postpone(db, job, lease, error)


def _postpone(db: Database, job: Job, lease: UUID, error: Exception) -> None:
    seconds = min(2**job.attempts, LONGEST_DELAY)
    text = f"{type(error).__name__}: {error}"[:500]
    db.transact(lambda tx: queries.postpone_job(tx.connection, id=job.id, lease=lease, seconds=seconds, error=text))
