"""Afterwards: a small forum that stays open for a week, so that whoever looks around can vote and run a round."""

from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import Any

from deploy.story.acts.deliberating import offer
from deploy.story.acts.preparing import second_organizer
from deploy.story.client import Api, wait_until
from deploy.story.links import DELEGATE
from deploy.story.stage import Stage

LASTS = timedelta(days=7)


def rehearsal_is_opened(stage: Stage) -> None:
    """A forum of its own with a handful of seats, in which proposals and votes are taken at the same time."""
    texts = stage.cast.rehearsal
    stage.say(f"Sau cùng, mở thêm một diễn đàn nhỏ và để ngỏ bảy ngày: “{texts.facts['title']}”.")
    forum = _draft(stage)
    stage.rehearsal_id = forum["forum_id"]
    for seat in _seats(stage):
        stage.organizer.post(f"{stage.rehearsal}/seats", seat)
    for step in ("announce", "invitations", "open"):
        stage.organizer.post(f"{stage.rehearsal}/{step}")
    wait_until(lambda: _is_open(stage), "hai giai đoạn của diễn đàn tập dượt mở")
    stage.check(True, "Diễn đàn tập dượt đang nhận ý kiến và biểu quyết")


def _draft(stage: Stage) -> Any:
    facts = stage.cast.rehearsal.facts
    lasts = {"opens_at": datetime.now(UTC).isoformat(), "closes_at": _until(stage)}
    return stage.organizer.post(
        "/forums",
        {
            "title": facts["title"],
            "summary": facts["summary"].strip(),
            "place": facts["place"],
            "host_body_id": stage.body_ids[facts["host"]],
            "starts_at": lasts["opens_at"],
            "ends_at": lasts["closes_at"],
            "link_signs_in": True,
            "phases": [{"kind": kind, "title": title, **lasts} for kind, title in facts["phases"].items()],
        },
    )


def _until(stage: Stage) -> str:
    return (stage.began + LASTS).isoformat()


def _seats(stage: Stage) -> list[dict[str, Any]]:
    delegates = [
        {
            "full_name": delegate.name,
            "email": delegate.email,
            "sector": delegate.sector,
            "body_code": delegate.body,
            "position": delegate.position,
            "roles": ["delegate"],
        }
        for delegate in stage.cast.rehearsal.delegates
    ]
    return [second_organizer(stage), *delegates]


def _is_open(stage: Stage) -> bool:
    """Also where proposals are kept: that service hears of the seats, then of the announcement, by events."""
    forum = stage.organizer.get(stage.rehearsal)
    heard = Api(stage.gateway_url).ask("GET", f"{stage.rehearsal}/board").status == HTTPStatus.OK
    return heard and {forum["state"], *(phase["state"] for phase in forum["phases"])} == {"open"}


def rehearsal_is_left_to_the_visitor(stage: Stage) -> None:
    """One round waits for ballots, the other for an organizer who opens it; nobody has voted."""
    texts = stage.cast.rehearsal
    offered = [(proposal.solution, offer(stage, stage.rehearsal, proposal)) for proposal in texts.proposals]
    solution_ids = []
    for solution in texts.solutions:
        facts = {
            "title": solution["title"],
            "text": solution["text"].strip(),
            "proposal_ids": [id_ for key, id_ in offered if key == solution["key"]],
            "body_ids": [stage.body_ids[code] for code in solution["bodies"]],
        }
        solution_ids.append(stage.organizer.post(f"{stage.rehearsal}/solutions", facts)["solution_id"])
    rounds = {
        state: stage.organizer.post(f"{stage.rehearsal}/rounds", {"title": title, "solution_ids": solution_ids})
        for state, title in texts.facts["rounds"].items()
    }
    path = f"{stage.rehearsal}/rounds/{rounds['open']['round_id']}"
    opened = stage.patiently(stage.organizer, f"{path}/open", {"closes_at": _until(stage)})
    mine = stage.people[DELEGATE].get(f"{path}/ballot")
    prepared = stage.organizer.get(f"{stage.rehearsal}/rounds/{rounds['prepared']['round_id']}")
    stage.check(
        (opened["electors"], mine["on_roll"], mine["revision"]) == (len(texts.delegates), True, 0)
        and prepared["state"] == "prepared",
        "Ở đó một vòng biểu quyết đang chờ phiếu, một vòng nữa chờ ban tổ chức mở",
    )
