"""What is published of certified rounds: results with their steps, records, and the log of all records."""

import zlib
from typing import Any
from uuid import UUID

from services.kit.acting import Acting
from services.kit.db import Tx
from services.kit.errors import Missing
from services.proposals import access, store
from services.proposals.record import log
from services.proposals.store import queries

Json = dict[str, Any]


def result(tx: Tx, acting: Acting, forum_id: UUID, round_id: UUID) -> Json:
    """What a round came to. Raises Missing until it is certified."""
    access.reader(tx, acting, forum_id)
    found = queries.result(tx.connection, forum_id=forum_id, round_id=round_id)
    if found is None:
        raise Missing
    turnout = {"sheets": 0, "on_paper": 0, **found["turnout"]}  # of a result from before there were sheets
    return {"forum_id": forum_id, "round_id": round_id, **found, "turnout": turnout}


def record(tx: Tx, acting: Acting, forum_id: UUID, round_id: UUID) -> Json:
    """The record of a round, as a file. Raises Missing until it is certified."""
    access.reader(tx, acting, forum_id)
    packed = queries.record(tx.connection, forum_id=forum_id, round_id=round_id)
    if packed is None:
        raise Missing
    number = store.get_round(tx, forum_id, round_id).number
    text = zlib.decompress(packed).decode()
    return {"file_name": f"bien-ban-kiem-phieu-{number}.json", "text": text}


def log_head(tx: Tx, since: int) -> Json:
    """The head of the log as it now is, with the proof that it grew from the log of the first `since` records."""
    names = [row["name"] for row in queries.log(tx.connection)]
    return log.published_head(names, store.moment(tx), [since] if since else [])
