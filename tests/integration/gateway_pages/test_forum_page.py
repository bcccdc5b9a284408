"""The page of a forum while parts of the system are away."""

from tests.integration.gateway.stage import Stage
from tests.integration.gateway_pages.course import BALLOT, FORUM, F, S, outcome, person
from tests.integration.gateway_pages.visitor import Visitor, text


def test_a_forum_opens_without_its_board_and_says_what_is_missing(running: Stage, visitor: Visitor) -> None:
    running.proposals.stop()
    got = visitor.get(FORUM)
    assert got.status == 200
    assert "Chưa xem được ý kiến, giải pháp và biểu quyết." in text(got)
    assert "Bước 1" in text(got)


def test_a_forum_opens_while_the_directory_is_away(running: Stage, delegate: Visitor) -> None:
    running.forum.stop()
    got = delegate.get(FORUM)
    assert got.status == 200
    assert "Chưa xem được thông tin chung của diễn đàn." in text(got)
    assert "1.234" in text(got)


def test_voting_goes_on_while_the_directory_is_away(running: Stage, delegate: Visitor) -> None:
    running.forum.stop()
    running.proposals.answers[f"POST /forums/{F}/ballots"] = outcome
    review = delegate.fill_in(delegate.get(BALLOT), BALLOT, step="review", **{f"choice-{S}": "yes"})
    assert delegate.fill_in(review, BALLOT, step="send").status == 303


def test_who_somebody_is_is_asked_for_once_and_again_when_they_have_changed_it(
    running: Stage, delegate: Visitor
) -> None:
    assert [delegate.get(FORUM).status for _ in range(3)] == [200] * 3
    assert len(running.forum.asked_for("/me", "GET")) == 1
    running.forum.answers["PUT /me"] = (200, person())
    delegate.fill_in(delegate.get("/toi/sua"), "/toi/sua", greeting="chị")
    before = len(running.forum.asked_for("/me", "GET"))
    delegate.get(FORUM)
    assert len(running.forum.asked_for("/me", "GET")) == before + 1


def test_one_person_is_not_shown_what_another_may_do(running: Stage, delegate: Visitor, visitor: Visitor) -> None:
    running.forum.answers["GET /me"] = (200, person("organizer"))
    assert "Bàn điều hành" in text(delegate.get(FORUM))
    running.forum.answers["GET /me"] = (200, person("delegate"))
    assert "Bàn điều hành" not in text(Visitor(running, signed_in=True).get(FORUM))
    assert "Bàn điều hành" not in text(visitor.get(FORUM))


def test_the_inbox_away_is_said_plainly(stage: Stage, delegate: Visitor) -> None:
    stage.notify.stop()
    got = delegate.get("/hop-thu")
    assert (got.status, "Hệ thống tạm thời gián đoạn" in text(got)) == (503, True)
    assert got.headers["Retry-After"]
