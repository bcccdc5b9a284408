"""The hall's screens: pairing, which is attacked here, scenes, and short addresses."""

import shutil
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from deploy.local.postgres import Postgres
from services.forum import jobs, views
from services.forum.commands import forums, screens
from services.forum.model import screens as rules
from services.forum.model.forums import NotInThisState
from services.forum.model.screens import EnoughScreens, WrongPairingCode
from services.forum.schemas import hall as schemas
from services.forum.store import queries
from services.kit.acting import NOBODY, Acting
from services.kit.db import Database
from services.kit.errors import Forbidden, Limited, Missing, NotSignedIn
from services.kit.migrate import KIT, apply, migrate
from tests.integration.forum.conftest import KEYS, Stage


def code_for(stage: Stage, forum: dict[str, Any], label: str = "Màn hình chính") -> str:
    return str(stage.do(screens.ask_pairing, stage.admin, KEYS, forum["forum_id"], label)["code"])


def pair(stage: Stage, code: str) -> Any:
    return stage.do(screens.pair_screen, KEYS, code)


def paired(stage: Stage, forum: dict[str, Any]) -> list[dict[str, Any]]:
    return list(stage.do(views.screens, stage.admin, forum["forum_id"])["items"])


def scene(**told: Any) -> dict[str, Any]:
    data: dict[str, Any] = schemas.SetScene().load(told)
    return data


def test_a_screen_is_paired_by_a_code_that_was_asked_for(stage: Stage) -> None:
    forum = stage.opened()
    screen = pair(stage, code_for(stage, forum))
    assert (screen["forum_id"], screen["label"]) == (forum["forum_id"], "Màn hình chính")
    assert paired(stage, forum) == [screen]
    assert stage.told()[-1]["type"] == "screen_paired.v1"
    assert screen["expires_at"] == max(forum["ends_at"], stage.do(lambda tx: queries.now(tx.connection))) + rules.STAYS


def test_a_code_may_be_typed_as_people_type(stage: Stage) -> None:
    code = code_for(stage, stage.opened())
    assert "screen_id" in pair(stage, f" {code[:3].lower()}-{code[3:].lower()} ")


def test_the_code_is_nowhere_in_the_database_or_in_events(stage: Stage) -> None:
    code = code_for(stage, stage.opened())
    [row] = stage.rows("SELECT * FROM pairing")
    assert code not in str(row).upper()
    assert code not in str(stage.told())


def test_a_code_pairs_once(stage: Stage) -> None:
    forum = stage.opened()
    code = code_for(stage, forum)
    pair(stage, code)
    assert isinstance(pair(stage, code), WrongPairingCode)
    assert len(paired(stage, forum)) == 1


def test_of_two_browsers_at_the_same_moment_exactly_one_is_paired(stage: Stage) -> None:
    forum = stage.opened()
    code = code_for(stage, forum)
    with ThreadPoolExecutor(4) as browsers:
        outcomes = list(browsers.map(lambda _: pair(stage, code), range(4)))
    assert sorted(isinstance(outcome, WrongPairingCode) for outcome in outcomes) == [False, True, True, True]
    assert len(paired(stage, forum)) == 1


def test_an_old_code_pairs_nothing_and_is_forgotten(stage: Stage) -> None:
    code = code_for(stage, stage.opened())
    stage.rows("UPDATE pairing SET expires_at = now() - interval '1 second'")
    assert isinstance(pair(stage, code), WrongPairingCode)
    stage.do(jobs.forget_old)
    assert stage.rows("SELECT * FROM pairing") == []


@pytest.mark.parametrize("code", ["", "A", "AAAAAA", "0" * 6, "\x00" * 6, "Ａ" * 6, "' OR ''='", "a" * 40])
def test_a_wrong_code_pairs_nothing_whatever_it_looks_like(stage: Stage, code: str) -> None:
    code_for(stage, stage.opened())
    assert isinstance(pair(stage, code), WrongPairingCode)


def test_guesses_are_counted_and_end(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "WRONG_PAIRINGS", rules.Limit("wrong pairing", 3, 600))
    code = code_for(stage, stage.opened())
    for _ in range(3):
        assert isinstance(pair(stage, "AAAAAA"), WrongPairingCode)
    for tried in ("AAAAAA", code):
        with pytest.raises(Limited):
            pair(stage, tried)


