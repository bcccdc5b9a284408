"""A forum as the proposals service knows it, with its people, for tests that act in it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from services.contracts import EVENTS
from services.kit import clock, schedule, strict_json
from services.kit.acting import NOBODY, Acting
from services.kit.db import Database
from services.kit.envelope import Envelope
from services.proposals import counter, jobs, listeners, schemas, views
from services.proposals.commands import ballots, conclusions, opinions, preparing, proposals, rounds, solutions
from services.proposals.model.ballots import read_batch
from services.proposals.model.opinions import read_batch as read_opinions

NONCE = "nonce-of-sixteen-letters"
SEAL_SECONDS = 15.0
Json = dict[str, Any]


@dataclass
class Hall:
    """One forum with an organizer, delegates, a responsible body and its leader; and people who do not belong to it."""

    db: Database
    delegates: list[UUID] = field(default_factory=lambda: [uuid4() for _ in range(5)])
    forum_id: UUID = field(default_factory=uuid4)
    host_id: UUID = field(default_factory=uuid4)
    body_id: UUID = field(default_factory=uuid4)
    organizer: Acting = field(default_factory=lambda: Acting(uuid4()))
    leader: Acting = field(default_factory=lambda: Acting(uuid4()))
    outsider: Acting = field(default_factory=lambda: Acting(uuid4()))
    told: int = 0

    @property
    def delegate(self) -> Acting:
        """The first delegate."""
        return Acting(self.delegates[0])

    def build(self) -> "Hall":
        """Tell the service of the forum, which is open with both phases running."""
        self.tell("body_recorded.v1", body(self.body_id, "Hội LHPN huyện Tánh Linh"))
        appointed = {"body_id": self.body_id, "person_id": self.leader.person, "title": "Chủ tịch"}
        self.tell("leader_appointed.v1", appointed)
        self.tell("person_recorded.v1", person(self.leader.person, "Nguyễn Thị Ánh"))
        self.be("open", "collecting", "voting")
        self.seat([self.organizer.person], "organizer")
        for first in range(0, len(self.delegates), 200):
            self.seat(self.delegates[first : first + 200], "delegate")
        return self

    def tell(self, event_type: str, data: Json) -> None:
        """What forum tells, as the bus brings it; checked against its contract."""
        plain = strict_json.loads(strict_json.dumps(data))
        assert not EVENTS["forum"][event_type]().validate(plain)
        self.told += 1
        place = (f"forum/{self.forum_id}", self.told, self.told)
        event = Envelope(uuid4(), "forum", event_type, clock.now(), *place, uuid4(), "-", plain)
        self.db.transact(lambda tx: listeners.HANDLERS[event_type](tx, event))

    def be(self, state: str, *phases: str) -> None:
        """Have the forum in a state, with phases of these kinds open."""
        event_type = {"draft": "forum_drafted.v1", "cancelled": "forum_cancelled.v1"}.get(state, "forum_amended.v1")
        self.tell(event_type, forum(self.forum_id, self.host_id, state, phases))

    def seat(self, people: Sequence[UUID], role: str, **told: Any) -> None:
        """Give people seats."""
        seats = [{**seat(person_id, role), **told} for person_id in people]
        self.tell("seats_granted.v1", {"forum_id": self.forum_id, "seats": seats})

    def do(self, command: Callable[..., Json], acting: Acting, *arguments: Any) -> Json:
        """Run a command in a transaction of its own."""
        return self.db.transact(lambda tx: command(tx, acting, self.forum_id, *arguments))

    def ask(self, view: Callable[..., Json], acting: Acting = NOBODY, *arguments: Any) -> Json:
        """Ask for a view; answers what JSON makes of it."""
        answer = self.db.read(lambda tx: view(tx, acting, self.forum_id, *arguments))
        parsed: Json = strict_json.loads(strict_json.dumps(answer))
        return parsed

    def proposal(self, acting: Acting | None = None, **changes: Any) -> Json:
        """An offered proposal."""
        data = {"problem": "Cán bộ Hội thiếu kỹ năng", "measure": "Bồi dưỡng hằng năm", "who_acts": "Hội cấp tỉnh"}
        return self.do(
            proposals.offer_proposal, acting or self.delegate, schemas.OfferProposal().load({**data, **changes})
        )

    def solution(self, **changes: Any) -> Json:
        """A consolidated solution."""
        data = {"title": "Bồi dưỡng cán bộ", "text": "Bồi dưỡng lý luận và thực tiễn", "body_ids": [str(self.body_id)]}
        return self.do(solutions.consolidate_solution, self.organizer, schemas.Solution().load({**data, **changes}))

    def prepared(self, options: int = 3, **changes: Any) -> Json:
        """A round that is prepared, on new solutions."""
        solution_ids = [str(self.solution()["solution_id"]) for _ in range(options)]
        data = {"title": "Biểu quyết các giải pháp", "solution_ids": solution_ids, **changes}
        return self.do(preparing.prepare_round, self.organizer, schemas.PrepareRound().load(data))

    def opened(self, options: int = 3, closes_in: timedelta = timedelta(hours=2), **changes: Any) -> Json:
        """A round that is open."""
        return self.open(self.prepared(options, **changes), closes_in)

    def open(self, prepared: Json, closes_in: timedelta = timedelta(hours=2)) -> Json:
        """A prepared round, opened."""
        closing = {"closes_at": clock.now() + closes_in}
        return self.do(rounds.open_round, self.organizer, prepared["round_id"], closing)

    def closed(self, round_id: UUID) -> Json:
        """The round, closed by hand."""
        return self.do(rounds.close_round, self.organizer, round_id, SEAL_SECONDS)

    def sealed(self, round_id: UUID) -> None:
        """The round, closed and sealed as the scheduler would have done it by then."""
        self.closed(round_id)
        self.bring_forward("seal_round", round_id)

    def certified(self, round_id: UUID) -> Json:
        """The round, closed, sealed and certified."""
        self.sealed(round_id)
        return self.counted(round_id)

    def counted(self, round_id: UUID) -> Json:
        """What came of certifying a sealed round, once the counter has been at it."""
        self.do(rounds.certify_round, self.organizer, round_id)
        return self.count(round_id)

    def count(self, round_id: UUID) -> Json:
        """What comes of counting a round that waits for its result."""
        assert counter.count_next(self.db)
        return self.ask(views.round_, self.organizer, round_id)

    def concluded(self) -> Json:
        """A conclusion on the one solution of a round everybody said yes to."""
        opened = self.opened(1)
        self.cast(*[ballot(opened, person_id) for person_id in self.delegates])
        self.certified(opened["round_id"])
        return self.conclude({"solution_id": opened["options"][0]["solution_id"], "due_on": "2099-12-31"})

    def conclude(self, *items: Json) -> Json:
        """A conclusion of these items."""
        data = schemas.IssueConclusion().load({"items": strings(items)})
        return self.do(conclusions.issue_conclusion, self.organizer, data)

    def cast(self, *cast: Json) -> list[Json]:
        """The outcomes of one batch of ballots."""
        batch = read_batch(list(cast))
        arrived = clock.monotonic()
        answer = self.db.transact(lambda tx: ballots.count_ballots(tx, self.forum_id, batch, arrived))
        outcomes: list[Json] = answer["outcomes"]
        return outcomes

    def judge(self, *given: tuple[Any, UUID, str]) -> list[Json]:
        """The outcomes of one batch of opinions: proposal, person, opinion."""
        items = [{"proposal_id": str(p), "person_id": str(who), "opinion": opinion} for p, who, opinion in given]
        batch = read_opinions(items)
        answer = self.db.transact(lambda tx: opinions.count_opinions(tx, self.forum_id, batch))
        outcomes: list[Json] = answer["outcomes"]
        return outcomes

    def run_due(self) -> int:
        """Let the scheduler do what is due."""
        return schedule.run_due(self.db, jobs.handlers(SEAL_SECONDS))

    def planned(self, kind: str) -> list[Json]:
        """Jobs of a kind for this forum that are not done."""
        like = f"{self.forum_id}/%"
        where = "kind = %s AND subject LIKE %s AND finished_at IS NULL"
        return self.sql(f"SELECT due_at FROM job WHERE {where}", kind, like)

    def bring_forward(self, kind: str, round_id: UUID) -> None:
        """Make a planned job due, and do it."""
        subject = f"{self.forum_id}/{round_id}"
        moved = self.sql("UPDATE job SET due_at = now() WHERE kind = %s AND subject = %s RETURNING id", kind, subject)
        assert moved, f"no {kind} is planned"
        self.run_due()

    def sql(self, statement: str, *values: Any) -> list[Json]:
        """Look at, or spoil, what is stored."""

        def work(tx: Any) -> list[Json]:
            with tx.connection.cursor() as cursor:
                cursor.execute(statement, values)
                return [dict(row) for row in cursor.fetchall()] if cursor.description else []

        return self.db.transact(work)

    def events(self, event_type: str | None = None) -> list[Json]:
        """What the service has told of this forum, in order: type and data."""
        rows = self.sql("SELECT type, data FROM event WHERE stream = %s ORDER BY seq", f"forum/{self.forum_id}")
        return [row for row in rows if event_type in (None, row["type"])]


def ballot(round_: Json, person_id: UUID, *choices: str, **changes: Any) -> Json:
    """A ballot in a round, for every option the same choice unless each is given."""
    options = [str(option["solution_id"]) for option in round_["options"]]
    given = choices if len(choices) == len(options) else (choices or ("yes",)) * len(options)
    usual = {
        "replaces": 0,
        "nonce": nonce_of(person_id),
        "age_ms": 0,
        "choices": dict(zip(options, given, strict=True)),
    }
    return {"round_id": str(round_["round_id"]), "person_id": str(person_id), **usual, **changes}


def nonce_of(person_id: UUID) -> str:
    """The nonce this person's form carries."""
    return f"nonce-of-{person_id.hex}"


