"""What the forum service does about what others tell."""

from services.contracts.proposals import ConclusionIssued
from services.forum import store
from services.forum.model.forums import conclude_by_conclusion
from services.kit.db import Tx
from services.kit.envelope import Envelope


def conclude_forum(tx: Tx, event: Envelope) -> None:
    """The conclusion is issued: the forum is concluded, if it is still open or closed."""
    forum = store.lock_forum(tx, ConclusionIssued().load(event.data)["forum_id"])
    if forum is not None:
        store.record_forum(tx, conclude_by_conclusion(forum, store.now(tx)))


PROPOSALS = {"conclusion_issued.v1": conclude_forum}
