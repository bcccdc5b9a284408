"""Sessions: ended by whose they are. The gateway hears it and no longer takes the cookie."""

from typing import Any
from uuid import UUID

from services.contracts import DIRECTORY
from services.forum.store import queries
from services.kit.acting import Acting
from services.kit.db import Tx
from services.kit.errors import Missing, NotSignedIn


def sign_out(tx: Tx, acting: Acting) -> dict[str, Any]:
    """End the session this is asked in; one that has ended stays so. → {session_id}"""
    if acting.session_id is None:
        raise NotSignedIn
    _end(tx, acting.person, acting.session_id)
    return {"session_id": acting.session_id}


def end_session(tx: Tx, acting: Acting, session_id: UUID) -> dict[str, Any]:
    """End another session of one's own, on a device one has left. → {session_id}"""
    if not _end(tx, acting.person, session_id):
        raise Missing
    return {"session_id": session_id}


def _end(tx: Tx, person_id: UUID, session_id: UUID) -> bool:
    ended = queries.end_session(tx.connection, session_id=session_id, person_id=person_id)
    if ended:
        tx.record(DIRECTORY, "session_ended.v1", ended)
    return ended is not None