def test_right_codes_are_not_counted(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "WRONG_PAIRINGS", rules.Limit("wrong pairing", 1, 600))
    forum = stage.opened()
    assert all("screen_id" in pair(stage, code_for(stage, forum)) for _ in range(2))


def test_two_screens_and_no_more(stage: Stage) -> None:
    forum, other = stage.opened(), stage.opened()
    for _ in range(2):
        pair(stage, code_for(stage, forum))
    with pytest.raises(EnoughScreens):
        code_for(stage, forum)
    assert "screen_id" in pair(stage, code_for(stage, other))


def test_a_second_code_does_not_make_room_for_a_third_screen(stage: Stage) -> None:
    forum = stage.opened()
    pair(stage, code_for(stage, forum))
    codes = [code_for(stage, forum) for _ in range(2)]
    pair(stage, codes[0])
    with pytest.raises(EnoughScreens):
        pair(stage, codes[1])
    stage.do(screens.unpair_screen, stage.admin, forum["forum_id"], paired(stage, forum)[0]["screen_id"])
    assert "screen_id" in pair(stage, codes[1])  # refused, it was not used up


def test_asking_again_and_again_leaves_two_codes(stage: Stage) -> None:
    forum = stage.opened()
    codes = [code_for(stage, forum) for _ in range(4)]
    outcomes = [pair(stage, code) for code in codes[:2]]
    assert all(isinstance(outcome, WrongPairingCode) for outcome in outcomes)
    assert all("screen_id" in pair(stage, code) for code in codes[2:])


def test_only_the_forums_own_organizers_ask_for_a_code(stage: Stage) -> None:
    forum, other = stage.opened(), stage.opened()
    stage.seat(forum["forum_id"], "delegate@hoi.example")
    stage.seat(other["forum_id"], "elsewhere@hoi.example", "organizer")
    for who in (stage.person("delegate@hoi.example"), stage.person("elsewhere@hoi.example")):
        with pytest.raises(Forbidden):
            stage.do(screens.ask_pairing, who, KEYS, forum["forum_id"], "")
    with pytest.raises(NotSignedIn):
        stage.do(screens.ask_pairing, NOBODY, KEYS, forum["forum_id"], "")
    assert stage.rows("SELECT * FROM pairing") == []


def test_a_draft_and_a_cancelled_forum_have_no_screens(stage: Stage) -> None:
    with pytest.raises(NotInThisState):
        code_for(stage, stage.draft())
    forum = stage.announced()
    code = code_for(stage, forum)
    stage.do(forums.leave_open, stage.admin, forum["forum_id"], "cancelled")
    with pytest.raises(NotInThisState):
        pair(stage, code)


def test_an_unpaired_screen_is_told_of_once_and_kept_for_gateways_that_come_later(stage: Stage) -> None:
    forum = stage.opened()
    screen = pair(stage, code_for(stage, forum))
    ended = stage.do(screens.unpair_screen, stage.admin, forum["forum_id"], screen["screen_id"])
    with pytest.raises(Missing):
        stage.do(screens.unpair_screen, stage.admin, forum["forum_id"], screen["screen_id"])
    assert [event["type"] for event in stage.told("screen_unpaired.v1")] == ["screen_unpaired.v1"]
    assert paired(stage, forum) == []
    assert stage.do(views.ended_screens, Acting(operator=True))["items"] == [ended]
    with pytest.raises(Missing):
        stage.do(views.ended_screens, stage.admin)


def test_another_forums_screen_is_not_unpaired(stage: Stage) -> None:
    forum, other = stage.opened(), stage.opened()
    screen = pair(stage, code_for(stage, other))
    for screen_id in (screen["screen_id"], uuid4()):
        with pytest.raises(Missing):
            stage.do(screens.unpair_screen, stage.admin, forum["forum_id"], screen_id)
    assert paired(stage, other) == [screen]


