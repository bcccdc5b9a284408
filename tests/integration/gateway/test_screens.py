"""The hall's screen at the gateway: a browser is paired, follows the scene, and is none any more; short addresses."""

import re
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

import pytest

from services.gateway import hub, limits
from services.gateway.pages import scenes
from tests.integration.gateway.pages_open import F, R, Stream, say, watching
from tests.integration.gateway.stage import Got, Stage, refusal
from tests.unit.gateway_pages import samples
from tests.waiting import eventually

WRONG = refusal("wrong-pairing-code", "invalid", "Mã ghép chưa đúng.")


def a_screen(**told: Any) -> dict[str, Any]:
    """A screen as the forum service answers it."""
    times = {"paired_at": datetime.now(UTC).isoformat(), "expires_at": (datetime.now(UTC) + timedelta(1)).isoformat()}
    return {"forum_id": F, "screen_id": str(uuid4()), "label": "Màn hình chính", **times, **told}


def tell(stage: Stage, scene: str = "auto", text: str = "", **board: Any) -> None:
    """What the services answer about the forum from now on."""
    told = {"name": scene, "round_id": R if scene in ("voting", "result") else None, "text": text}
    forum = {**samples.forum(), "forum_id": F, "scene": told}
    stage.forum.answers[f"GET /forums/{F}"] = (200, forum)
    rounds = [{**samples.round_("open"), "round_id": R, "closes_at": "2999-01-01T00:00:00Z", **board}]
    stage.proposals.answers[f"GET /forums/{F}/board"] = (200, {**samples.board(), "forum_id": F, "rounds": rounds})


def cookie_of(stage: Stage, screen: dict[str, Any]) -> dict[str, str]:
    return {"Cookie": stage.parts.screens.cookie(screen).partition(";")[0]}


def press(stage: Stage, path: str, **form: str) -> Got:
    """A form sent from our own page."""
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin"}
    return stage.ask("POST", path, urlencode(form).encode(), headers)


class ScreenStream(Stream):
    """The open stream of a screen."""

    path = "/man-hinh/truc-tiep"


@pytest.fixture
def screen(stage: Stage) -> Iterator[tuple[dict[str, Any], ScreenStream]]:
    """A paired screen with its stream open, in a forum with an open round."""
    stage.parts.copies.heard = True
    tell(stage)
    paired = a_screen()
    with closing(ScreenStream(stage, headers=cookie_of(stage, paired))) as stream:
        eventually(lambda: stream.named("scene"))
        yield paired, stream


def test_a_code_that_was_typed_makes_the_browser_a_screen(stage: Stage) -> None:
    tell(stage)
    stage.forum.answers["POST /screens"] = (200, a_screen())
    got = press(stage, "/man-hinh", code="K7P2QM")
    assert (got.status, got.headers["Location"]) == (303, "/man-hinh")
    assert stage.forum.asked_for("/screens")[0].json == {"code": "K7P2QM"}
    [cookie] = [each for each in got.headers.get_all("Set-Cookie") if each.startswith("screen=")]
    assert "HttpOnly" in cookie
    shown = stage.ask("GET", "/man-hinh/canh", headers={"Cookie": cookie.partition(";")[0]})
    assert shown.json["scene"]["name"] == "voting"
    assert datetime.fromisoformat(shown.json["now"]).tzinfo is not None


def test_a_wrong_code_is_said_on_the_page_it_was_typed_on(stage: Stage) -> None:
    stage.forum.answers["POST /screens"] = (422, WRONG)
    got = press(stage, "/man-hinh", code="AAAAAA")
    assert (got.status, got.headers["Location"]) == (303, "/man-hinh")
    assert not [each for each in got.headers.get_all("Set-Cookie") if each.startswith("screen=")]


def test_opening_the_address_with_a_code_consumes_nothing(stage: Stage) -> None:
    stage.ask("GET", "/man-hinh/K7P2QM")
    assert stage.forum.asked_for("/screens") == []


def test_a_program_pairs_by_the_api(stage: Stage) -> None:
    tell(stage)
    screen = a_screen()
    stage.forum.answers["POST /screens"] = (200, screen)
    got = stage.ask("POST", "/api/v1/screens", {"code": "K7P2QM"})
    assert got.json == screen
    cookie = got.headers["Set-Cookie"].partition(";")[0]
    assert stage.ask("GET", "/man-hinh/canh", headers={"Cookie": cookie}).status == 200


