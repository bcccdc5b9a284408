"""Who knows of a forum that is cancelled: everybody once it was announced, else its organizers."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import services.forum
from services.forum import views
from services.forum.commands import forums
from services.kit.acting import NOBODY
from services.kit.errors import Missing, NotSignedIn
from tests.integration.forum.conftest import Stage

MIGRATIONS = Path(services.forum.__file__).parent / "migrations"


def test_a_draft_that_is_cancelled_stays_known_to_its_organizers_only(stage: Stage) -> None:
    forum = stage.draft(title="Tọa đàm kín")
    stage.seat(forum["forum_id"], "delegate@hoi.example")
    cancelled = stage.do(forums.leave_open, stage.admin, forum["forum_id"], "cancelled")
    delegate = stage.person("delegate@hoi.example")
    for who in (NOBODY, stage.newcomer("x@hoi.example"), delegate):
        for ask in (views.forum, views.seats, views.screens):
            with pytest.raises((Missing, NotSignedIn)):
                stage.do(ask, who, forum["forum_id"], *[10] * (ask is views.seats))
        with pytest.raises(Missing):
            stage.do(views.short_code, who, forum["short_code"])
        assert stage.do(views.forums, who)["items"] == stage.do(views.forums, who, "cancelled")["items"] == []
        assert stage.do(views.search, who, "toa kin")["forums"] == []
    assert stage.do(views.me, delegate)["seats"] == []
    assert [seat["title"] for seat in stage.do(views.my_data, delegate)["seats"]] == [None]
    assert stage.do(views.forum, stage.admin, forum["forum_id"]) == cancelled
    assert stage.do(views.forums, stage.admin)["items"] == [cancelled]
    assert len(stage.do(views.search, stage.admin, "toa kin")["forums"]) == 1
    assert len(stage.do(views.me, stage.admin)["seats"]) == 1


@pytest.mark.parametrize("made", [Stage.announced, Stage.opened])
def test_a_forum_that_is_cancelled_once_announced_stays_public(stage: Stage, made: Callable[..., Any]) -> None:
    forum = made(stage, title="Tọa đàm mở")
    stage.seat(forum["forum_id"], "delegate@hoi.example")
    cancelled = stage.do(forums.leave_open, stage.admin, forum["forum_id"], "cancelled")
    assert stage.do(views.forum, NOBODY, forum["forum_id"]) == cancelled
    assert stage.do(views.forums, NOBODY)["items"] == [cancelled]
    assert stage.do(views.short_code, NOBODY, forum["short_code"]) == {"forum_id": forum["forum_id"]}
    assert len(stage.do(views.search, NOBODY, "toa mo")["forums"]) == 1
    delegate = stage.person("delegate@hoi.example")
    assert [seat["title"] for seat in stage.do(views.me, delegate)["seats"]] == ["Tọa đàm mở"]
    assert [seat["title"] for seat in stage.do(views.my_data, delegate)["seats"]] == ["Tọa đàm mở"]


def test_of_forums_that_were_there_before_their_events_tell_whether_they_were_announced(
    stage: Stage,
) -> None:
    kept = ("announced", "open", "closed", "concluded", "cancelled")
    made = {state: stage.announced(title=state) for state in kept} | {"draft": stage.draft(), "never": stage.draft()}
    for state in kept:
        stage.rows("UPDATE forum SET state = %(state)s WHERE title = %(state)s", state=state)
    stage.do(forums.leave_open, stage.admin, made["never"]["forum_id"], "cancelled")
    stage.rows("ALTER TABLE forum DROP COLUMN announced")
    stage.rows((MIGRATIONS / "0004_announced.sql").read_text())
    seen = {forum["forum_id"] for forum in stage.do(views.forums, NOBODY)["items"]}
    assert seen == {made[state]["forum_id"] for state in kept}
