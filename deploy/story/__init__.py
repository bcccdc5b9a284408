"""The Bình Thuận forum of 29 May 2023, played as people would: through HTTP and mail, from invitation to answer.

    play("http://127.0.0.1:8080", "http://127.0.0.1:1080", "admin@hienke.example")

It says what happens, checks each thing that must hold, and answers whether all of them did. It can be played again and
again on one installation: bodies and leaders are used again, the forum is a new one. In the end it opens another, small
forum and leaves it open for a week, for whoever looks around.
"""

from collections.abc import Callable
from pathlib import Path

from deploy.story import cast, checks
from deploy.story.acts import deliberating, following, ordering, preparing, rehearsing, voting
from deploy.story.client import GaveUpError, RefusedError
from deploy.story.links import sign_in_links
from deploy.story.post import Post
from deploy.story.stage import Stage

ACTS: tuple[Callable[[Stage], None], ...] = (
    preparing.organizer_signs_in,
    preparing.bodies_are_entered,
    preparing.leaders_are_named,
    preparing.forum_is_drafted,
    preparing.second_organizer_gets_a_seat,
    preparing.delegates_are_imported,
    preparing.forum_is_announced,
    preparing.stranger_is_kept_out,
    preparing.delegates_are_invited,
    deliberating.delegates_sign_in,
    deliberating.forum_is_opened,
    deliberating.delegates_offer_proposals,
    deliberating.collecting_ends,
    deliberating.proposals_are_consolidated,
    voting.round_is_opened,
    voting.delegates_are_called,
    voting.delegates_vote,
    voting.round_is_closed,
    voting.round_is_certified,
    voting.record_is_kept,
    ordering.order_is_asked,
    ordering.delegates_rank,
    ordering.order_is_closed,
    ordering.order_is_certified,
    ordering.ballots_have_no_names,
    ordering.order_record_is_kept,
    following.conclusion_is_issued,
    following.forum_is_concluded,
    following.leaders_sign_in,
    following.stranger_cannot_answer,
    following.leaders_answer,
    checks.delegates_were_told,
    checks.leaders_were_told,
    checks.organizers_were_told,
    checks.every_mail_went_out,
    checks.result_is_public,
    rehearsing.rehearsal_is_opened,
    rehearsing.rehearsal_is_left_to_the_visitor,
)


def play(
    gateway_url: str,
    mail_url: str,
    admin_email: str,
    live: bool = False,
    echo: Callable[[str], object] = print,
    records: Path | None = None,
) -> bool:
    """Play it all; answers whether everything that must hold did. Records are left in `records`, if anywhere."""
    stage = Stage(gateway_url, Post(mail_url), cast.read(), admin_email.lower(), echo, live, records)
    try:
        for act in ACTS:
            act(stage)
    except (GaveUpError, RefusedError) as trouble:
        stage.check(False, f"Câu chuyện dừng giữa chừng: {trouble}")
    return _told(stage)


def _told(stage: Stage) -> bool:
    broken = [sentence for holds, sentence in stage.held if not holds]
    stage.echo("")
    stage.echo(
        f"{len(stage.held) - len(broken)}/{len(stage.held)} điều kiểm tra đều đúng."
        if not broken
        else "CÓ ĐIỀU KHÔNG ĐÚNG:"
    )
    for sentence in broken:
        stage.echo(f"  ✗ {sentence}")
    return not broken


__all__ = ["ACTS", "play", "sign_in_links"]