def test_who_guesses_from_one_address_is_slowed_down(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "PAIRING", limits.Rate("pairing", burst=3, a_second=0.01))
    stage.forum.answers["POST /screens"] = (422, WRONG)
    answers = [stage.ask("POST", "/api/v1/screens", {"code": "AAAAAA"}) for _ in range(4)]
    assert [got.status for got in answers] == [422, 422, 422, 429]
    press(stage, "/man-hinh", code="AAAAAA")
    assert len(stage.forum.asked_for("/screens")) == 3


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_another_sites_page_pairs_nobody(stage: Stage, site: str) -> None:
    stage.forum.answers["POST /screens"] = (200, a_screen())
    for path in ("/man-hinh", "/api/v1/screens"):
        assert stage.ask("POST", path, {"code": "K7P2QM"}, {"Sec-Fetch-Site": site}).slug == "cross-site"


@pytest.mark.parametrize("path", ["/man-hinh/canh", "/man-hinh/truc-tiep"])
def test_a_forged_cookie_or_a_session_shows_nothing(stage: Stage, path: str) -> None:
    tell(stage)
    value = cookie_of(stage, a_screen())["Cookie"]
    over = cookie_of(stage, a_screen(expires_at="2020-01-01T00:00:00Z"))["Cookie"]
    for cookie in ("", "screen=", "screen=x", value[:-3], over, f"screen={stage.token()}", f"session={stage.token()}"):
        got = stage.ask("GET", path, headers={"Cookie": cookie})
        assert (got.status, got.slug) == (403, "not-a-screen"), cookie


def test_a_screen_acts_for_nobody(stage: Stage) -> None:
    stage.forum.answers["GET /me"] = lambda asked: (200, {"who": str(asked.acting.person_id)})
    tell(stage)
    headers = cookie_of(stage, a_screen())
    assert stage.ask("GET", "/api/v1/me", headers=headers).json == {"who": "None"}
    stage.ask("GET", "/man-hinh/canh", headers=headers)
    assert stage.forum.asked_for(f"/forums/{F}")[0].acting.person_id is None


def test_a_forum_nobody_may_see_is_on_no_screen(stage: Stage) -> None:
    stage.forum.answers[f"GET /forums/{F}"] = (404, refusal("missing", "missing"))
    for path in ("/man-hinh/canh", "/man-hinh/truc-tiep"):
        assert stage.ask("GET", path, headers=cookie_of(stage, a_screen())).slug == "missing"


def test_a_scene_that_is_set_is_on_the_screen_at_once(
    stage: Stage, screen: tuple[dict[str, Any], ScreenStream]
) -> None:
    _, stream = screen
    assert stream.named("scene")[0]["scene"]["name"] == "voting"
    tell(stage, "notice", "Nghỉ 10 phút")
    say(stage, "scene_set.v1", {"forum_id": F, "scene": {"name": "notice", "round_id": None, "text": "Nghỉ 10 phút"}})
    shown = eventually(lambda: stream.named("scene")[1:], within=1)[0]
    assert (shown["scene"]["name"], shown["scene"]["text"]) == ("notice", "Nghỉ 10 phút")
    assert abs(datetime.now(UTC) - datetime.fromisoformat(shown["now"])) < timedelta(seconds=10)


def test_ballots_that_are_counted_are_on_the_screen(stage: Stage, screen: tuple[dict[str, Any], ScreenStream]) -> None:
    _, stream = screen
    data = {"forum_id": F, "round_id": R, "version": 8, "ballots": 42, "tally": None}
    say(stage, "ballots_counted.v1", data)
    eventually(lambda: stream.named("scene")[-1]["scene"]["round"]["ballots"] == 42, within=2)


def test_what_does_not_change_the_scene_is_not_sent(stage: Stage, screen: tuple[dict[str, Any], ScreenStream]) -> None:
    _, stream = screen
    with watching(stage) as page:
        eventually(lambda: page.named("snapshot"))
        stage.forum.answers[f"GET /forums/{F}"][1]["version"] += 1  # type: ignore[index]
        say(stage, "forum_amended.v1", {})
        eventually(lambda: page.named("change"))
    tell(stage, "waiting")
    say(stage, "scene_set.v1", {})
    eventually(lambda: stream.named("scene")[-1]["scene"]["name"] == "waiting")
    assert len(stream.named("scene")) == 2


