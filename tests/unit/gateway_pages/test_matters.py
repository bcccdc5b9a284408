"""The one card at the top of a forum's page."""

from typing import Any

import pytest

from services.gateway.pages.matters import Matter, what_matters
from services.gateway.pages.own_ballots import Place
from tests.unit.gateway_pages import samples

LATER = {**samples.round_(), "round_id": samples.ROUNDS["prepared"]}


def matter(
    roles: list[str], rounds: list[dict[str, Any]], ballots: dict[str, list[Place]] | None = None, **changed: Any
) -> Matter:
    return what_matters(str, {**samples.forum(), **changed}, rounds, roles, ballots or {})


def ballot(revision: int, **told: Any) -> list[Place]:
    return [Place(voted=revision > 0, revision=revision, **told)]


def phases(**states: str) -> list[dict[str, Any]]:
    return [{**phase, "state": states.get(phase["kind"], "over")} for phase in samples.forum()["phases"]]


def test_a_delegate_is_asked_to_vote_before_anything_else() -> None:
    asked = matter(["delegate"], [samples.round_("sealed"), samples.round_("open")], phases=phases(collecting="open"))
    assert asked.href == f"{samples.BASE}/bieu-quyet/{samples.ROUND}"
    assert "10:00" in asked.sentence  # in the forum's zone


def test_who_has_voted_is_told_so_and_may_change_it() -> None:
    voted = matter(["delegate"], [samples.round_()], {samples.ROUND: ballot(1)})
    assert voted.heading == "Bạn đã biểu quyết; có thể đổi đến lúc đóng"
    assert voted.href == f"{samples.BASE}/bieu-quyet/{samples.ROUND}"
    assert "10:00" in voted.sentence


def test_whose_ballot_was_set_aside_is_asked_to_vote_again() -> None:
    own = ballot(0, set_aside=True)
    again = matter(["delegate"], [samples.round_()], {samples.ROUND: own})
    assert (again.heading, again.button, again.waits) == ("Mời bạn bỏ phiếu lại", "Bỏ phiếu lại", True)
    assert "10:00" in again.sentence and "sửa" in again.sentence
    for_another = Place(samples.PERSON, "Lê Thị Bé", set_aside=True)
    then = matter(["delegate"], [samples.round_()], {samples.ROUND: [*ballot(1), for_another]})
    assert then.href == f"{samples.BASE}/bieu-quyet/{samples.ROUND}/thay/{samples.PERSON}"
    assert "thay" in then.heading
    paused = matter(["delegate"], [samples.round_("paused")], {samples.ROUNDS["paused"]: own})
    assert "mời bạn bỏ phiếu lại" in paused.sentence


def test_of_two_open_rounds_the_one_that_waits_for_a_ballot_comes_first() -> None:
    asked = matter(["delegate"], [LATER, samples.round_()], {LATER["round_id"]: ballot(2), samples.ROUND: ballot(0)})
    assert (asked.button, asked.href) == ("Biểu quyết ngay", f"{samples.BASE}/bieu-quyet/{samples.ROUND}")


def test_who_votes_for_others_is_asked_for_their_own_ballot_first() -> None:
    for_another = Place(samples.PERSON, "Lê Thị Bé")
    own = matter(["delegate"], [samples.round_()], {samples.ROUND: [*ballot(0), for_another]})
    assert own.href == f"{samples.BASE}/bieu-quyet/{samples.ROUND}"
    then = matter(["delegate"], [samples.round_()], {samples.ROUND: [*ballot(1), for_another]})
    assert (then.waits, then.href) == (True, f"{samples.BASE}/bieu-quyet/{samples.ROUND}/thay/{samples.PERSON}")


@pytest.mark.parametrize(
    ("told", "heading"),
    [
        ({"on_paper": True}, "Bạn bỏ phiếu giấy"),
        ({"holder": "Lê Thị Bé"}, "Người bạn ủy quyền bỏ phiếu thay bạn"),
    ],
)
def test_who_votes_another_way_is_not_asked_to_vote_here(told: dict[str, Any], heading: str) -> None:
    said = matter(["delegate"], [samples.round_()], {samples.ROUND: ballot(0, **told)})
    assert (said.heading, said.waits) == (heading, False)


def test_where_ballots_are_final_nobody_is_offered_to_change_theirs() -> None:
    said = matter(["delegate"], [{**samples.round_(), "revisable": False}], {samples.ROUND: ballot(1)})
    assert (said.heading, said.button) == ("Bạn đã biểu quyết", "Xem phiếu")


def test_a_pause_is_said_and_nobody_is_sent_to_vote() -> None:
    said = matter(["delegate"], [samples.round_("paused")], {samples.ROUNDS["paused"]: ballot(0)})
    assert (said.heading, said.href) == ("Biểu quyết đang tạm dừng", "")
    assert matter(["delegate"], [samples.round_("paused"), samples.round_()]).button == "Biểu quyết ngay"


def test_a_delegate_who_came_after_the_roll_was_closed_is_not_asked_to_vote() -> None:
    assert matter(["delegate"], [samples.round_()], {samples.ROUND: ballot(0, on_roll=False)}).href == ""


def test_the_roll_says_who_votes_while_the_directory_is_away() -> None:
    assert matter([], [samples.round_()], {samples.ROUND: ballot(0)}).button == "Biểu quyết ngay"


def test_who_has_no_vote_is_told_that_others_are_voting() -> None:
    assert matter([], [samples.round_()]).href == ""
    assert matter(["guest"], [samples.round_()]).href == ""


@pytest.mark.parametrize("role", ["delegate", "organizer"])
def test_while_proposals_are_collected_they_are_asked_for(role: str) -> None:
    assert matter([role], [], phases=phases(collecting="open")).button == "Gửi ý kiến"


def test_a_visitor_may_read_the_proposals_meanwhile() -> None:
    assert matter([], [], phases=phases(collecting="open")).button == "Xem các ý kiến"


def test_between_phases_people_are_told_what_comes_and_when() -> None:
    waiting = matter(["delegate"], [], phases=phases(voting="planned"))
    assert "Bước 1" in waiting.sentence
    assert "29/05/2027 08:00" in waiting.sentence
    assert waiting.href == ""


def test_with_nothing_planned_people_are_told_to_wait() -> None:
    assert matter(["delegate"], [], phases=phases()).heading == "Bạn chưa phải làm gì"


@pytest.mark.parametrize(
    ("state", "leads_on"), [("draft", False), ("announced", False), ("cancelled", False), ("closed", True)]
)
def test_a_forum_that_is_not_open_asks_nothing(state: str, leads_on: bool) -> None:
    assert bool(matter(["delegate"], [samples.round_()], state=state).href) == leads_on


def test_a_concluded_forum_shows_its_result() -> None:
    assert matter([], [], state="concluded").href.endswith("/ket-qua")


def test_while_what_was_promised_is_followed_people_are_told_until_when() -> None:
    following = {"state": "concluded", "phases": phases(**{"following-up": "open"})}
    assert "10:00" in matter([], [], **following).sentence
    assert "10:00" not in matter([], [], **{**following, "phases": phases()}).sentence
