"""A hall full of delegates, made through the public API: what the vote bench and the fault tests vote in.

Its people are named by number and their addresses end in `.example`, so nobody real is ever written to.
"""

import csv
import hashlib
import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import Any
from uuid import uuid4

from deploy.story.client import Answer, Api
from deploy.story.post import Post
from services.kit.links import Links

ROWS_AT_ONCE = 20_000
SOLUTIONS = 6
PHASES = {"collecting": "Nhận ý kiến", "voting": "Biểu quyết"}


@dataclass(frozen=True)
class Seat:
    """One delegate's place."""

    seat_id: str
    person_id: str


@dataclass
class Hall:
    """A forum that is open, with its solutions and everybody seated; `organizer` may do anything in it."""

    organizer: Api
    gateway_url: str
    forum_id: str
    known: str  # the version of the forum, with everybody seated, that a service must have heard of
    solutions: list[str]
    seats: list[Seat]

    @property
    def path(self) -> str:
        """The forum's path."""
        return f"/forums/{self.forum_id}"

    def propose(self, solutions: int) -> None:
        """Put so many solutions before the hall."""
        for number in range(1, solutions + 1):
            solution = {"title": f"Giải pháp {number}", "text": "Nội dung thử tải."}
            self.solutions.append(str(self._command("/solutions", solution)["solution_id"]))

    def open_round(self, title: str) -> str:
        """Open a round over all solutions for an hour; answers its id."""
        draft = {"title": title, "solution_ids": self.solutions, "reminder_minutes": 0}
        round_id = self._command("/rounds", draft)["round_id"]
        closes_at = (datetime.now(UTC) + timedelta(hours=1)).isoformat()
        opened = self._command(f"/rounds/{round_id}/open", {"closes_at": closes_at})
        if opened["electors"] != len(self.seats):
            raise RuntimeError(f"{opened['electors']} electors on the roll, {len(self.seats)} delegates in the hall")
        return str(round_id)

    def _command(self, path: str, body: Any) -> dict[str, Any]:
        """Have something done by a service, once it has heard of everybody in the hall."""
        return _done(self.organizer.ask("POST", f"{self.path}{path}", body, {"Depends-On": self.known}))

    def token_of(self, seat: Seat, link_key: str) -> str:
        """Sign a delegate in as their invitation link does; answers the bearer token of the session."""
        invitation = invitation_of(seat, link_key)
        return str(Api(self.gateway_url).post("/sign-in/invitations", {"token": invitation})["token"])


def invitation_of(seat: Seat, link_key: str) -> str:
    """The token of a delegate's invitation link."""
    return Links(link_key).make("invitation", [seat.seat_id, 1])


def fill(gateway_url: str, mail_url: str, admin_email: str, delegates: int, invite: bool = False) -> Hall:
    """Make the forum, seat so many delegates, and open it for voting."""
    organizer = sign_in(gateway_url, mail_url, admin_email)
    forum_id = _forum(organizer)
    _seat(organizer, forum_id, delegates)
    organizer.post(f"/forums/{forum_id}/announce")
    if invite:
        organizer.post(f"/forums/{forum_id}/invitations", {})
    opened = organizer.ask("POST", f"/forums/{forum_id}/open", {})
    _done(opened)
    known = opened.headers["stream-version"]
    seats = [Seat(seat["seat_id"], seat["person_id"]) for seat in organizer.every(f"/forums/{forum_id}/seats")]
    mine = organizer.get("/me")["person_id"]
    hall = Hall(organizer, gateway_url, forum_id, known, [], [seat for seat in seats if seat.person_id != mine])
    hall.propose(SOLUTIONS)
    return hall


def sign_in(gateway_url: str, mail_url: str, email: str) -> Api:
    """Sign in with the code that comes by mail."""
    api, post = Api(gateway_url), Post(mail_url)
    seen = post.last(email)
    api.post("/sign-in/requests", {"email": email})
    api.post("/sign-in/codes", {"email": email, "code": post.wait_for_code(email, seen)})
    return api


def _forum(organizer: Api) -> str:
    code = f"hall-{uuid4().hex[:8]}"
    body = organizer.post("/bodies", {"kind": "Hội", "code": code, "name": "Hội LHPN tỉnh (thử tải)"})
    now = datetime.now(UTC)
    times = {"opens_at": (now - timedelta(minutes=1)).isoformat(), "closes_at": (now + timedelta(days=1)).isoformat()}
    draft: dict[str, Any] = {
        "title": "Diễn đàn thử tải",
        "summary": "",
        "place": "",
        "host_body_id": body["body_id"],
        "starts_at": times["opens_at"],
        "ends_at": times["closes_at"],
        "link_signs_in": True,
        "phases": [{"kind": kind, "title": title, **times} for kind, title in PHASES.items()],
    }
    return str(organizer.post("/forums", draft)["forum_id"])


def _seat(organizer: Api, forum_id: str, delegates: int) -> None:
    for first in range(0, delegates, ROWS_AT_ONCE):
        roster = _roster(forum_id, range(first, min(first + ROWS_AT_ONCE, delegates)))
        organizer.post(f"/forums/{forum_id}/delegates/import", {"text": roster, "apply": True})


def _roster(forum_id: str, numbers: range) -> str:
    text = io.StringIO()
    rows = csv.writer(text)
    rows.writerow(["ho_va_ten", "email", "khoi"])
    for number in numbers:
        rows.writerow([f"Đại biểu số {number}", f"d{number}.{forum_id[-12:]}@hall.example", f"Khối {number % 6 + 1}"])
    return text.getvalue()


def _done(answer: Answer) -> dict[str, Any]:
    if answer.status != HTTPStatus.OK:
        raise RuntimeError(f"{answer.status}: {answer.body}")
    body: dict[str, Any] = answer.body
    return body


def receipt(round_id: str, nonce: str, solutions: Sequence[str], choices: Sequence[int]) -> str:
    """The receipt of a stored ballot, worked out here from its description, not by the code that gave it out."""
    words = [("yes", "no", "abstain")[choice] for choice in choices]
    leaf = {"choices": dict(zip(solutions, words, strict=True)), "nonce": nonce, "round": round_id}
    return hashlib.sha256(b"\0" + json.dumps(leaf, sort_keys=True, separators=(",", ":")).encode()).hexdigest()
