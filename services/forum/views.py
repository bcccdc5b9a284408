"""What can be read of the forum service."""

from typing import Any
from uuid import UUID

from services.forum import store
from services.forum.commands import access
from services.forum.commands.sign_in import link_suffices, read_invitation
from services.forum.model.screens import is_code, typed
from services.forum.store import queries
from services.kit.acting import Acting
from services.kit.db import Tx
from services.kit.errors import Missing
from services.kit.links import Links

FORUMS_A_PAGE = 50


def short_code(tx: Tx, acting: Acting, code: str) -> dict[str, Any]:
    """The forum a short code leads to, if its page may be seen. → {forum_id}"""
    code = typed(code)
    forum_id = queries.forum_of_short_code(tx.connection, code=code) if is_code(code) else None
    if forum_id is None:
        raise Missing
    access.may_see(tx, acting, forum_id)
    return {"forum_id": forum_id}


def screens(tx: Tx, acting: Acting, forum_id: UUID) -> dict[str, Any]:
    """For organizers: the screens that are paired now. → list of Screen"""
    access.organizes(tx, acting, forum_id)
    return _all(queries.list_screens(tx.connection, forum_id=forum_id))


def ended_screens(tx: Tx, acting: Acting) -> dict[str, Any]:
    """For an operator: screens unpaired whose cookie may still turn up. → list of ScreenUnpaired"""
    access.operator(acting)
    return _all(queries.ended_screens(tx.connection))


def invitation(tx: Tx, links: Links, token: str) -> dict[str, Any]:
    """What an invitation's page says before its button is pressed. Nothing is consumed. → Invitation"""
    row = read_invitation(tx, links, token)
    return {
        "forum_id": row["forum_id"],
        "forum_title": row["title"],
        "full_name": row["full_name"],
        "greeting": row["greeting"],
        "link_signs_in": link_suffices(row),
    }


def me(tx: Tx, acting: Acting) -> dict[str, Any]:
    """Who I am, the bodies I lead, my seats. → Me"""
    person = access.known_person(tx, acting)
    return {
        **person,
        "leads": list(queries.leads_of(tx.connection, person_id=person["person_id"])),
        "seats": list(queries.seats_of(tx.connection, person_id=person["person_id"])),
    }


def my_sessions(tx: Tx, acting: Acting) -> dict[str, Any]:
    """Where I am signed in. → list of OwnSession"""
    rows = queries.list_sessions(tx.connection, person_id=acting.person)
    return _all([{**row, "current": row["session_id"] == acting.session_id} for row in rows])


def ended_sessions(tx: Tx, acting: Acting) -> dict[str, Any]:
    """For an operator: sessions that have ended and whose cookie may still turn up. → list of EndedSession"""
    access.operator(acting)
    return _all(queries.ended_sessions(tx.connection))


def bodies(tx: Tx) -> dict[str, Any]:
    """All bodies; anyone may know them. → list of Body"""
    return _all(queries.list_bodies(tx.connection))


def body(tx: Tx, acting: Acting, body_id: UUID) -> dict[str, Any]:
    """One body; its leaders for who is signed in, their addresses for who appoints them. → BodyWithLeaders"""
    row = queries.get_body(tx.connection, body_id=body_id)
    if row is None:
        raise Missing
    leaders = list(queries.list_leaders(tx.connection, body_id=body_id)) if acting.person_id else []
    if leaders and not access.known_person(tx, acting)["organizer"]:
        leaders = [{**leader, "email": None} for leader in leaders]
    return {**row, "leaders": leaders}


def forums(tx: Tx, acting: Acting, state: str | None = None, after: UUID | None = None) -> dict[str, Any]:
    """Forums, newest first. → list of Forum"""
    rows = list(
        queries.list_forums(tx.connection, person_id=acting.person_id, state=state, after=after, most=FORUMS_A_PAGE + 1)
    )
    items = [forum.as_data() for forum in store.forums_of(tx, rows[:FORUMS_A_PAGE])]
    return {"items": items, "next": items[-1]["forum_id"] if len(rows) > FORUMS_A_PAGE else None}


def forum(tx: Tx, acting: Acting, forum_id: UUID) -> dict[str, Any]:
    """One forum. → Forum"""
    access.may_see(tx, acting, forum_id)
    found = store.get_forum(tx, forum_id)
    if found is None:
        raise Missing
    return found.as_data()


def seats(tx: Tx, acting: Acting, forum_id: UUID, limit: int, after: UUID | None = None) -> dict[str, Any]:
    """For organizers: the seats in the order they were made. → list of SeatRow, with `total` and `invited`"""
    access.organizes(tx, acting, forum_id)
    rows = list(queries.list_seats(tx.connection, forum_id=forum_id, after=after, most=limit + 1))
    following = rows[limit - 1]["seat_id"] if len(rows) > limit else None
    return {"items": rows[:limit], "next": following, **queries.count_seats(tx.connection, forum_id=forum_id)}


def _all(rows: Any) -> dict[str, Any]:
    return {"items": list(rows), "next": None}