def test_a_forum_that_lasts_longer_than_meant_keeps_its_screens_a_day() -> None:
    now = datetime(2026, 12, 1, tzinfo=UTC)
    assert rules.good_until(now - timedelta(days=9), now) == now + rules.STAYS
    assert rules.good_until(now + timedelta(days=9), now) == now + timedelta(days=10)


# Scenes


def test_a_scene_is_in_the_forums_view_and_told_once(stage: Stage) -> None:
    forum = stage.opened()
    assert forum["scene"] == {"name": "auto", "round_id": None, "text": ""}
    for _ in range(2):
        stage.do(screens.set_scene, stage.admin, forum["forum_id"], scene(name="notice", text="Nghỉ 10 phút"))
    shown = stage.do(views.forum, NOBODY, forum["forum_id"])
    assert shown["scene"] == {"name": "notice", "round_id": None, "text": "Nghỉ 10 phút"}
    assert shown["version"] == forum["version"]
    assert [event["data"]["scene"] for event in stage.told("scene_set.v1")] == [shown["scene"]]


def test_a_change_of_the_forum_leaves_the_scene(stage: Stage) -> None:
    forum, round_id = stage.opened(), uuid4()
    stage.do(screens.set_scene, stage.admin, forum["forum_id"], scene(name="voting", round_id=str(round_id)))
    closed = stage.do(forums.leave_open, stage.admin, forum["forum_id"], "closed")
    assert closed["scene"] == {"name": "voting", "round_id": str(round_id), "text": ""}
    assert stage.do(views.forum, NOBODY, forum["forum_id"]) == closed


def test_a_scene_keeps_only_what_belongs_to_it(stage: Stage) -> None:
    forum = stage.opened()
    told = scene(name="waiting", round_id=str(uuid4()), text="x")
    shown = stage.do(screens.set_scene, stage.admin, forum["forum_id"], told)["scene"]
    assert shown == {"name": "waiting", "round_id": None, "text": ""}


# Short addresses


def test_every_forum_has_a_short_code_that_leads_to_it_once_it_is_announced(stage: Stage) -> None:
    forum = stage.draft()
    assert len(forum["short_code"]) == rules.LENGTH
    assert set(forum["short_code"]) <= set(rules.ALPHABET)
    with pytest.raises(Missing):
        stage.do(views.short_code, NOBODY, forum["short_code"])
    stage.do(forums.announce_forum, stage.admin, forum["forum_id"])
    for code in (forum["short_code"], forum["short_code"].lower()):
        assert stage.do(views.short_code, NOBODY, code) == {"forum_id": forum["forum_id"]}
    for unknown in ("000000", "", "x", "\x00" * 6, "A" * 5000):
        with pytest.raises(Missing):
            stage.do(views.short_code, NOBODY, unknown)


def test_a_code_that_is_taken_is_not_given_again(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    codes = iter(["AAAAAA", "AAAAAA", "BBBBBB"])
    monkeypatch.setattr(rules, "new_code", lambda: next(codes))
    assert [stage.draft()["short_code"] for _ in range(2)] == ["AAAAAA", "BBBBBB"]


def test_forums_that_were_there_before_get_a_code_and_follow_their_course(postgres: Postgres, tmp_path: Path) -> None:
    url, own = postgres.fresh_database("forum"), KIT.parent.parent / "forum" / "migrations"
    shutil.copy(own / "0001_forum.sql", tmp_path)
    apply(url, KIT, tmp_path)
    stage = Stage(Database(url))
    stage.rows(f"INSERT INTO body VALUES ('{uuid4()}', 'sở', 'X', 'Sở', NULL)")
    for _ in range(3):
        stage.rows(
            f"INSERT INTO forum SELECT '{uuid4()}', 'Cũ', '', '', body_id, '', 'UTC', now(), now() + interval '1 h',"
            " false, 'announced', 1 FROM body"
        )
    migrate("forum", url)
    there = stage.do(views.forums, NOBODY)["items"]
    stage.db.close()
    assert len({forum["short_code"] for forum in there}) == 3
    assert all(len(forum["short_code"]) == 6 and set(forum["short_code"]) <= set(rules.ALPHABET) for forum in there)
    assert [forum["scene"]["name"] for forum in there] == ["auto"] * 3
