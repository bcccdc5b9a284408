"""What people do in notify: read a message, and have letters that were given up sent again."""

from datetime import datetime
from typing import Any
from uuid import UUID

from services.kit.acting import Acting
from services.kit.db import Tx
from services.kit.errors import Missing
from services.notify.model import NotGivenUp, State
from services.notify.store import queries
from services.notify.views import must_organize


def read_message(tx: Tx, acting: Acting, message_id: UUID) -> dict[str, Any]:
    """Mark a message of one's own as read; the first time counts."""
    row = queries.mark_read(tx.connection, person_id=acting.person, message_id=message_id)
    if row is None:
        raise Missing
    return dict(row)


def read_messages(tx: Tx, acting: Acting, until: datetime) -> dict[str, Any]:
    """Mark one's own messages as read, those that were sent up to a moment: what came since nobody has seen."""
    return {"read": queries.mark_all_read(tx.connection, person_id=acting.person, until=until)}


def retry_delivery(tx: Tx, acting: Acting, forum_id: UUID, delivery_id: UUID) -> dict[str, Any]:
    """Have a letter that was given up, or of which nobody knows whether it arrived, sent again from the start."""
    must_organize(tx, acting, forum_id)
    delivery = queries.locked_delivery(tx.connection, forum_id=forum_id, delivery_id=delivery_id)
    if delivery is None:
        raise Missing
    finally_unknown = delivery["state"] == State.UNKNOWN and delivery["due_at"] is None
    if delivery["state"] != State.GIVEN_UP and not finally_unknown:
        raise NotGivenUp(state=delivery["state"])
    row = queries.requeue(tx.connection, forum_id=forum_id, delivery_id=delivery_id)
    return {
        "delivery_id": row["delivery_id"],
        "channel": row["channel"],
        "state": row["state"],
        "next_at": row["due_at"],
    }


def retry_given_up(tx: Tx, acting: Acting, forum_id: UUID) -> dict[str, Any]:
    """Have every letter of the forum that was given up sent again, as after the mail server was mended."""
    must_organize(tx, acting, forum_id)
    return {"retried": queries.requeue_given_up(tx.connection, forum_id=forum_id)}
