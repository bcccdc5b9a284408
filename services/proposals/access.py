"""Who may do what: decided here, by this service's own tables.

Who may not know of a forum is told that there is none; who may know of it and may not act is told so.
"""

from uuid import UUID

from services.kit.acting import Acting
from services.kit.db import Tx
from services.kit.errors import Missing
from services.proposals.model.forums import Forum
from services.proposals.model.refusals import NotAnOrganizer, NotASeat
from services.proposals.store import queries


def reader(tx: Tx, acting: Acting, forum_id: UUID) -> Forum:
    """The forum, for who may read it: anyone once it has been announced. Raises Missing."""
    return _seen(tx, acting.person_id, forum_id)


def participant(tx: Tx, acting: Acting, forum_id: UUID) -> Forum:
    """The forum, for its delegates and organizers. Raises NotSignedIn, Missing or NotASeat."""
    forum = _seen(tx, acting.person, forum_id)
    if not forum.seated:
        raise NotASeat
    return forum


def organizer(tx: Tx, acting: Acting, forum_id: UUID) -> Forum:
    """The forum, for its organizers, one of whom acts at a time. Raises NotSignedIn, Missing or NotAnOrganizer."""
    person = acting.person
    queries.lock_forum(tx.connection, forum_id=forum_id)
    forum = _seen(tx, person, forum_id)
    if not forum.organized:
        raise NotAnOrganizer
    return forum


def _seen(tx: Tx, person_id: UUID | None, forum_id: UUID) -> Forum:
    row = queries.forum_as_seen(tx.connection, forum_id=forum_id, person_id=person_id)
    if row is None:
        raise Missing
    forum = Forum(**row)
    if not forum.readable:
        raise Missing
    return forum
