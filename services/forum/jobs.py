"""What the forum service does by the clock: phases open and close by themselves; what is old is forgotten."""

from uuid import UUID

from services.forum import store
from services.forum.model import finding
from services.forum.model.forums import catch_up
from services.forum.store import queries
from services.kit.db import Database, Tx
from services.kit.filling import fill
from services.kit.schedule import Job


def look_at_phases(tx: Tx, job: Job) -> None:
    """A phase is due to open or close: do with the forum whatever is due, which is nothing while it is not open."""
    forum = store.lock_forum(tx, UUID(job.data["forum_id"]))
    if forum is not None:
        store.record_forum(tx, catch_up(forum, store.now(tx)))


def forget_old(tx: Tx) -> None:
    """Forget what no longer serves anybody: old requests to sign in, counts, pairing codes, sessions long over."""
    queries.forget_requests(tx.connection)
    queries.forget_counts(tx.connection)
    queries.forget_sessions(tx.connection)
    queries.forget_pairings(tx.connection)


def fill_names(db: Database) -> None:
    """Fill in what rows are sorted and found by where an older version wrote them; mostly there are none."""
    for unfilled, write, made in (
        (queries.people_not_filled, queries.fill_people, finding.person),
        (queries.seats_not_filled, queries.fill_seats, finding.seat),
        (queries.bodies_not_filled, queries.fill_bodies, finding.body),
        (queries.forums_not_filled, queries.fill_forums, finding.forum),
    ):
        fill(db, unfilled, write, made)


HANDLERS = {store.PHASE_JOB: look_at_phases}
