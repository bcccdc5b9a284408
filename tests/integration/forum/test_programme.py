"""Forums and their phases: by commands, by the clock, by the conclusion of another service."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from services.forum import jobs, listeners, schemas, views
from services.forum.commands import forums
from services.forum.model.forums import NotInThisState
from services.kit import schedule
from services.kit.acting import NOBODY
from services.kit.envelope import Envelope
from services.kit.errors import Invalid, Missing, Stale
from tests.integration.forum.conftest import Stage, phase


def amend(stage: Stage, forum: dict[str, Any], **told: Any) -> dict[str, Any]:
    data = schemas.Forum().load(stage.forum_data(**told))
    return stage.do(forums.amend_forum, stage.admin, forum["forum_id"], data, lambda _: None)


def states(stage: Stage, forum: dict[str, Any]) -> list[str]:
    return [phase["state"] for phase in stage.do(views.forum, stage.admin, forum["forum_id"])["phases"]]


def pass_time(stage: Stage, hours: float) -> None:
    """Let this much time pass for everything that is planned, and let the clock's jobs run."""
    ago = {"ago": timedelta(hours=hours)}
    stage.rows("UPDATE phase SET opens_at = opens_at - %(ago)s, closes_at = closes_at - %(ago)s", **ago)
    stage.rows("UPDATE job SET due_at = due_at - %(ago)s", **ago)
    schedule.run_due(stage.db, jobs.HANDLERS)


def conclusion(forum_id: UUID) -> Envelope:
    """The event that concludes a forum, as it comes from the bus."""
    item = {"number": 1, "solution_id": str(uuid4()), "title": "x", "text": "", "body_ids": [], "due_on": "2027-01-01"}
    data = {
        "forum_id": str(forum_id),
        "conclusion_id": str(uuid4()),
        "number": "01/TB",
        "issued_at": "2026-12-01T03:00:00Z",
        "items": [item],
    }
    now = datetime.now(UTC)
    stream = f"forum/{forum_id}"
    return Envelope(uuid4(), "proposals", "conclusion_issued.v1", now, stream, 1, 1, uuid4(), "c" * 8, data)


def test_who_drafts_a_forum_organizes_it(stage: Stage) -> None:
    forum = stage.draft(phases=[phase(), phase("voting", 2, 3)])
    assert (forum["state"], forum["version"], forum["host_name"]) == ("draft", 1, "Hội LHPN tỉnh")
    assert [event["type"] for event in stage.told()[-2:]] == ["forum_drafted.v1", "seats_granted.v1"]
    [seat] = stage.do(views.me, stage.admin)["seats"]
    assert (seat["roles"], seat["state"]) == (["organizer"], "draft")


def test_a_draft_is_known_to_its_organizers_only(stage: Stage) -> None:
    forum = stage.draft()
    stage.seat(forum["forum_id"], "delegate@hoi.example")
    for who in (NOBODY, stage.newcomer("x@hoi.example"), stage.person("delegate@hoi.example")):
        with pytest.raises(Missing):
            stage.do(views.forum, who, forum["forum_id"])
        assert stage.do(views.forums, who)["items"] == []
    assert stage.do(views.me, stage.person("delegate@hoi.example"))["seats"] == []
    assert stage.do(views.forums, stage.admin)["items"] == [stage.do(views.forum, stage.admin, forum["forum_id"])]
    stage.do(forums.announce_forum, stage.admin, forum["forum_id"])
    assert stage.do(views.forum, NOBODY, forum["forum_id"])["state"] == "announced"
    assert len(stage.do(views.me, stage.person("delegate@hoi.example"))["seats"]) == 1


def test_forums_are_listed_newest_first_by_state_and_page_by_page(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "FORUMS_A_PAGE", 2)
    made = [stage.announced(title=f"Diễn đàn {n}", phases=[phase()]) for n in range(5)]
    seen, after = [], None
    while True:
        page = stage.do(views.forums, NOBODY, "announced", after)
        seen += page["items"]
        after = page["next"]
        if after is None:
            break
    assert [forum["title"] for forum in seen] == [forum["title"] for forum in reversed(made)]
    assert all(len(forum["phases"]) == 1 for forum in seen)
    assert stage.do(views.forums, NOBODY, "open")["items"] == []


