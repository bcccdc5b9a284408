"""What the forum service does by the clock: phases open and close by themselves; what is old is forgotten."""

from uuid import UUID

from services.forum import store
from services.forum.model.forums import catch_up
from services.forum.store import queries
from services.kit.db import Tx
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


HANDLERS = {store.PHASE_JOB: look_at_phases}
