"""A whole life through the service's own process: every endpoint answers as described, every event is as agreed."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest

from deploy.local.ground import Ports, leashed
from services import contracts
from services.forum.answers import ANSWERS
from services.forum.service import Service
from services.kit.acting import NOBODY, Acting, Statements
from services.kit.db import Database
from services.kit.links import Links
from tests.answers import described, exactly
from tests.integration.forum.conftest import ADMIN, Stage, phase, roster_text
from tests.integration.notify.post_office import PostOffice, opened
from tests.waiting import eventually

HERE = Path(__file__).parents[3]
SAMPLES = Path(contracts.__file__).parent / "samples"
KEY = "5e" * 32
OPERATOR = Acting(operator=True)


class Forum:
    """The service's process as the gateway sees it. There is no broker: it does without."""

    def __init__(self, url: str, smtp_url: str, port: int, log: Path) -> None:
        self.stage, self.port, self.asked = Stage(Database(url)), port, set[str]()
        environment = {
            **os.environ,
            "PYTHONWARNINGS": "ignore",
            "FORUM_DATABASE_URL": url,
            "AMQP_URI": "amqp://127.0.0.1:1/",
            "FORUM_URL": f"http://127.0.0.1:{port}",
            "PROPOSALS_URL": "http://127.0.0.1:1",
            "NOTIFY_URL": "http://127.0.0.1:1",
            "INTERNAL_KEY": KEY,
            "LINK_KEY": KEY,
            "SESSION_KEY": KEY,
            "PUBLIC_URL": "https://hienke.example",
            "SMTP_URL": smtp_url,
            "MAIL_FROM": "hien-ke@hoi.example",
            "ADMIN_EMAIL": ADMIN,
        }
        command = leashed([sys.executable, "-m", "services.kit.serve", "forum"])
        with log.open("ab") as output:
            self.process = subprocess.Popen(command, cwd=HERE, env=environment, stdout=output, stderr=subprocess.STDOUT)

    def ask(self, method: str, path: str, acting: Acting, body: Any = None, **headers: str) -> tuple[int, Any]:
        """Ask as the gateway does; answers the status and the body."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=30)
        sent = {"Acting": Statements(KEY).sign(acting), "Idempotency-Key": uuid4().hex, **headers}
        payload = None if body is None and method == "GET" else json.dumps(body if body is not None else {}).encode()
        try:
            connection.request(method, path, payload, sent)
            answer = connection.getresponse()
            return answer.status, json.loads(answer.read())
        finally:
            connection.close()

    def does(self, name: str, acting: Acting, body: Any = None, query: str = "", **places: Any) -> Any:
        """Call the service's method of this name; its answer is what `answers.py` says it is."""
        surface = getattr(Service, name).surface
        path = re.sub(r"<(?:\w+:)?(\w+)>", lambda found: str(places[found.group(1)]), surface.path) + query
        status, answer = self.ask(surface.method, path, acting, body)
        assert status == 200, (name, status, answer)
        assert exactly(ANSWERS[name], answer), (name, answer)
        self.asked.add(name)
        return answer


