"""What the others tell notify, as it arrives: events in the contracts' shape, applied by notify's own listeners."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from services.contracts import DIRECTORY, forum_stream
from services.kit import strict_json
from services.kit.acting import Acting
from services.kit.db import Database, Tx
from services.kit.envelope import Envelope
from services.kit.links import Links
from services.kit.mail import Post
from services.notify import deliverer
from services.notify.listeners import HANDLERS

MORNING = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
PUBLIC_URL = "https://hienke.example"
KEY = "k" * 64


def event(producer: str, event_type: str, data: Mapping[str, Any], minutes: float = 0, stream: str = "") -> Envelope:
    """An event as it comes from the bus: its data is what JSON can hold."""
    return Envelope(
        id=uuid4(),
        producer=producer,
        type=event_type,
        time=MORNING + timedelta(minutes=minutes),
        stream=stream or (forum_stream(data["forum_id"]) if "forum_id" in data else DIRECTORY),
        version=1,
        position=1,
        epoch=uuid4(),
        correlation="test",
        data=json.loads(strict_json.dumps(data)),
    )


@dataclass
class Person:
    """Somebody, and their seat."""

    name: str
    email: str | None = None
    language: str = "vi"
    person_id: UUID = field(default_factory=uuid4)
    seat_id: UUID = field(default_factory=uuid4)

    @property
    def acting(self) -> Acting:
        """This person asks."""
        return Acting(self.person_id)


@dataclass
class World:
    """One forum and those around it; notify's database, and a mail server's address to send to."""

    db: Database
    smtp_url: str = "smtp://127.0.0.1:1"
    forum_id: UUID = field(default_factory=uuid4)
    body_id: UUID = field(default_factory=uuid4)
    round_id: UUID = field(default_factory=uuid4)

    def hear(self, *events: Envelope) -> None:
        """Apply events in one transaction, as a consumer does with a batch."""
        self.db.transact(lambda tx: self.apply(tx, events))

    @staticmethod
    def apply(tx: Tx, events: Sequence[Envelope]) -> None:
        """Apply events in this transaction."""
        for each in events:
            HANDLERS[each.producer][each.type](tx, each)

    def sender(self) -> deliverer.Sender:
        """One sender, as the service makes them."""
        return deliverer.Sender(self.db, Post(self.smtp_url, "hienke@example.org"), Links(KEY), PUBLIC_URL)

    def send(self) -> int:
        """Send what is due."""
        return self.sender().send_due()

    def rows(self, statement: str, **values: Any) -> list[dict[str, Any]]:
        """What a statement answers."""

        def work(tx: Tx) -> list[dict[str, Any]]:
            with tx.connection.cursor() as cursor:
                cursor.execute(statement, values)
                return [dict(row) for row in cursor.fetchall()] if cursor.description else []

        return self.db.transact(work)

    def states(self, occasion: str = "") -> list[str]:
        """The states of deliveries, in the order of their messages."""
        rows = self.rows(
            "SELECT d.state FROM delivery d JOIN message m USING (forum_id, message_id)"
            " WHERE %(occasion)s IN ('', occasion) ORDER BY number",
            occasion=occasion,
        )
        return [row["state"] for row in rows]

    def delivery(self) -> dict[str, Any]:
        """The only delivery there is."""
        (row,) = self.rows("SELECT *, due_at - now() AS due_in FROM delivery")
        return row

    def hasten(self) -> None:
        """What was to be done later is due now."""
        self.rows("UPDATE delivery SET due_at = now() WHERE due_at IS NOT NULL")

    # what forum tells

    def forum(self, state: str = "open", **changes: Any) -> Envelope:
        usual = {
            "forum_id": self.forum_id,
            "title": "Nâng cao chất lượng cán bộ Hội",
            "summary": "Hiến kế",
            "place": "Phan Thiết",
            "host_body_id": self.body_id,
            "host_name": "Hội LHPN tỉnh Bình Thuận",
            "time_zone": "Asia/Ho_Chi_Minh",
            "starts_at": MORNING,
            "ends_at": MORNING + timedelta(days=1),
            "link_signs_in": True,
            "state": state,
            "version": 1,
            "phases": [],
        }
        name = {"open": "opened", "draft": "drafted"}.get(state, state)
        return event("forum", f"forum_{name}.v1", {**usual, **changes})

    def person(self, person: Person) -> Envelope:
        data = {
            "person_id": person.person_id,
            "full_name": person.name,
            "email": person.email,
            "language": person.language,
            "greeting": "chị",
            "organizer": False,
        }
        return event("forum", "person_recorded.v1", data)

    def seats(self, *people: Person, roles: Sequence[str] = ("delegate",), minutes: float = 0) -> Envelope:
        seats = [
            {
                "seat_id": person.seat_id,
                "person_id": person.person_id,
                "full_name": person.name,
                "position": "",
                "sector": "Hội",
                "body_id": None,
                "roles": roles,
            }
            for person in people
        ]
        return event("forum", "seats_granted.v1", {"forum_id": self.forum_id, "seats": seats}, minutes)

    def withdrawn(self, person: Person) -> Envelope:
        data = {"forum_id": self.forum_id, "seat_id": person.seat_id, "person_id": person.person_id}
        return event("forum", "seat_withdrawn.v1", data)

    def invited(self, *people: Person, serial: int = 1) -> Envelope:
        invitations = [
            {"seat_id": person.seat_id, "person_id": person.person_id, "serial": serial} for person in people
        ]
        return event("forum", "seats_invited.v1", {"forum_id": self.forum_id, "invitations": invitations})

    def body(self) -> Envelope:
        data = {"kind": "so", "code": "SNV", "name": "Sở Nội vụ", "parent_id": None, "valid_from": None}
        return event("forum", "body_recorded.v1", {"body_id": self.body_id, "valid_to": None, **data})

    def leader(self, person: Person, kind: str = "appointed") -> Envelope:
        data = {"body_id": self.body_id, "person_id": person.person_id, "title": "Giám đốc"}
        return event("forum", f"leader_{kind}.v1", data)

    # what proposals tells

    def roll(self, *people: Person, kind: str = "roll_frozen.v1", closes_in: float = 60) -> Envelope:
        data = {
            "forum_id": self.forum_id,
            "round_id": self.round_id,
            "title": "Các giải pháp trọng tâm",
            "closes_at": datetime.now(UTC) + timedelta(minutes=closes_in),
            "person_ids": [person.person_id for person in people],
        }
        return event("proposals", kind, data)

    def set_aside(self, *people: Person, minutes: float = 0) -> Envelope:
        solution = {"solution_id": uuid4(), "solution_number": 3, "solution_title": "Bồi dưỡng cán bộ"}
        told = {**self.roll(*people).data, **solution, "changed_at": MORNING + timedelta(minutes=minutes)}
        return event("proposals", "ballots_set_aside.v1", told, minutes)

    def proxy(self, elector: Person, holder: Person, state: str = "given", reason: str = "") -> Envelope:
        ended = {} if state == "given" else {"state": state, "reason": reason}
        data = {
            "forum_id": self.forum_id,
            "round_id": self.round_id,
            "title": "Các giải pháp trọng tâm",
            "elector_id": elector.person_id,
            "elector_name": elector.name,
            "holder_id": holder.person_id,
            "holder_name": holder.name,
        }
        return event("proposals", f"proxy_{'ended' if ended else 'given'}.v1", {**data, **ended})

    def round(self, state: str, minutes: float = 60, closes_in: float = 60, **told: Any) -> Envelope:
        solution_id = uuid4()
        data = {
            "forum_id": self.forum_id,
            "round_id": self.round_id,
            "title": "Các giải pháp trọng tâm",
            "named": True,
            "live_tally": True,
            "state": "open" if state in ("extended", "resumed", "reopened") else state,
            "opened_at": MORNING,
            "closes_at": datetime.now(UTC) + timedelta(minutes=closes_in),
            "electors": 60,
            "ballots": 55,
            "options": [{"solution_id": solution_id, "number": 1, "title": "Bồi dưỡng"}],
            "tally": [{"solution_id": solution_id, "yes": 40, "no": 10, "abstain": 5, "adopted": True}],
            "version": 9,
        }
        return event("proposals", f"round_{state}.v1", {**data, **told}, minutes)

    def assignment(self, assignment_id: UUID, state: str = "given", version: int = 1, minutes: float = 60) -> Envelope:
        data = {
            "forum_id": self.forum_id,
            "assignment_id": assignment_id,
            "solution_id": uuid4(),
            "number": 1,
            "title": "Bồi dưỡng cán bộ",
            "text": "Mỗi năm hai lớp",
            "body_id": self.body_id,
            "due_on": "2027-03-31",
            "state": state,
            "answer": "" if state == "given" else "Đã rõ",
            "answered_by": None,
            "answered_at": None,
            "version": version,
        }
        kind = "given" if state == "given" else "answered"
        return event("proposals", f"assignment_{kind}.v1", data, minutes)