def test_a_forum_keeps_the_name_its_host_had_when_it_was_announced(stage: Stage) -> None:
    forum = stage.draft()
    stage.rows("UPDATE body SET name = 'Hội LHPN tỉnh Bình Thuận'")
    assert stage.do(forums.announce_forum, stage.admin, forum["forum_id"])["host_name"] == "Hội LHPN tỉnh Bình Thuận"
    stage.rows("UPDATE body SET name = 'Hội LHPN tỉnh Lâm Đồng'")
    assert amend(stage, forum)["host_name"] == "Hội LHPN tỉnh Bình Thuận"


def test_a_forum_needs_a_host_that_exists(stage: Stage) -> None:
    with pytest.raises(Invalid) as refused:
        stage.draft(host_body_id=str(uuid4()))
    assert refused.value.faults[0].pointer == "/host_body_id"


def test_phases_open_and_close_by_themselves(stage: Stage) -> None:
    forum = stage.opened(phases=[phase(opens=1, closes=3), phase("voting", 3, 5)])
    pass_time(stage, 0.5)
    assert states(stage, forum) == ["planned", "planned"]
    pass_time(stage, 1)
    assert states(stage, forum) == ["open", "planned"]
    pass_time(stage, 2)
    assert states(stage, forum) == ["over", "open"]
    pass_time(stage, 2)
    assert states(stage, forum) == ["over", "over"]
    told = stage.told("phase_opened.v1", "phase_closed.v1")
    assert [event["type"] for event in told] == ["phase_opened.v1", "phase_closed.v1"] * 2
    assert [event["data"]["version"] for event in told] == [4, 5, 6, 7]
    assert stage.do(views.forum, NOBODY, forum["forum_id"])["version"] == 7


def test_after_a_long_stop_what_is_due_happens_once_and_late(stage: Stage) -> None:
    forum = stage.opened(phases=[phase(opens=1, closes=3), phase("voting", 3, 5)])
    pass_time(stage, 4)
    pass_time(stage, 0)
    assert states(stage, forum) == ["over", "open"]
    assert [event["type"] for event in stage.told("phase_opened.v1", "phase_closed.v1")] == [
        "phase_closed.v1",
        "phase_opened.v1",
    ]


def test_phases_wait_for_their_forum_and_are_caught_up_when_it_opens(stage: Stage) -> None:
    forum = stage.announced(phases=[phase(opens=1, closes=3), phase("voting", 3, 5)])
    pass_time(stage, 2)
    assert states(stage, forum) == ["planned", "planned"]
    stage.do(forums.open_forum, stage.admin, forum["forum_id"])
    assert states(stage, forum) == ["open", "planned"]
    pass_time(stage, 2)
    assert states(stage, forum) == ["over", "open"]


def test_an_extended_phase_closes_at_its_new_time(stage: Stage) -> None:
    forum = stage.opened(phases=[phase(opens=-1, closes=1)])
    [there] = stage.do(views.forum, NOBODY, forum["forum_id"])["phases"]
    longer = {**there, "closes_at": (there["closes_at"] + timedelta(hours=4)).isoformat()}
    longer |= {"opens_at": there["opens_at"].isoformat(), "phase_id": str(there["phase_id"])}
    del longer["state"]
    amend(stage, forum, phases=[longer])
    pass_time(stage, 2)
    assert states(stage, forum) == ["open"]
    pass_time(stage, 4)
    assert states(stage, forum) == ["over"]


def test_a_phase_taken_out_leaves_no_job_behind(stage: Stage) -> None:
    forum = stage.announced(phases=[phase(), phase("voting")])
    amend(stage, forum, phases=[])
    assert stage.rows("SELECT * FROM job") == []
    assert stage.rows("SELECT * FROM phase") == []


