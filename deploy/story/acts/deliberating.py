"""Part two: delegates arrive by their links and offer what they have; organizers bring it together in six solutions."""

from collections.abc import Mapping
from typing import Any

from deploy.story.cast import Delegate, Proposal, Solution
from deploy.story.client import Api, wait_until
from deploy.story.stage import Stage

INVITATION = "/moi/"


def delegates_sign_in(stage: Stage) -> None:
    """Each opens the link of their own invitation and presses its one button."""
    stage.say("60 đại biểu mở liên kết trong giấy mời của mình và bấm nút Vào diễn đàn.")
    names = stage.all_at_once(lambda delegate: _arrive(stage, delegate), stage.cast.delegates)
    stage.check(
        names == [delegate.name for delegate in stage.cast.delegates],
        "60 đại biểu đã vào, ai vào đúng tên người ấy",
    )


def _arrive(stage: Stage, delegate: Delegate) -> str:
    token = stage.post.wait_for_link(delegate.email, INVITATION).rpartition("/")[2]
    api = Api(stage.gateway_url)
    shown = api.get(f"/sign-in/invitations/{token}")
    session = api.post("/sign-in/invitations", {"token": token})
    stage.people[delegate.email] = api
    return str(session["full_name"]) if shown["forum_id"] == stage.forum_id else ""


def forum_is_opened(stage: Stage) -> None:
    """Opening the forum opens the phase that is due."""
    stage.say("Khai mạc. Báo cáo đề dẫn đã đọc xong, phần thu thập ý kiến bắt đầu.")
    stage.organizer.post(f"{stage.forum}/open")
    wait_until(
        lambda: _phase(stage, "collecting")["state"] == "open",
        "phần thu thập ý kiến mở",
    )
    stage.check(True, "Diễn đàn đã mở; phần thu thập ý kiến tự mở đúng giờ")


def _phase(stage: Stage, kind: str) -> Mapping[str, Any]:
    phases = stage.organizer.get(stage.forum)["phases"]
    return next(phase for phase in phases if phase["kind"] == kind)


def delegates_offer_proposals(stage: Stage) -> None:
    """Thirty concrete ones, from all six sectors."""
    proposals = stage.cast.proposals
    stage.say(f"Đại biểu nêu {len(proposals)} ý kiến hiến kế: vấn đề, biện pháp, ai làm, bao giờ.")
    ids = stage.all_at_once(lambda proposal: offer(stage, stage.forum, proposal), proposals)
    stage.proposal_ids = dict(enumerate(ids))
    there = list(stage.organizer.every(f"{stage.forum}/proposals"))
    numbers = sorted(proposal["number"] for proposal in there)
    stage.check(
        numbers == list(range(1, len(proposals) + 1)),
        f"{len(proposals)} ý kiến được đánh số liền nhau, không thiếu, không trùng",
    )
    for proposal in proposals[:6]:
        stage.say(f"    “{proposal.measure}”")


def offer(stage: Stage, forum: str, proposal: Proposal) -> str:
    """Its author offers it in the forum of this path; answers its id."""
    facts = {name: getattr(proposal, name) for name in ("problem", "measure", "who_acts", "by_when")}
    return str(stage.patiently(stage.people[proposal.email], f"{forum}/proposals", facts)["proposal_id"])


def collecting_ends(stage: Stage) -> None:
    """The organizer closes the phase by hand; what comes later is refused."""
    stage.say("Chủ tọa kết thúc phần thu thập ý kiến.")
    stage.organizer.post(f"{stage.forum}/phases/{stage.phase_ids['collecting']}/close")
    wait_until(lambda: _comes_too_late(stage, stage.cast.proposals[0]), "ý kiến gửi muộn bị từ chối")
    stage.check(True, "Ý kiến gửi sau khi hết phần thu thập bị từ chối")


def _comes_too_late(stage: Stage, late: Proposal) -> bool:
    """The service for proposals hears of the closing by an event; until it has, the author takes the proposal back."""
    facts = {"problem": late.problem, "measure": late.measure, "who_acts": late.who_acts}
    answer = stage.people[late.email].ask("POST", f"{stage.forum}/proposals", facts)
    if answer.status == 200:
        stage.people[late.email].delete(f"{stage.forum}/proposals/{answer.body['proposal_id']}")
    return answer.slug == "phase-not-open"


def proposals_are_consolidated(stage: Stage) -> None:
    """Six solutions, each with the proposals it came from and the bodies that must act."""
    stage.say("Ban tổ chức gộp các ý kiến thành sáu giải pháp, mỗi giải pháp nêu rõ cơ quan thực hiện.")
    for solution in stage.cast.solutions:
        stage.solution_ids[solution.key] = _consolidate(stage, solution)
        stage.say(f"    {solution.title} ({len(solution.bodies)} cơ quan)")
    there = stage.organizer.every(f"{stage.forum}/solutions")
    origins = sorted(origin for solution in there for origin in solution["proposal_ids"])
    stage.check(
        origins == sorted(stage.proposal_ids.values()),
        "Mỗi ý kiến đều tìm được trong đúng một giải pháp",
    )


def _consolidate(stage: Stage, solution: Solution) -> str:
    origins = [
        stage.proposal_ids[place] for place, one in enumerate(stage.cast.proposals) if one.solution == solution.key
    ]
    facts = {
        "title": solution.title,
        "text": solution.text,
        "proposal_ids": origins,
        "body_ids": [stage.body_ids[code] for code in solution.bodies],
    }
    return str(stage.organizer.post(f"{stage.forum}/solutions", facts)["solution_id"])
