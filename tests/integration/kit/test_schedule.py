"""Jobs happen once, after a crash late rather than never, and one that fails stops nothing."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from services.kit import clock, schedule
from services.kit.db import Database, Tx
from services.kit.schedule import Job
from tests.integration.kit.test_db import execute


def put(database: Database, subject: str, seconds: int = -1) -> None:
    """A job due so many seconds from now."""
    due = clock.now() + timedelta(seconds=seconds)
    database.transact(lambda tx: schedule.put(tx, "ring", subject, due))


def ring(tx: Tx, job: Job) -> None:
    """A job's effect: an event, as it is written in the job's transaction."""
    tx.record(job.subject, "rung.v1", {})


def rung(database: Database) -> list[str]:
    """The subjects of jobs that have happened."""
    return [row["stream"] for row in database.read(lambda tx: execute(tx, "SELECT stream FROM event ORDER BY seq"))]


def test_each_job_happens_once_with_several_runners(database: Database) -> None:
    for number in range(60):
        put(database, str(number))
    with ThreadPoolExecutor(3) as pool:
        list(pool.map(lambda _: [schedule.run_due(database, {"ring": ring}) for _ in range(4)], range(3)))
    assert sorted(rung(database), key=int) == [str(number) for number in range(60)]


def test_what_is_not_due_waits_and_what_was_moved_happens_at_its_new_time(database: Database) -> None:
    put(database, "later", seconds=3600)
    assert schedule.run_due(database, {"ring": ring}) == 0
    put(database, "later")
    assert schedule.run_due(database, {"ring": ring}) == 1
    assert rung(database) == ["later"]


def test_a_job_whose_runner_died_is_rescued_when_the_lease_runs_out(database: Database) -> None:
    put(database, "orphan", seconds=-86400)
    leased = "UPDATE job SET lease = gen_random_uuid(), leased_until = now() + interval '{}', attempts = 1"
    database.transact(lambda tx: execute(tx, leased.format("1 minute")))
    assert schedule.run_due(database, {"ring": ring}) == 0
    database.transact(lambda tx: execute(tx, leased.format("-1 second")))
    assert schedule.run_due(database, {"ring": ring}) == 1
    assert rung(database) == ["orphan"]  # a day late, and not never


def test_a_runner_that_lost_its_lease_changes_nothing(database: Database) -> None:
    put(database, "slow")

    def robbed(tx: Tx, job: Job) -> None:
        database.transact(lambda other: execute(other, "UPDATE job SET lease = gen_random_uuid()"))
        ring(tx, job)

    schedule.run_due(database, {"ring": robbed})
    assert rung(database) == []


def test_a_job_that_fails_backs_off_and_stops_no_other(database: Database) -> None:
    put(database, "bad", seconds=-9)
    put(database, "good")

    def work(tx: Tx, job: Job) -> None:
        ring(tx, job)
        if job.subject == "bad":
            raise LookupError("no luck")

    assert schedule.run_due(database, {"ring": work}) == 2
    assert rung(database) == ["good"]
    bad = "SELECT attempts, error, leased_until > now() AS waits FROM job WHERE subject = 'bad'"
    [row] = database.read(lambda tx: execute(tx, bad))
    assert (row["attempts"], row["waits"], row["error"]) == (1, True, "LookupError: no luck")
    assert schedule.run_due(database, {"ring": work}) == 0
