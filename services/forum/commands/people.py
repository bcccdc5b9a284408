"""People, and who of them leads a body or organizes."""

from typing import Any
from uuid import UUID

from services.contracts import DIRECTORY
from services.forum.commands import access
from services.forum.model import finding
from services.forum.store import Row, queries
from services.kit.acting import Acting
from services.kit.db import Tx, as_json
from services.kit.errors import Missing
from services.kit.ids import new_id
from services.kit.log import logger

log = logger(__name__)

NEWCOMER: Row = {"language": "vi", "greeting": "đại biểu", "organizer": False}


def change_me(tx: Tx, acting: Acting, data: dict[str, Any]) -> dict[str, Any]:
    """How I want to be addressed, and in which language. → Person"""
    return record(tx, **{**data, "email": access.known_person(tx, acting)["email"]})


def ensure_first_organizer(tx: Tx, email: str) -> None:
    """Into an empty directory comes its first organizer; of two who bring them at once, one does."""
    if queries.directory_is_empty(tx.connection):
        first = {**NEWCOMER, "full_name": "Ban tổ chức", "email": email.lower(), "organizer": True}
        if add(tx, [first]):
            log.info("first organizer made")


def appoint_organizer(tx: Tx, acting: Acting, data: dict[str, Any]) -> dict[str, Any]:
    """A person may make bodies, forums and organizers from now on. → Person"""
    access.installation_organizer(tx, acting)
    return record(tx, **data, organizer=True)


def appoint_leader(tx: Tx, acting: Acting, body_id: UUID, data: dict[str, Any]) -> dict[str, Any]:
    """A person answers for a body from now on, under this title. → Person with `body_id` and `title`"""
    access.installation_organizer(tx, acting)
    if queries.lock_body(tx.connection, body_id=body_id) is None:
        raise Missing
    person = record(tx, **{name: value for name, value in data.items() if name != "title"})
    post = {"body_id": body_id, "person_id": person["person_id"], "title": data["title"]}
    if queries.appoint_leader(tx.connection, **post):
        tx.record(DIRECTORY, "leader_appointed.v1", post)
    return {**person, **post}


def dismiss_leader(tx: Tx, acting: Acting, body_id: UUID, person_id: UUID) -> dict[str, Any]:
    """A person no longer answers for a body. → {body_id, person_id}"""
    access.installation_organizer(tx, acting)
    post = {"body_id": body_id, "person_id": person_id}
    if not queries.dismiss_leader(tx.connection, **post):
        raise Missing
    tx.record(DIRECTORY, "leader_dismissed.v1", post)
    return post


def record(tx: Tx, **told: Any) -> Row:
    """The person of this address as now told, new or changed; what is not told of one who is known stays."""
    before = queries.lock_person_by_email(tx.connection, email=told["email"])
    if before is None and (added := add(tx, [{**NEWCOMER, **told}])):
        return added[0]
    before = before or queries.lock_person_by_email(tx.connection, email=told["email"])
    after: Row = {**before, **told}
    if after != before:
        stored = finding.person(after)
        queries.change_person(tx.connection, **{name: stored[name] for name in stored if name != "email"})
        tx.record(DIRECTORY, "person_recorded.v1", after)
    return after


def add(tx: Tx, people: list[Row]) -> list[Row]:
    """Add people and tell of them; answers those who were not there, without any whom another has just added."""
    rows = [finding.person({**person, "person_id": new_id()}) for person in people]
    added: list[Row] = list(map(dict, queries.add_people(tx.connection, rows=as_json(rows))))
    for person in added:
        tx.record(DIRECTORY, "person_recorded.v1", person)
    return added
