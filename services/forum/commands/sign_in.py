"""Signing in: by a letter's link or code, by an invitation; and what an operator hands out at the machine.

Nothing here tells whether an address is known: known or not, the same statements run and the same answer is given.
"""

import secrets
from datetime import timedelta
from typing import Any
from uuid import UUID

from services.forum import store
from services.forum.commands import access, people
from services.forum.commands.counting import count, require_some_left
from services.forum.model import forums
from services.forum.model import sign_in as rules
from services.forum.model.sign_in import Keys
from services.forum.store import Row, queries
from services.kit import schedule
from services.kit.acting import Acting
from services.kit.db import Tx
from services.kit.errors import Missing, Refused
from services.kit.ids import new_id, random_id
from services.kit.links import Links

LETTER_JOB = "sign-in-letter"
INVITATION = "invitation"


def request_sign_in(tx: Tx, keys: Keys, email: str) -> dict[str, Any]:
    """Have a letter with a link and a code sent, if this is somebody's address. → {code_sent: true}"""
    _count_asking(tx, keys.address(email))
    request_id, _ = _add_request(tx, keys, email, rules.CODE_LIFE, has_code=True)
    schedule.put(tx, LETTER_JOB, str(request_id), store.now(tx))
    return {"code_sent": True}


def sign_in_by_code(
    tx: Tx, keys: Keys, links: Links, code: str, email: str = "", invitation: str = "", device: str = ""
) -> dict[str, Any] | Refused:
    """Sign in with a code. → Session; a wrong code is returned, not raised, so that the try stays counted."""
    address = keys.address(email or read_invitation(tx, links, invitation)["email"])
    require_some_left(tx, rules.WRONG_BY_ADDRESS, address)
    rows = list(queries.lock_open_requests(tx.connection, address=address, most_tries=rules.WRONG_TRIES))
    right = [row for row in rows if rules.same(keys.code(row["request_id"], bytes(row["salt"])), code)]
    if not right or right[0]["person_id"] is None:
        return _wrong_try(tx, address, [row["request_id"] for row in rows])
    return _used(tx, right[0]["request_id"], device) or rules.WrongCode()


def sign_in_by_link(tx: Tx, keys: Keys, token: str, device: str = "") -> dict[str, Any]:
    """Sign in with the token of a letter's link, once. → Session"""
    request_id = rules.request_of(token)
    row = queries.get_request(tx.connection, request_id=request_id)
    if row is None or not rules.same(keys.token(request_id, bytes(row["salt"])), token):
        raise rules.LinkSpent
    session = _used(tx, request_id, device)
    if session is None:
        raise rules.LinkSpent
    return session


def sign_in_by_invitation(tx: Tx, keys: Keys, links: Links, token: str, device: str = "") -> dict[str, Any]:
    """One button: sign in, or have a code sent, as the forum is set. → Session, or {code_sent: true, sent_to}"""
    invitation = read_invitation(tx, links, token)
    if link_suffices(invitation):
        return begin_session(tx, invitation["person_id"], device)
    return {**request_sign_in(tx, keys, invitation["email"]), "sent_to": _veiled(invitation["email"])}


def make_operator_link(tx: Tx, acting: Acting, keys: Keys, email: str, admin_email: str) -> dict[str, Any]:
    """For an operator: the token of a link that signs somebody in once, within half a day. → {token}"""
    access.operator(acting)
    people.ensure_first_organizer(tx, admin_email)
    if queries.lock_person_by_email(tx.connection, email=email) is None:
        raise Missing
    request_id, salt = _add_request(tx, keys, email, rules.OPERATOR_LINK_LIFE, has_code=False)
    return {"token": keys.token(request_id, salt)}


def read_invitation(tx: Tx, links: Links, token: str) -> Row:
    """What an invitation's token stands for. Raises Missing for a forged one, InvitationEnded for one that was good."""
    seat_id, serial = links.read(INVITATION, token)
    row: Row | None = queries.get_invitation(tx.connection, seat_id=UUID(seat_id), serial=serial)
    if row is None or row["state"] in forums.ENDED:
        raise rules.InvitationEnded
    return row


def link_suffices(invitation: Row) -> bool:
    """Whether the button signs in at once. Never as somebody who organizes: whoever prints the links could be them."""
    return bool(invitation["link_signs_in"] and not invitation["organizes"])


def begin_session(tx: Tx, person_id: UUID, device: str = "") -> dict[str, Any]:
    """A new session, begun in this kind of browser. → Session"""
    session_id = random_id()
    expires_at = queries.begin_session(
        tx.connection, session_id=session_id, person_id=person_id, life=rules.SESSION_LIFE, device=device
    )
    person = queries.get_person(tx.connection, person_id=person_id)
    who = {name: person[name] for name in ("person_id", "full_name", "language")}
    return {"session_id": session_id, **who, "expires_at": expires_at}


def _used(tx: Tx, request_id: UUID, device: str) -> dict[str, Any] | None:
    person_id = queries.use_request(tx.connection, request_id=request_id)
    return begin_session(tx, person_id, device) if person_id else None


def _add_request(tx: Tx, keys: Keys, email: str, life: timedelta, has_code: bool) -> tuple[UUID, bytes]:
    request_id, salt = new_id(), secrets.token_bytes(rules.SALT_BYTES)
    queries.add_request(
        tx.connection,
        request_id=request_id,
        address=keys.address(email),
        email=email,
        salt=salt,
        life=life,
        has_code=has_code,
    )
    return request_id, salt


def _wrong_try(tx: Tx, address: bytes, request_ids: list[UUID]) -> Refused:
    queries.count_wrong_try(tx.connection, request_ids=request_ids)
    count(tx, rules.WRONG_BY_ADDRESS, address)
    return rules.WrongCode()


def _count_asking(tx: Tx, address: bytes) -> None:
    for limit, whose in ((rules.ASKED_BY_ADDRESS, address), (rules.ASKED_BY_ALL, b"")):
        if not count(tx, limit, whose):
            raise limit.passed()


def _veiled(email: str) -> str:
    name, _, domain = email.partition("@")
    return f"{name[:2]}…@{domain}"
