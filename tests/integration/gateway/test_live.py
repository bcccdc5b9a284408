"""Live pages: a snapshot first, then what changes, with and without events, until somebody closes the page."""

import asyncio
from datetime import UTC, datetime

import pytest

from services.gateway import copies, hub
from tests.integration.gateway.pages_open import F, board, counted, say, show, watching
from tests.integration.gateway.stage import Stage, refusal
from tests.waiting import eventually


def test_a_stream_begins_with_everything_and_says_how_it_is_to_be_read(stage: Stage) -> None:
    show(stage, ballots=5)
    with watching(stage) as stream:
        eventually(lambda: stream.named("snapshot"))
        assert stream.response.headers["Content-Type"].startswith("text/event-stream")
        assert stream.response.headers["X-Accel-Buffering"] == "no"
        assert stream.response.headers["Cache-Control"] == "no-store"
        assert stream.named("snapshot")[0]["board"]["rounds"][0]["ballots"] == 5
        assert stream.named("snapshot")[0]["forum"]["title"] == "Hiến kế"
        assert any(line.startswith("retry: ") for line in stream.lines)
        assert any(line.startswith("id: ") for line in stream.lines)


def test_counts_reach_every_page_without_anybody_being_asked(stage: Stage) -> None:
    stage.parts.copies.heard = True
    show(stage)
    with watching(stage) as one, watching(stage) as other:
        eventually(lambda: one.named("snapshot") and other.named("snapshot"))
        asked = len(stage.proposals.asked)
        say(stage, "ballots_counted.v1", counted(2, 40))
        for stream in (one, other):
            change = eventually(lambda s=stream: s.changes)[0]  # type: ignore[misc]
            assert change == {"board": {"rounds": [{**board(2, 40)["rounds"][0], "tally": [{"yes": 40}]}]}}
        assert len(stage.proposals.asked) == asked


def test_counts_only_go_forward(stage: Stage) -> None:
    stage.parts.copies.heard = True
    show(stage)
    with watching(stage) as stream:
        eventually(lambda: stream.named("snapshot"))
        for version, ballots in [(5, 50), (3, 30), (4, 40), (6, 60)]:
            say(stage, "ballots_counted.v1", counted(version, ballots))
        eventually(lambda: [c for c in stream.named("change") if c["board"]["rounds"][0]["ballots"] == 60])
        versions = [change["board"]["rounds"][0]["version"] for change in stream.named("change")]
        assert versions == sorted(versions)


def test_an_answer_that_is_older_than_what_was_heard_does_not_take_counts_back(stage: Stage) -> None:
    stage.parts.copies.heard = True
    show(stage)
    with watching(stage) as stream:
        eventually(lambda: stream.named("snapshot"))
        say(stage, "ballots_counted.v1", counted(5, 50))
        eventually(lambda: stream.named("change"))
        show(stage, version=4, ballots=40, proposals=1)  # read before the ballots were counted
        say(stage, "proposal_offered.v1", {})
        assert eventually(lambda: stream.changes[1:])[0] == {"board": {"proposals": 1}}
        assert stage.ask("GET", f"/api/v1/forums/{F}/board").json["rounds"][0]["ballots"] == 50


def test_many_changes_at_once_are_few_messages(stage: Stage) -> None:
    stage.parts.copies.heard = True
    show(stage)
    with watching(stage) as stream:
        eventually(lambda: stream.named("snapshot"))
        for number in range(2, 402):
            say(stage, "ballots_counted.v1", counted(number, number))
        eventually(
            lambda: stream.named("change") and stream.named("change")[-1]["board"]["rounds"][0]["ballots"] == 401
        )
        assert len(stream.named("change")) <= 4


def test_any_other_event_has_the_board_fetched_once_for_all(stage: Stage) -> None:
    stage.parts.copies.heard = True
    show(stage)
    with watching(stage) as one, watching(stage) as other:
        eventually(lambda: one.named("snapshot") and other.named("snapshot"))
        asked = len(stage.proposals.asked)
        show(stage, proposals=1)
        say(stage, "proposal_offered.v1", {})
        assert eventually(lambda: one.changes) == [{"board": {"proposals": 1}}]
        assert eventually(lambda: other.changes) == [{"board": {"proposals": 1}}]
        assert len(stage.proposals.asked) == asked + 1


