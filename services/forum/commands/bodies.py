"""Bodies: the tree of organisation units."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from services.contracts import DIRECTORY
from services.forum.commands import access
from services.forum.model import finding
from services.forum.model.bodies import UnderItself
from services.forum.store import Row, queries
from services.kit.acting import Acting
from services.kit.db import Tx
from services.kit.errors import Missing
from services.kit.ids import new_id


def record_body(tx: Tx, acting: Acting, data: dict[str, Any]) -> dict[str, Any]:
    """A new body. → Body"""
    access.installation_organizer(tx, acting)
    body: Row = {"body_id": new_id(), **data}
    queries.add_body(tx.connection, **finding.body(body))
    tx.record(DIRECTORY, "body_recorded.v1", body)
    return {**body, "version": 1}


def change_body(
    tx: Tx, acting: Acting, body_id: UUID, data: dict[str, Any], must_match: Callable[[int], None]
) -> dict[str, Any]:
    """A body as it should be from now on. → Body"""
    access.installation_organizer(tx, acting)
    list(queries.lock_roots(tx.connection))  # a query of many rows runs when it is read
    before = queries.lock_body(tx.connection, body_id=body_id)
    if before is None:
        raise Missing
    must_match(before["version"])
    after = {**before, **data}
    return dict(before) if after == before else _changed(tx, after)


def _changed(tx: Tx, body: Row) -> Row:
    above = body["parent_id"]
    if above and queries.stands_under(tx.connection, body_id=above, other_id=body["body_id"]):
        raise UnderItself
    body = {**body, "version": body["version"] + 1}
    queries.change_body(tx.connection, **finding.body(body))
    tx.record(DIRECTORY, "body_recorded.v1", {name: body[name] for name in body if name != "version"})
    return body
