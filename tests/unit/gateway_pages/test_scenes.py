"""What the hall's screen shows."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from services.gateway.pages.scenes import what_is_shown
from tests.unit.gateway_pages import samples

NOW = datetime(2027, 5, 29, 2, 30, tzinfo=UTC)
CLOSED = datetime(2027, 5, 29, 3, 0, tzinfo=UTC)
AUTO = {"name": "auto", "round_id": None, "text": ""}


def shown(
    *rounds: dict[str, Any], scene: dict[str, Any] | None = None, now: datetime = NOW, **forum: Any
) -> dict[str, Any]:
    told = {**samples.forum(), "scene": {**AUTO, **(scene or {})}, **forum}
    return what_is_shown(told, {**samples.board(), "rounds": list(rounds)}, now)


def at(state: str, closes_at: datetime, **told: Any) -> dict[str, Any]:
    return {**samples.round_(state), "closes_at": closes_at.isoformat(), **told}


def phases(*told: tuple[str, str, int]) -> list[dict[str, Any]]:
    """Kind, state, and the hour (UTC) at which it opens for an hour."""
    of = samples.forum()["phases"][0]
    return [
        {**of, "kind": kind, "state": state, "title": kind, "opens_at": f"2027-05-29T{hour:02}:00:00Z",
         "closes_at": f"2027-05-29T{hour + 1:02}:00:00Z"}
        for kind, state, hour in told
    ]  # fmt: skip


@pytest.mark.parametrize(("state", "name"), [
    ("announced", "waiting"),
    ("cancelled", "waiting"),
    ("open", "programme"),
    ("closed", "programme"),
    ("concluded", "programme"),
])  # fmt: skip
def test_without_a_vote_the_screen_follows_the_state_of_the_forum(state: str, name: str) -> None:
    assert shown(state=state)["name"] == name


def test_every_scene_says_where_to_go_and_what_is_on() -> None:
    scene = shown(phases=phases(("collecting", "open", 1), ("voting", "planned", 4), ("following-up", "planned", 9)))
    assert scene["short_path"] == "/f/K7P2QM"
    assert (scene["phase"]["kind"], scene["next_phase"]["kind"]) == ("collecting", "voting")
    assert [phase["kind"] for phase in scene["phases"]] == ["collecting", "voting", "following-up"]


def test_a_phase_whose_time_has_passed_is_not_announced_as_the_next() -> None:
    missed = shown(phases=phases(("voting", "planned", 0), ("following-up", "planned", 9)))
    assert (missed["phase"], missed["next_phase"]["kind"]) == (None, "following-up")
    assert shown(phases=[])["next_phase"] is None


def test_an_open_vote_takes_the_screen() -> None:
    scene = shown(samples.round_("certified"), samples.round_("open"))
    assert (scene["name"], scene["round"]["state"]) == ("voting", "open")
    assert (scene["round"]["ballots"], scene["round"]["electors"]) == (41, 60)


def test_a_paused_vote_stays_on_the_screen() -> None:
    scene = shown(samples.round_("certified"), samples.round_("paused"))
    assert (scene["name"], scene["round"]["state"]) == ("voting", "paused")


def test_counting_is_shown_with_how_far_it_is() -> None:
    scene = shown(at("counting", NOW - timedelta(minutes=1), progress=40))
    assert (scene["name"], scene["round"]["state"], scene["round"]["progress"]) == ("voting", "counting", 40)


def test_of_several_the_one_that_closes_first() -> None:
    first = at("open", CLOSED - timedelta(minutes=5), round_id="first")
    assert shown(at("open", CLOSED), first)["round"]["round_id"] == "first"


@pytest.mark.parametrize("state", ["open", "paused", "closed", "sealed", "counting"])
def test_before_the_result_there_are_no_counts_unless_the_round_shows_them_live(state: str) -> None:
    for live in (True, False):
        round_ = at(state, NOW, live_tally=live)
        for scene in (shown(round_), shown(round_, scene={"name": "result", "round_id": round_["round_id"]})):
            assert scene["name"] == "voting"
            assert (scene["round"]["options"][0]["count"] is not None) == live
    assert shown(at(state, NOW, tally=None))["round"]["options"][0]["count"] is None


def test_a_result_has_the_counts_and_whether_it_was_adopted() -> None:
    for live in (True, False):
        scene = shown(at("certified", NOW - timedelta(minutes=5), live_tally=live))
        assert scene["name"] == "result"
        assert scene["round"]["options"] == [
            {"number": 1, "title": "Bồi dưỡng cán bộ", "count": {"yes": 1234, "no": 5, "abstain": 2, "adopted": True}}
        ]


@pytest.mark.parametrize("told", [{"votes": 40, "adopted": False}, {"adopted": True}])
def test_a_result_has_the_counts_its_method_has(told: dict[str, Any]) -> None:
    tally = [{"solution_id": samples.SOLUTION, **told}]
    scene = shown(at("certified", NOW - timedelta(minutes=5), tally=tally))
    assert scene["round"]["options"][0]["count"] == told


def test_a_result_stays_for_an_hour_or_until_the_next_phase() -> None:
    round_ = at("certified", CLOSED)
    assert shown(round_, now=CLOSED + timedelta(minutes=59), phases=[])["name"] == "result"
    assert shown(round_, now=CLOSED + timedelta(minutes=61), phases=[])["name"] == "programme"
    before, after = phases(("voting", "open", 2)), phases(("collecting", "open", 4))
    assert shown(round_, now=CLOSED + timedelta(minutes=59), phases=before)["name"] == "result"
    assert shown(round_, now=CLOSED + timedelta(minutes=59), phases=after)["name"] == "programme"


def test_the_latest_result_is_shown() -> None:
    earlier = at("certified", NOW - timedelta(minutes=40), round_id="earlier")
    assert shown(at("certified", NOW - timedelta(minutes=5), round_id="later"), earlier)["round"]["round_id"] == "later"


@pytest.mark.parametrize("name", ["waiting", "programme"])
def test_what_organizers_choose_is_shown_whatever_goes_on(name: str) -> None:
    assert shown(samples.round_("open"), scene={"name": name})["name"] == name


def test_an_urgent_notice_goes_before_everything() -> None:
    scene = shown(samples.round_("open"), scene={"name": "notice", "text": "Mời ra bằng cửa số 2"})
    assert (scene["name"], scene["text"]) == ("notice", "Mời ra bằng cửa số 2")


def test_a_chosen_round_is_shown_though_another_is_open() -> None:
    old = at("certified", NOW - timedelta(days=1))
    chosen = {"name": "result", "round_id": old["round_id"]}
    assert shown(samples.round_("open"), old, scene=chosen)["name"] == "result"


@pytest.mark.parametrize("state", ["prepared", "cancelled", "unknown"])
def test_a_chosen_round_that_cannot_be_shown_leaves_the_screen_to_the_forum(state: str) -> None:
    rounds = [] if state == "unknown" else [{**samples.round_(state), "closes_at": None}]
    scene = {"name": "voting", "round_id": samples.ROUNDS.get(state, samples.ROUND)}
    assert shown(*rounds, scene=scene)["name"] == "programme"


@pytest.mark.parametrize("name", ["auto", "waiting", "programme", "voting", "result", "notice"])
def test_while_proposals_is_away_the_screen_shows_what_it_can(name: str) -> None:
    told = {**samples.forum(), "scene": {**AUTO, "name": name, "round_id": samples.ROUND}}
    expected = {"waiting": "waiting", "notice": "notice"}.get(name, "programme")
    assert what_is_shown(told, None, NOW)["name"] == expected


def test_a_scene_does_not_change_with_the_second() -> None:
    assert shown(samples.round_("open")) == shown(samples.round_("open"), now=NOW + timedelta(seconds=7))
