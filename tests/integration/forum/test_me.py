"""What somebody may change and read about themselves."""

from typing import Any

import pytest

from services.forum import views
from services.forum.commands import invitations, people, sign_in
from services.kit.acting import NOBODY, Acting
from services.kit.errors import NotSignedIn
from services.kit.ids import new_id
from tests.integration.forum.conftest import KEYS, Stage

MINE = "anh@hoi.example"


@pytest.fixture
def me(stage: Stage) -> Acting:
    """Somebody with a seat in an announced forum and another in a draft."""
    for forum in (stage.announced(), stage.draft(title="Kín")):
        stage.seat(forum["forum_id"], MINE)
    return stage.person(MINE)


def test_one_says_how_one_is_addressed_and_all_who_write_hear_of_it(stage: Stage, me: Acting) -> None:
    told = len(stage.told())
    for _ in range(2):
        answer = stage.do(people.change_me, me, {"greeting": "chị", "language": "en"})
    assert (answer["greeting"], answer["language"], answer["email"]) == ("chị", "en", MINE)
    [event] = stage.told()[told:]
    assert (event["type"], event["data"]) == ("person_recorded.v1", {**answer, "person_id": str(me.person_id)})
    assert stage.do(views.me, me)["greeting"] == "chị"
    assert stage.do(views.me, stage.admin)["greeting"] == "đại biểu"


@pytest.mark.parametrize("who", [NOBODY, Acting(new_id())])
@pytest.mark.parametrize("asked", [views.my_data, lambda tx, who: people.change_me(tx, who, {})])
def test_nobody_has_nothing_to_change_or_to_read(stage: Stage, who: Acting, asked: Any) -> None:
    with pytest.raises(NotSignedIn):
        stage.do(asked, who)


def signed_in(stage: Stage, email: str, device: str) -> Any:
    """A session begun with a mailed link."""
    stage.do(sign_in.request_sign_in, KEYS, email)
    row = stage.rows("SELECT request_id, salt FROM sign_in_request ORDER BY request_id DESC LIMIT 1")[0]
    return stage.do(sign_in.sign_in_by_link, KEYS, KEYS.token(row["request_id"], bytes(row["salt"])), device)


def test_a_session_is_known_by_the_browser_it_began_in(stage: Stage, me: Acting) -> None:
    session = signed_in(stage, MINE, "Chrome, Android")
    signed_in(stage, MINE, "")
    here = Acting(me.person_id, session["session_id"])
    shown = stage.do(views.my_sessions, here)["items"]
    assert [(one["device"], one["current"]) for one in shown] == [("", False), ("Chrome, Android", True)]


def test_one_reads_all_that_is_kept_and_nothing_of_others(stage: Stage, me: Acting) -> None:
    forum = stage.announced()
    stage.seat(forum["forum_id"], "khac@hoi.example")
    stage.do(invitations.invite_seats, stage.admin, forum["forum_id"], {})
    signed_in(stage, MINE, "Firefox, Windows")
    stage.do(people.appoint_leader, stage.admin, stage.host, {"full_name": "Ánh", "email": MINE, "title": "Phó"})
    kept = stage.do(views.my_data, me)
    assert kept["person"]["email"] == MINE
    assert [(lead["body_id"], lead["title"]) for lead in kept["leads"]] == [(stage.host, "Phó")]
    assert [(seat["state"], seat["title"]) for seat in kept["seats"]] == [("draft", None), ("announced", "Tọa đàm")]
    assert [session["device"] for session in kept["sessions"]] == ["Firefox, Windows"]
    assert [request["wrong_tries"] for request in kept["sign_in_requests"]] == [0]
    assert "khac@hoi.example" not in str(kept)
    assert len(stage.do(views.my_data, stage.person("khac@hoi.example"))["seats"]) == 1
