"""What can be read of the forum service."""

import re
from typing import Any
from uuid import UUID

from services.forum import roster, store
from services.forum.commands import access
from services.forum.commands.sign_in import link_suffices, read_invitation
from services.forum.model.screens import is_code, typed
from services.forum.store import Row, queries
from services.kit.acting import Acting
from services.kit.db import Tx
from services.kit.errors import Fault, Invalid, Missing
from services.kit.exports import as_csv
from services.kit.links import Links
from services.kit.vietnamese import fold, patterns

FORUMS_A_PAGE = 50
SECTORS_NAMED = 200
MOST_FOUND = 20


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


def my_data(tx: Tx, acting: Acting) -> dict[str, Any]:
    """Everything that is kept about me here. → MyData"""
    whose = {"person_id": access.known_person(tx, acting)["person_id"]}
    return {
        "person": queries.kept_person(tx.connection, **whose),
        "leads": list(queries.leads_of(tx.connection, **whose)),
        "seats": list(queries.kept_seats(tx.connection, **whose)),
        "sessions": list(queries.kept_sessions(tx.connection, **whose)),
        "sign_in_requests": list(queries.kept_requests(tx.connection, **whose)),
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


def seats(
    tx: Tx,
    acting: Acting,
    forum_id: UUID,
    limit: int,
    after: UUID | None = None,
    q: str = "",
    role: str | None = None,
    sector: str | None = None,
    invited: bool | None = None,
) -> dict[str, Any]:
    """For organizers: the seats by given name, those asked for, after one of them. → SeatList"""
    access.organizes(tx, acting, forum_id)
    asked = {"forum_id": forum_id, "words": patterns(q), "role": role, "sector": sector, "invited": invited}
    sort_key = _place_of(tx, forum_id, after) if after else None
    rows = list(queries.list_seats(tx.connection, **asked, sort_key=sort_key, after=after, most=limit + 1))
    return {
        "items": rows[:limit],
        "next": rows[limit - 1]["seat_id"] if len(rows) > limit else None,
        "found": queries.count_found_seats(tx.connection, **asked),
        **queries.count_seats(tx.connection, forum_id=forum_id),
        "sectors": list(queries.list_sectors(tx.connection, forum_id=forum_id, most=SECTORS_NAMED)),
    }


def seat(tx: Tx, acting: Acting, forum_id: UUID, seat_id: UUID) -> Row:
    """For organizers: one seat. → OneSeat"""
    access.organizes(tx, acting, forum_id)
    row: Row | None = queries.get_seat(tx.connection, forum_id=forum_id, seat_id=seat_id)
    if row is None:
        raise Missing
    return row


def _place_of(tx: Tx, forum_id: UUID, seat_id: UUID) -> str:
    place: str | None = queries.place_of_seat(tx.connection, forum_id=forum_id, seat_id=seat_id)
    if place is None:  # taken back since the page before was read
        raise Invalid([Fault("/after", "unknown-seat")])
    return place


def exported_seats(tx: Tx, acting: Acting, forum_id: UUID) -> dict[str, Any]:
    """For organizers: all seats as a list that can be imported again. → File"""
    access.organizes(tx, acting, forum_id)
    title = forum(tx, acting, forum_id)["title"]
    rows = queries.seats_for_export(tx.connection, forum_id=forum_id)
    name = re.sub(r"[^a-z0-9]+", "-", fold(title)).strip("-")[:60]
    return {"file_name": f"dai-bieu-{name}.csv", "text": as_csv(roster.EXPORTED, map(roster.as_cells, rows))}


def search(tx: Tx, acting: Acting, q: str) -> dict[str, Any]:
    """Forums, bodies and, for organizers, people. → Found"""
    words = {"words": patterns(q), "most": MOST_FOUND}
    if not words["words"]:  # marks alone: that finds nothing, not everything
        return {"forums": [], "bodies": [], "people": []}
    return {
        "forums": list(queries.find_forums(tx.connection, **words, person_id=acting.person_id)),
        "bodies": list(queries.find_bodies(tx.connection, **words)),
        "people": _people(tx, access.known_person(tx, acting), words) if acting.person_id else [],
    }


def _people(tx: Tx, person: Row, words: dict[str, Any]) -> list[Row]:
    """People in the forums this person organizes; for an organizer of the installation, then everybody else."""
    found = list(queries.find_seats(tx.connection, **words, person_id=person["person_id"]))
    if person["organizer"]:
        others = queries.find_people(tx.connection, **words, but=[row["person_id"] for row in found])
        found += [{**row, "position": "", "forum_id": None, "forum_title": None, "seat_id": None} for row in others]
    return found[:MOST_FOUND]


def _all(rows: Any) -> dict[str, Any]:
    return {"items": list(rows), "next": None}
