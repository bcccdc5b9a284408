"""A forum service's database with people in it, and its commands as they are called by `service.py`."""

import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID

import pytest

from services.forum import model, schemas
from services.forum.commands import bodies, forums, people, seats
from services.forum.model.sign_in import Keys
from services.kit.acting import NOBODY, Acting
from services.kit.db import Database, Tx
from services.kit.links import Links

T = TypeVar("T")
ADMIN = "admin@hoi.example"
KEYS = Keys("ab" * 32)
LINKS = Links("cd" * 32)


@dataclass
class Stage:
    """What a test says: who does what, and what has been told of it."""

    db: Database
    admin: Acting = NOBODY
    host: UUID = field(default_factory=lambda: UUID(int=0))

    def do(self, work: Callable[..., T], *arguments: Any, **named: Any) -> T:
        """Run a command or a view in a transaction."""
        return self.db.transact(lambda tx: work(tx, *arguments, **named))

    def rows(self, sql: str, **parameters: Any) -> list[dict[str, Any]]:
        """Look into the database, or meddle with it."""

        def work(tx: Tx) -> list[dict[str, Any]]:
            with tx.connection.cursor() as cursor:
                cursor.execute(sql, parameters)
                return [dict(row) for row in cursor.fetchall()] if cursor.description else []

        return self.db.transact(work)

    def told(self, *types: str) -> list[dict[str, Any]]:
        """The events so far, in the order others will hear them."""
        events = self.rows("SELECT stream, version, type, data FROM event ORDER BY seq")
        return [event for event in events if not types or event["type"] in types]

    def person(self, email: str) -> Acting:
        """Someone who is in the directory."""
        return Acting(self.rows("SELECT person_id FROM person WHERE email = %(email)s", email=email)[0]["person_id"])

    def newcomer(self, email: str) -> Acting:
        """Someone who is in the directory from now on, and has no part in anything."""
        self.do(lambda tx: people.record(tx, full_name="Trần Văn Bình", email=email))
        return self.person(email)

    def body(self, code: str, **told: Any) -> dict[str, Any]:
        """A new body."""
        data = schemas.RecordBody().load({"kind": "sở", "code": code, "name": f"Sở {code}", **told})
        return self.do(bodies.record_body, self.admin, data)

    def draft(self, **told: Any) -> dict[str, Any]:
        """A new forum, organized by the admin."""
        return self.do(forums.draft_forum, self.admin, schemas.Forum().load(self.forum_data(**told)))

    def announced(self, **told: Any) -> dict[str, Any]:
        """A new forum that is announced."""
        return self.do(forums.announce_forum, self.admin, self.draft(**told)["forum_id"])

    def opened(self, **told: Any) -> dict[str, Any]:
        """A new forum that is open."""
        return self.do(forums.open_forum, self.admin, self.announced(**told)["forum_id"])

    def forum_data(self, **told: Any) -> dict[str, Any]:
        """The body of a command that makes or edits a forum."""
        return {
            "title": "Tọa đàm",
            "summary": "Giải pháp nâng cao chất lượng cán bộ",
            "place": "Phan Thiết",
            "host_body_id": str(self.host),
            "starts_at": "2026-12-01T01:00:00Z",
            "ends_at": "2026-12-01T10:00:00Z",
            **told,
        }

    def seat(self, forum_id: UUID, email: str, *roles: str, **told: Any) -> dict[str, Any]:
        """A seat for this address; a delegate's unless said otherwise."""
        data = {"full_name": "Nguyễn Thị Ánh", "email": email, "sector": "Hội", "roles": roles or ("delegate",), **told}
        return self.do(seats.grant_seat, self.admin, forum_id, schemas.GrantSeat().load(data))

    def roster(self, forum_id: UUID, text: str, apply: bool = True) -> dict[str, Any]:
        """Import a roster."""
        return self.do(seats.import_delegates, self.admin, forum_id, {"text": text, "apply": apply})


def phase(kind: str = "collecting", opens: float = 1, closes: float = 2, **told: Any) -> dict[str, Any]:
    """A phase that opens and closes so many hours from now."""
    now = datetime.now(UTC)
    times = {"opens_at": now + timedelta(hours=opens), "closes_at": now + timedelta(hours=closes)}
    return {"kind": kind, "title": f"Giai đoạn {kind}", **{k: v.isoformat() for k, v in times.items()}, **told}


def roster_text(rows: list[tuple[str, ...]], header: str = "full_name,email,sector,body_code,position,role") -> str:
    """A roster as a spreadsheet writes it."""
    out = io.StringIO()
    out.write(header + "\n")
    csv.writer(out).writerows(rows)
    return out.getvalue()


@pytest.fixture
def stage(migrated_database: Callable[[str], str]) -> Iterator[Stage]:
    """An installation with its first organizer and one body."""
    yield from set_up(migrated_database("forum"))


def set_up(database_url: str) -> Iterator[Stage]:
    """An installation with its first organizer and one body, in this database."""
    database = Database(database_url, model.CONSTRAINTS)
    stage = Stage(database)
    stage.do(people.ensure_first_organizer, ADMIN)
    stage.admin = stage.person(ADMIN)
    stage.host = stage.body("HPN", name="Hội LHPN tỉnh")["body_id"]
    yield stage
    database.close()