def test_an_edit_without_phases_leaves_them(stage: Stage) -> None:
    forum = stage.announced(phases=[phase(), phase("voting")])
    after = amend(stage, forum, title="Tên mới")
    assert (after["title"], after["phases"], after["version"]) == ("Tên mới", forum["phases"], forum["version"] + 1)


def test_an_edit_of_an_old_version_is_stale(stage: Stage) -> None:
    forum = stage.announced()

    def must_match(version: int) -> None:
        if version != 1:
            raise Stale(version=version)

    data = schemas.Forum().load(stage.forum_data(title="Mới"))
    with pytest.raises(Stale):
        stage.do(forums.amend_forum, stage.admin, forum["forum_id"], data, must_match)


def test_a_phase_of_another_forum_is_not_found(stage: Stage) -> None:
    other = stage.opened(phases=[phase()])
    forum = stage.opened()
    for work in (forums.open_phase, forums.close_phase):
        with pytest.raises(Missing):
            stage.do(work, stage.admin, forum["forum_id"], other["phases"][0]["phase_id"])


def test_a_phase_opened_by_hand_closes_by_itself(stage: Stage) -> None:
    forum = stage.opened(phases=[phase(opens=2, closes=4)])
    stage.do(forums.open_phase, stage.admin, forum["forum_id"], forum["phases"][0]["phase_id"])
    assert states(stage, forum) == ["open"]
    pass_time(stage, 3)
    assert states(stage, forum) == ["open"]
    pass_time(stage, 2)
    assert states(stage, forum) == ["over"]


def test_the_conclusion_concludes_an_open_forum_and_ends_its_phases(stage: Stage) -> None:
    forum = stage.opened(phases=[phase(opens=-1, closes=1)])
    event = conclusion(forum["forum_id"])
    for _ in range(2):
        stage.do(listeners.conclude_forum, event)
    told = [event["type"] for event in stage.told()[-3:]]
    assert told == ["phase_closed.v1", "forum_closed.v1", "forum_concluded.v1"]
    assert stage.do(views.forum, NOBODY, forum["forum_id"])["state"] == "concluded"


def test_following_up_opens_in_the_concluded_forum_at_its_time_and_ends_at_its_time(stage: Stage) -> None:
    forum = stage.opened(phases=[phase(opens=-1, closes=1), phase("following-up", 2, 6)])
    pass_time(stage, 3)
    assert states(stage, forum) == ["over", "planned"]
    stage.do(listeners.conclude_forum, conclusion(forum["forum_id"]))
    assert states(stage, forum) == ["over", "open"]
    pass_time(stage, 4)
    assert states(stage, forum) == ["over", "over"]


def test_following_up_planned_for_after_the_conclusion_waits_for_its_time(stage: Stage) -> None:
    forum = stage.opened(phases=[phase("following-up", 2, 6)])
    stage.do(listeners.conclude_forum, conclusion(forum["forum_id"]))
    assert states(stage, forum) == ["planned"]
    pass_time(stage, 3)
    assert states(stage, forum) == ["open"]


def test_a_conclusion_of_a_forum_nobody_knows_or_that_is_cancelled_changes_nothing(stage: Stage) -> None:
    forum = stage.announced()
    stage.do(forums.leave_open, stage.admin, forum["forum_id"], "cancelled")
    events = len(stage.told())
    for forum_id in (forum["forum_id"], uuid4()):
        stage.do(listeners.conclude_forum, conclusion(forum_id))
    assert len(stage.told()) == events


def test_a_closed_forum_is_concluded_by_hand_and_then_nothing_more(stage: Stage) -> None:
    forum = stage.opened()
    for to in ("closed", "concluded"):
        assert stage.do(forums.leave_open, stage.admin, forum["forum_id"], to)["state"] == to
    for to in ("closed", "cancelled"):
        with pytest.raises(NotInThisState):
            stage.do(forums.leave_open, stage.admin, forum["forum_id"], to)