def test_a_forum_nobody_may_see_has_no_stream(stage: Stage) -> None:
    stage.forum.answers[f"GET /forums/{F}"] = (404, refusal("missing", "missing"))
    got = stage.ask("GET", f"/api/v1/forums/{F}/live")
    assert (got.status, got.slug) == (404, "missing")
    assert stage.ask("GET", "/api/v1/forums/x/live").status == 404


def test_with_one_service_away_the_other_part_is_shown(stage: Stage) -> None:
    show(stage)
    stage.forum.stop()
    with watching(stage) as stream:
        snapshot = eventually(lambda: stream.named("snapshot"))[0]
        assert snapshot["forum"] is None
        assert snapshot["board"]["forum_id"] == F
    stage.proposals.stop()
    stage.parts.copies.forget_all()
    eventually(lambda: stage.parts.live._hubs == {})
    assert stage.ask("GET", f"/api/v1/forums/{F}/live").slug == "service-away"


def test_a_forum_that_proposals_has_not_heard_of_yet_has_a_stream(stage: Stage) -> None:
    show(stage)
    stage.proposals.answers[f"GET /forums/{F}/board"] = (404, refusal("missing", "missing"))
    with watching(stage) as stream:
        assert eventually(lambda: stream.named("snapshot"))[0]["board"] is None
        show(stage, ballots=3)
        say(stage, "seat_added.v1", {})
        assert eventually(lambda: stream.named("change"))[0]["board"]["rounds"][0]["ballots"] == 3


def test_while_events_cannot_be_heard_pages_are_told_and_are_at_most_seconds_old(stage: Stage) -> None:
    show(stage)
    with watching(stage) as stream:
        since = eventually(lambda: stream.named("lost"))[0]["since"]
        assert datetime.fromisoformat(since) < datetime.now(UTC)
        show(stage, ballots=9, version=2)
        change = eventually(lambda: stream.named("change"), within=copies.SECONDS_UNHEARD * 2 + 3)
        assert change[0]["board"]["rounds"][0]["ballots"] == 9


def test_an_idle_stream_shows_that_it_lives(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hub, "HEARTBEAT", 0.2)
    show(stage)
    with watching(stage) as stream:
        eventually(lambda: [line for line in stream.lines if line.startswith(":")])


def test_a_page_that_is_closed_is_forgotten(stage: Stage) -> None:
    show(stage)
    with watching(stage) as stream:
        eventually(lambda: stream.named("snapshot"))
        assert stage.parts.live._streams == 1
    eventually(lambda: stage.parts.live._streams == 0 and stage.parts.live._hubs == {}, within=5)


def test_a_gateway_that_stops_ends_its_streams_and_does_not_wait_for_them(stage: Stage) -> None:
    show(stage)
    with watching(stage) as stream:
        eventually(lambda: stream.named("snapshot"))
        stage._server.should_exit = True
        assert stream.over.wait(5)
        eventually(lambda: not stage._thread.is_alive(), within=5)


def test_the_more_watch_the_wider_they_are_told_to_spread(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hub, "SPREAD_MS_A_WATCHER", 200)
    stage.parts.copies.heard = True
    show(stage)
    with watching(stage) as one:
        assert eventually(lambda: one.named("snapshot"))[0]["spread_ms"] == hub.SPREAD_MS
        with watching(stage) as other, watching(stage) as third:
            eventually(lambda: other.named("snapshot") and third.named("snapshot"))
            show(stage, proposals=1)
            say(stage, "proposal_offered.v1", {})
            assert eventually(lambda: one.named("change"))[0]["spread_ms"] == 600


def test_browsers_that_lose_their_streams_do_not_come_back_in_the_same_instant(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hub, "SPREAD_MS_A_WATCHER", 100_000_000)
    show(stage)
    with watching(stage) as one, watching(stage) as other:
        told = [eventually(lambda s=s: [line for line in s.lines if line.startswith("retry: ")]) for s in (one, other)]  # type: ignore[misc]
    assert told[0] != told[1]


def test_a_watcher_who_cannot_follow_is_given_everything_anew() -> None:
    async def story() -> list[bytes | None]:
        watcher = hub.Watcher(lambda: b"everything")
        for number in range(hub.BEHIND + 1):
            watcher.tell(b"%d" % number)
        return [await watcher.next()]

    assert asyncio.run(story()) == [b"everything"]