def strings(value: Any) -> Any:
    """A value as JSON would carry it."""
    return strict_json.loads(strict_json.dumps(value))


def forum(forum_id: UUID, host_id: UUID, state: str, phases: Sequence[str]) -> Json:
    """A forum as events carry it."""
    now = clock.now()
    opens, closes = now - timedelta(days=1), now + timedelta(days=1)
    phase = {"title": "Giai đoạn", "opens_at": opens, "closes_at": closes, "state": "open"}
    return {
        "forum_id": forum_id,
        "title": "Nâng cao chất lượng cán bộ Hội",
        "summary": "Tọa đàm",
        "place": "Phan Thiết",
        "host_body_id": host_id,
        "host_name": "Hội LHPN tỉnh Bình Thuận",
        "time_zone": "Asia/Ho_Chi_Minh",
        "starts_at": opens,
        "ends_at": closes,
        "link_signs_in": True,
        "state": state,
        "version": 1,
        "phases": [{"phase_id": uuid4(), "kind": kind, **phase} for kind in phases],
    }


def seat(person_id: UUID, role: str) -> Json:
    """A seat as events carry it."""
    return {
        "seat_id": uuid4(),
        "person_id": person_id,
        "full_name": "Trần Thị Hường",
        "position": "Chủ tịch Hội LHPN xã",
        "sector": "Hội cơ sở",
        "body_id": None,
        "roles": [role],
    }


def body(body_id: UUID, name: str) -> Json:
    """A body as events carry it."""
    dates = {"valid_from": None, "valid_to": None}
    return {"body_id": body_id, "kind": "union", "code": "TL", "name": name, "parent_id": None, **dates}


def person(person_id: UUID, full_name: str) -> Json:
    """A person as events carry them."""
    rest = {"email": None, "language": "vi", "greeting": "chị", "organizer": False}
    return {"person_id": person_id, "full_name": full_name, **rest}