def shape(value: Any) -> Any:
    """The names and kinds in a value, without what they hold."""
    if isinstance(value, dict):
        return {name: shape(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [shape(value[0])] if value else []
    return type(value).__name__


def alike(one: Any, other: Any) -> bool:
    """Whether two shapes are the same, where null and an empty list say nothing."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(alike(one[name], other[name]) for name in one)
    if isinstance(one, list) and isinstance(other, list):
        return not one or not other or alike(one[0], other[0])
    return one == other or "NoneType" in (one, other)


@pytest.fixture(scope="module")
def post_office() -> Iterator[tuple[PostOffice, str]]:
    with opened() as office:
        yield office


@pytest.fixture(scope="module")
def forum(
    migrated_database: Callable[[str], str],
    ports: Ports,
    post_office: tuple[PostOffice, str],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Forum]:
    """The running service."""
    log = tmp_path_factory.mktemp("forum") / "log"
    forum = Forum(migrated_database("forum"), post_office[1], ports.get("forum-life"), log)
    try:
        eventually(lambda: answers(forum), within=30, saying="forum answers")
        yield forum
    finally:
        forum.process.terminate()
        forum.process.wait(20)
        forum.stage.db.close()
    assert "Traceback" not in log.read_text()


def answers(forum: Forum) -> bool:
    assert forum.process.poll() is None
    try:
        return forum.ask("GET", "/readyz", NOBODY)[0] == 200
    except OSError:
        return False


def test_a_whole_life(forum: Forum, post_office: tuple[PostOffice, str]) -> None:
    # Given an installation that nobody has used: its first organizer signs in
    admin = signed_in(forum, forum.does("make_operator_link", OPERATOR, {"email": ADMIN})["token"])

    # When they fill the directory
    body = forum.does("record_body", admin, {"kind": "Hội", "code": "HPN", "name": "Hội LHPN tỉnh Bình Thuận"})
    body_id = body["body_id"]
    told = {"kind": "Hội", "code": "HPN", "name": "Hội LHPN tỉnh", "valid_from": "2023-01-01"}
    forum.does("change_body", admin, told, body_id=body_id)
    leader = {"full_name": "Huỳnh Công Thạnh", "email": "thanh@hoi.example", "title": "Chủ tịch", "greeting": "ông"}
    person_id = forum.does("appoint_leader", admin, leader, body_id=body_id)["person_id"]
    forum.does("show_body", admin, body_id=body_id)
    forum.does("list_bodies", NOBODY)
    forum.does("dismiss_leader", admin, body_id=body_id, person_id=person_id)
    forum.does("appoint_organizer", admin, {"full_name": "Nguyễn Thị Hoài An", "email": "an@hoi.example"})

    # and prepare a forum
    facts = {
        "title": "Tọa đàm",
        "summary": "Giải pháp",
        "place": "Phan Thiết",
        "host_body_id": body_id,
        "starts_at": "2026-12-01T01:00:00Z",
        "ends_at": "2026-12-01T10:00:00Z",
        "phases": [phase(opens=-1, closes=5), phase("voting", 5, 9)],
    }
    forum_id = forum.does("draft_forum", admin, facts)["forum_id"]
    del facts["phases"]
    amended = forum.does("amend_forum", admin, {**facts, "link_signs_in": True}, forum_id=forum_id)
    roster = roster_text([("Trần Thị Ánh", "anh@hoi.example", "Hội", "HPN", "Hội viên", "đại biểu")])
    forum.does("import_delegates", admin, {"text": roster}, forum_id=forum_id)
    forum.does("import_delegates", admin, {"text": roster, "apply": True}, forum_id=forum_id)
    granted = {"full_name": "Lê Bình", "email": "binh@hoi.example", "sector": "Sở", "roles": ["guest"]}
    guest = forum.does("grant_seat", admin, granted, forum_id=forum_id)

    told = {"full_name": "Lê Văn Bình", "sector": "Sở Nội vụ", "roles": ["guest"]}
    forum.does("change_seat", admin, told, forum_id=forum_id, seat_id=guest["seat_id"])
    assert forum.does("show_seat", admin, forum_id=forum_id, seat_id=guest["seat_id"])["full_name"] == "Lê Văn Bình"

    # and announce it and invite
    forum.does("announce_forum", admin, forum_id=forum_id)
    forum.does("invite_seats", admin, {}, forum_id=forum_id)
    seats = forum.does("list_seats", admin, query="?limit=2&invited=true", forum_id=forum_id)
    assert (len(seats["items"]), seats["found"], seats["total"], seats["invited"]) == (2, 2, 3, 2)
    seat = next(seat for seat in seats["items"] if seat["email"] == "anh@hoi.example")
    assert "'" not in forum.does("export_seats", admin, forum_id=forum_id)["text"]
    assert [one["full_name"] for one in forum.does("search", admin, query="?q=anh")["people"]] == ["Trần Thị Ánh"]
    serial = forum.does("invite_again", admin, forum_id=forum_id, seat_id=seat["seat_id"])["serial"]
    forum.does("withdraw_seat", admin, forum_id=forum_id, seat_id=guest["seat_id"])

    # Then a delegate comes in by the link, and another time by the code of a letter
    token = Links(KEY).make("invitation", [seat["seat_id"], serial])
    assert forum.does("show_invitation", NOBODY, token=token)["link_signs_in"]
    assert "session_id" in forum.does("sign_in_by_invitation", NOBODY, {"token": token})
    forum.does("request_sign_in", NOBODY, {"email": "anh@hoi.example"})
    code = eventually(lambda: letter_code(post_office[0]), saying="a letter with a code")
    session = forum.does("sign_in_by_code", NOBODY, {"email": "anh@hoi.example", "code": code})
    delegate = Acting(UUID(session["person_id"]), UUID(session["session_id"]))
    me = forum.does("show_me", delegate)
    assert [(own["title"], own["roles"]) for own in me["seats"]] == [("Tọa đàm", ["delegate"])]
    assert forum.does("change_me", delegate, {"greeting": "chị", "language": "en"})["greeting"] == "chị"
    assert len(forum.does("show_my_data", delegate)["sessions"]) == 2
    own = forum.does("list_my_sessions", delegate)["items"]
    other = next(one for one in own if not one["current"])
    forum.does("end_session", delegate, session_id=other["session_id"])
    forum.does("sign_out", delegate)
    assert len(forum.does("list_ended_sessions", OPERATOR)["items"]) == 2

    # and the hall gets its screen, which somebody takes away again; posters lead to the forum
    forum.does("list_templates", NOBODY)
    assert forum.does("find_short_code", NOBODY, short_code=amended["short_code"])["forum_id"] == forum_id
    code = forum.does("ask_pairing", admin, {"label": "Màn hình chính"}, forum_id=forum_id)["code"]
    screen = forum.does("pair_screen", NOBODY, {"code": code})
    assert forum.does("list_screens", admin, forum_id=forum_id)["items"] == [screen]
    forum.does("set_scene", admin, {"name": "voting", "round_id": str(uuid4())}, forum_id=forum_id)
    forum.does("unpair_screen", admin, forum_id=forum_id, screen_id=screen["screen_id"])
    assert len(forum.does("list_ended_screens", OPERATOR)["items"]) == 1

    # and the forum opens, runs its phases, closes and is concluded; another one is cancelled
    opened_forum = forum.does("open_forum", admin, forum_id=forum_id)
    assert [phase["state"] for phase in opened_forum["phases"]] == ["open", "planned"]
    for name, number in (("close_phase", 0), ("open_phase", 1)):
        forum.does(name, admin, forum_id=forum_id, phase_id=amended["phases"][number]["phase_id"])
    forum.does("close_forum", admin, forum_id=forum_id)
    forum.does("conclude_forum", admin, forum_id=forum_id)
    cancelled = forum.does("draft_forum", admin, facts)["forum_id"]
    forum.does("cancel_forum", admin, forum_id=cancelled)
    assert forum.does("show_forum", NOBODY, forum_id=forum_id)["state"] == "concluded"
    forum.does("list_forums", NOBODY, query="?state=concluded")

    # Then nothing was left untried, and everything told is as agreed
    assert forum.asked == set(ANSWERS) == described(Service)
    recorded = forum.stage.told()
    assert {event["type"] for event in recorded} == set(contracts.EVENTS["forum"])
    for event in recorded:
        assert exactly(contracts.EVENTS["forum"][event["type"]], event["data"]), event
        sample = json.loads((SAMPLES / f"forum.{event['type']}.json").read_text())
        assert alike(shape(event["data"]), shape(sample)), event["type"]
    assert [event["stream"] for event in recorded].count(contracts.DIRECTORY) == 13


def signed_in(forum: Forum, token: str) -> Acting:
    session = forum.does("sign_in_by_link", NOBODY, {"token": token})
    return Acting(UUID(session["person_id"]), UUID(session["session_id"]))


def letter_code(office: PostOffice) -> str | None:
    for mail in office.to("anh@hoi.example"):
        part = mail.get_body(("plain",))
        assert part is not None
        return re.search(r"\b\d{6}\b", part.get_content()).group()  # type: ignore[union-attr]
    return None


@pytest.mark.parametrize(("path", "body", "status", "pointer"), [
    ("/bodies", {}, 422, "/kind"),
    ("/forums", {"phases": [{}]}, 422, "/phases/0/kind"),
    ("/organizers", {"full_name": 5, "email": "a@b.example"}, 422, "/full_name"),
    ("/sign-in/codes", {"email": "a@b.example", "code": "1"}, 422, "/code"),
    ("/forums/not-an-id/announce", {}, 404, None),
])  # fmt: skip
def test_bad_input_is_told_where_it_stands(
    forum: Forum, path: str, body: Any, status: int, pointer: str | None
) -> None:
    admin = forum.stage.person(ADMIN)
    connection = HTTPConnection("127.0.0.1", forum.port, timeout=30)
    headers = {"Acting": Statements(KEY).sign(admin), "Idempotency-Key": uuid4().hex}
    connection.request("POST", path, json.dumps(body).encode(), headers)
    answer = connection.getresponse()
    text = answer.read().decode()
    connection.close()
    assert answer.status == status
    assert pointer is None or pointer in {fault["pointer"] for fault in json.loads(text)["faults"]}


def test_a_repeat_with_the_same_key_is_answered_the_same_and_done_once(forum: Forum) -> None:
    admin = forum.stage.person(ADMIN)
    body, key = {"kind": "sở", "code": "SNV", "name": "Sở Nội vụ"}, uuid4().hex
    first = forum.ask("POST", "/bodies", admin, body, **{"Idempotency-Key": key})
    assert forum.ask("POST", "/bodies", admin, body, **{"Idempotency-Key": key}) == first
    assert forum.ask("POST", "/bodies", admin, {**body, "code": "STC"}, **{"Idempotency-Key": key})[0] == 422


def test_an_edit_of_an_old_version_is_answered_412(forum: Forum) -> None:
    admin = forum.stage.person(ADMIN)
    body = {"kind": "sở", "code": "SKHCN", "name": "Sở"}
    _, made = forum.ask("POST", "/bodies", admin, body)
    path = f"/bodies/{made['body_id']}"
    assert forum.ask("PUT", path, admin, {**body, "name": "A"}, **{"If-Match": '"1"'})[0] == 200
    status, problem = forum.ask("PUT", path, admin, {**body, "name": "B"}, **{"If-Match": '"1"'})
    assert (status, problem["facts"]) == (412, {"version": 2})


def test_a_wrong_code_is_answered_422_and_counted(forum: Forum) -> None:
    forum.ask("POST", "/sign-in/requests", NOBODY, {"email": "thanh@hoi.example"})
    status, problem = forum.ask("POST", "/sign-in/codes", NOBODY, {"email": "thanh@hoi.example", "code": "000000"})
    assert (status, problem["slug"]) == (422, "wrong-code")
    [row] = forum.stage.rows("SELECT max(wrong_tries) AS tries FROM sign_in_request")
    assert row["tries"] == 1