def test_time_alone_changes_the_scene(
    stage: Stage, screen: tuple[dict[str, Any], ScreenStream], monkeypatch: pytest.MonkeyPatch
) -> None:
    _, stream = screen
    tell(stage, state="certified")
    say(stage, "round_certified.v1", {})
    eventually(lambda: stream.named("scene")[-1]["scene"]["name"] == "result")
    monkeypatch.setattr(scenes, "STAYS", timedelta(days=-365_000))
    monkeypatch.setattr(hub, "HEARTBEAT", 0.1)
    stage.gateway.parts.services._lanes["forum"]._client._loop.call_soon_threadsafe(  # type: ignore[union-attr]
        lambda: [each.nudge() for each in stage.parts.live._hubs.values()]
    )
    eventually(lambda: stream.named("scene")[-1]["scene"]["name"] == "programme")


def test_a_screen_that_is_unpaired_is_told_at_once_and_shown_nothing_more(
    stage: Stage, screen: tuple[dict[str, Any], ScreenStream]
) -> None:
    paired, stream = screen
    data = {name: paired[name] for name in ("forum_id", "screen_id", "expires_at")}
    other = a_screen()
    with closing(ScreenStream(stage, headers=cookie_of(stage, other))) as second:
        eventually(lambda: second.named("scene"))
        say(stage, "screen_unpaired.v1", data)
        eventually(lambda: stream.named("ended") and stream.over.is_set(), within=2)
        assert second.named("ended") == []
    assert stage.ask("GET", "/man-hinh/canh", headers=cookie_of(stage, paired)).slug == "not-a-screen"
    eventually(lambda: stage.parts.live._streams == 0 and stage.parts.live._hubs == {}, within=5)


def test_screens_unpaired_while_we_were_away_are_learnt_from_the_forum_service(stage: Stage) -> None:
    paired = a_screen()
    stage.forum.answers["GET /screens/ended"] = (200, {"items": [paired]})
    eventually(lambda: stage.ask("GET", "/man-hinh/canh", headers=cookie_of(stage, paired)).slug == "not-a-screen")
    assert stage.forum.asked_for("/screens/ended")[0].acting.operator


def test_while_events_cannot_be_heard_the_screen_is_told(stage: Stage) -> None:
    tell(stage)
    with closing(ScreenStream(stage, headers=cookie_of(stage, a_screen()))) as stream:
        assert eventually(lambda: stream.named("lost"))[0]["since"]
        assert stream.named("scene")[0]["scene"]["name"] == "voting"


def test_a_snapshot_says_what_time_it_is(stage: Stage) -> None:
    tell(stage)
    with closing(Stream(stage)) as stream:
        said = eventually(lambda: stream.named("snapshot"))[0]["now"]
        assert abs(datetime.now(UTC) - datetime.fromisoformat(said)) < timedelta(seconds=10)


# Short addresses


@pytest.mark.parametrize("code", ["K7P2QM", "k7p2qm"])
def test_a_short_address_leads_to_the_forum_and_is_asked_for_once(stage: Stage, code: str) -> None:
    stage.forum.answers["GET /short-codes/K7P2QM"] = (200, {"forum_id": F})
    for _ in range(3):
        got = stage.ask("GET", f"/f/{code}")
        assert (got.status, got.headers["Location"]) == (303, f"/dien-dan/{F}")
    assert len(stage.forum.asked_for("/short-codes/K7P2QM")) == 1


@pytest.mark.parametrize("code", ["AAAAAA", "x%3Fy", "%00", "..%2f..", "A" * 13, "%E1%BA%A3"])
def test_a_short_address_of_nothing_is_not_found(stage: Stage, code: str) -> None:
    assert stage.ask("GET", f"/f/{code}", headers={"Accept": "text/html"}).status == 404
    assert not [asked for asked in stage.forum.asked if not re.fullmatch(r"/[\w/-]*", asked.path)]
