"""The rules of a forum's life: states, phases by the clock and by hand, edits."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.forum.model import forums as rules
from services.forum.model.forums import Forum
from services.forum.model.phases import Phase, PhaseNotInThisState, PhaseTimeOver
from services.kit.errors import Invalid

NOW = datetime(2026, 12, 1, 2, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
BODY = uuid4()


def a_phase(opens: float, closes: float, state: str = "planned", kind: str = "collecting") -> Phase:
    return Phase(uuid4(), kind, "Giai đoạn", NOW + opens * HOUR, NOW + closes * HOUR, state)


def a_forum(state: str = "open", *phases: Phase) -> Forum:
    times = {"starts_at": NOW - HOUR, "ends_at": NOW + 9 * HOUR}
    return Forum(uuid4(), "Tọa đàm", "", "", BODY, "Hội", "Asia/Ho_Chi_Minh", link_signs_in=False, state=state,
                 phases=phases, **times)  # fmt: skip


def types(steps: list[rules.Step]) -> list[str]:
    return [event for event, _ in steps]


def states(steps: list[rules.Step]) -> list[str]:
    return [phase.state for phase in steps[-1][1].phases]


MOVES = {
    "announce": lambda forum: rules.announce(forum, "Hội"),
    "open": lambda forum: rules.open_forum(forum, NOW),
    "close": lambda forum: rules.leave_open(forum, "closed", NOW),
    "conclude": lambda forum: rules.leave_open(forum, "concluded", NOW),
    "cancel": lambda forum: rules.leave_open(forum, "cancelled", NOW),
}
ALLOWED = {
    "draft": {"announce": "announced", "cancel": "cancelled"},
    "announced": {"open": "open", "cancel": "cancelled"},
    "open": {"close": "closed", "cancel": "cancelled"},
    "closed": {"conclude": "concluded", "cancel": "cancelled"},
    "concluded": {},
    "cancelled": {},
}


@pytest.mark.parametrize("state", ALLOWED)
@pytest.mark.parametrize("move", MOVES)
def test_a_forum_goes_only_where_it_may_from_where_it_is(state: str, move: str) -> None:
    forum = a_forum(state)
    if move in ALLOWED[state]:
        assert MOVES[move](forum)[-1][1].state == ALLOWED[state][move]
    else:
        with pytest.raises(rules.NotInThisState) as refused:
            MOVES[move](forum)
        assert refused.value.facts == {"state": state}


def test_announcing_keeps_the_name_the_host_has_at_that_moment() -> None:
    assert rules.announce(a_forum("draft"), "Hội LHPN tỉnh")[0][1].host_name == "Hội LHPN tỉnh"


def test_opening_a_forum_catches_up_the_phases_that_are_due() -> None:
    forum = a_forum("announced", a_phase(-1, 1), a_phase(-3, -2), a_phase(1, 2))
    steps = rules.open_forum(forum, NOW)
    assert types(steps) == ["forum_opened.v1", "phase_closed.v1", "phase_opened.v1"]
    assert states(steps) == ["open", "over", "planned"]


def test_a_phase_runs_only_while_its_forum_is_open() -> None:
    assert not rules.catch_up(a_forum("announced", a_phase(-1, 1)), NOW)
    steps = rules.leave_open(a_forum("open", a_phase(-1, 1, "open"), a_phase(1, 2)), "closed", NOW)
    assert types(steps) == ["phase_closed.v1", "forum_closed.v1"]
    assert states(steps) == ["over", "planned"]
    assert steps[0][1].state == "open"


@pytest.mark.parametrize(("state", "told"), [
    ("open", ["phase_closed.v1", "forum_closed.v1", "forum_concluded.v1"]),
    ("closed", ["forum_concluded.v1"]),
    ("announced", []),
    ("concluded", []),
    ("cancelled", []),
])  # fmt: skip
def test_an_issued_conclusion_concludes_what_still_runs(state: str, told: list[str]) -> None:
    phase = a_phase(-1, 1, "open" if state == "open" else "over")
    assert types(rules.conclude_by_conclusion(a_forum(state, phase), NOW)) == told


def test_following_up_begins_with_the_conclusion_when_its_time_has_come() -> None:
    phases = a_phase(-1, 1, "open"), a_phase(-1, 9, kind="following-up")
    steps = rules.conclude_by_conclusion(a_forum("open", *phases), NOW)
    assert types(steps) == ["phase_closed.v1", "forum_closed.v1", "forum_concluded.v1", "phase_opened.v1"]
    assert states(steps) == ["over", "open"]
    assert [forum.version for _, forum in steps] == [2, 3, 4, 5]


@pytest.mark.parametrize("state", ["announced", "open", "closed", "cancelled"])
def test_before_the_conclusion_there_is_nothing_to_follow_up(state: str) -> None:
    phase = a_phase(-1, 9, kind="following-up")
    assert not rules.catch_up(a_forum(state, phase), NOW)
    with pytest.raises(rules.NotInThisState):
        rules.open_phase(a_forum(state, phase), phase, NOW)


def test_in_a_concluded_forum_following_up_goes_by_its_time_or_by_hand_and_nothing_else_runs() -> None:
    later, missed = a_phase(1, 9, kind="following-up"), a_phase(-1, 9)
    concluded = a_forum("concluded", later, missed)
    assert not rules.catch_up(concluded, NOW)
    steps = rules.catch_up(concluded, NOW + 2 * HOUR)
    assert (types(steps), states(steps)) == (["phase_opened.v1"], ["open", "planned"])
    assert types(rules.catch_up(steps[-1][1], NOW + 9 * HOUR)) == ["phase_closed.v1"]
    opened = rules.open_phase(concluded, later, NOW)
    assert states(opened) == ["open", "planned"]
    assert types(rules.close_phase(opened[-1][1], opened[-1][1].phases[0], NOW)) == ["phase_closed.v1"]
    with pytest.raises(rules.NotInThisState):
        rules.open_phase(concluded, missed, NOW)


def test_a_phase_opened_by_hand_opens_now() -> None:
    phase = a_phase(1, 2)
    [(event, forum)] = rules.open_phase(a_forum("open", phase), phase, NOW)
    assert (event, forum.phases[0].state, forum.phases[0].opens_at) == ("phase_opened.v1", "open", NOW)


def test_a_phase_closed_by_hand_closes_now() -> None:
    phase = a_phase(-1, 2, "open")
    [(event, forum)] = rules.close_phase(a_forum("open", phase), phase, NOW)
    assert (event, forum.phases[0].state, forum.phases[0].closes_at) == ("phase_closed.v1", "over", NOW)


def test_by_hand_too_a_phase_opens_once_in_an_open_forum_and_in_its_time() -> None:
    phase = a_phase(1, 2)
    with pytest.raises(rules.NotInThisState):
        rules.open_phase(a_forum("announced", phase), phase, NOW)
    for state in ("open", "over"):
        with pytest.raises(PhaseNotInThisState):
            rules.open_phase(a_forum("open", phase), replace(phase, state=state), NOW)
    with pytest.raises(PhaseTimeOver):
        rules.open_phase(a_forum("open", phase), a_phase(-2, -1), NOW)
    with pytest.raises(PhaseNotInThisState):
        rules.close_phase(a_forum("open", phase), phase, NOW)


def test_an_edit_moves_the_end_of_an_open_phase_and_keeps_its_state() -> None:
    phase = a_phase(-1, 1, "open")
    forum = a_forum("open", phase)
    longer = replace(phase, state="planned", closes_at=NOW + 5 * HOUR)
    [(event, after)] = rules.amend(forum, replace(forum, title="Mới", phases=(longer,)), NOW)
    assert event == "forum_amended.v1"
    assert after.phases == (replace(phase, closes_at=NOW + 5 * HOUR),)
    assert (after.title, after.version) == ("Mới", forum.version + 1)


def test_an_edit_that_makes_a_phase_due_opens_it() -> None:
    phase = a_phase(1, 2)
    forum = a_forum("open", phase)
    sooner = replace(phase, opens_at=NOW - HOUR)
    assert types(rules.amend(forum, replace(forum, phases=(sooner,)), NOW)) == ["forum_amended.v1", "phase_opened.v1"]


def test_an_edit_cannot_undo_what_has_begun() -> None:
    phase, over = a_phase(-1, 1, "open"), a_phase(-3, -2, "over")
    forum = a_forum("open", phase, over)
    for phases in (
        (over,),
        (phase,),
        (replace(phase, kind="voting"), over),
        (replace(phase, opens_at=NOW + HOUR / 2), over),
        (phase, replace(over, closes_at=NOW + HOUR)),
    ):
        with pytest.raises(Invalid) as refused:
            rules.amend(forum, replace(forum, phases=phases), NOW)
        assert refused.value.faults[0].code == "phase-has-begun"
        assert refused.value.faults[0].pointer.startswith("/phases")


def test_a_form_that_knows_no_seconds_can_send_a_begun_phase_back() -> None:
    phase = replace(a_phase(-1, 1, "open"), opens_at=NOW - HOUR + timedelta(seconds=12.5))
    forum = a_forum("open", phase)
    shown = replace(phase, opens_at=NOW - HOUR)
    assert rules.amend(forum, replace(forum, phases=(shown,)), NOW)[0][1].phases == (phase,)


@pytest.mark.parametrize("state", ["closed", "concluded", "cancelled"])
def test_what_is_closed_is_no_longer_edited(state: str) -> None:
    with pytest.raises(rules.NotInThisState):
        rules.amend(a_forum(state), a_forum(state), NOW)


TIMES = st.tuples(st.integers(-5, 5), st.integers(1, 5))


@given(st.lists(TIMES, max_size=6), st.lists(st.integers(0, 120), max_size=8))
def test_however_often_the_clock_looks_phases_only_go_forward_and_end_where_one_look_would(
    times: list[tuple[int, int]], looks: list[int]
) -> None:
    phases = [a_phase(opens, opens + lasts) for opens, lasts in times]
    forum = a_forum("open", *phases)
    seen: dict[UUID, list[str]] = {phase.phase_id: ["planned"] for phase in phases}
    versions = [forum.version]
    for minutes in [*sorted(looks), 24 * 60]:
        for _, after in rules.catch_up(forum, NOW - 6 * HOUR + timedelta(minutes=10 * minutes)):
            forum = after
            versions.append(forum.version)
            for phase in forum.phases:
                if phase.state != seen[phase.phase_id][-1]:
                    seen[phase.phase_id].append(phase.state)
    assert versions == list(range(1, len(versions) + 1))
    assert {phase.state for phase in forum.phases} <= {"over"}
    assert all(path in (["planned", "open", "over"], ["planned", "over"]) for path in seen.values())
