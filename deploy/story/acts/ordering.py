"""Part three, second round: which of the adopted solutions comes first. Ranked in secret, and counted again here."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from math import inf
from typing import Any

from deploy.story import cast
from deploy.story.acts import voting
from deploy.story.client import Api, wait_until
from deploy.story.stage import Stage
from deploy.story.watching import Watcher


def order_is_asked(stage: Stage) -> None:
    """Another method, and no names: what was adopted is put in order."""
    stage.say("Việc nào làm trước? Các giải pháp đã thông qua lên phiếu lần nữa: bỏ phiếu kín, xếp hạng 1, 2, 3…")
    tally = stage.organizer.get(stage.round)["tally"]
    solution_ids = [count["solution_id"] for count in tally if count["adopted"]]
    facts = {
        "title": stage.cast.forum["order"],
        "solution_ids": solution_ids,
        "method": "schulze",
        "rule": {"winners": len(solution_ids)},
        "secret": True,
    }
    stage.order_id = stage.organizer.post(f"{stage.forum}/rounds", facts)["round_id"]
    opened = voting.open_round(stage, stage.order)
    stage.check(
        (opened["state"], opened["electors"], opened["named"]) == ("open", voting.ELECTORS, False),
        "Vòng bỏ phiếu kín mở, cũng cho 60 người ấy",
    )


def delegates_rank(stage: Stage) -> None:
    """Sixty ballots; the screen in the hall sees how many came, and nobody sees more."""
    with Watcher(stage.gateway_url, stage.forum, stage.order_id) as watcher:
        wait_until(lambda: watcher.last, "màn hình thấy vòng bỏ phiếu kín")
        ballots = cast.rankings(stage.cast)
        answers = stage.all_at_once(lambda email: _rank(stage, email, ballots[email]), ballots)
        stage.check(all(answer.status == HTTPStatus.OK for answer in answers), "60 phiếu kín được báo “đã tính”")
        voting.receipts_can_be_checked(stage, stage.order_id, stage.ranked)
        wait_until(lambda: watcher.last == (voting.ELECTORS, None), "màn hình thấy đủ 60 phiếu kín")
    stage.check(not watcher.told_counts, "Màn hình đếm đủ 60 phiếu kín mà không lần nào thấy phiếu xếp thế nào")
    stage.check(_nothing_is_told(stage), "Đang bỏ phiếu: ban tổ chức, đại biểu, người ngoài đều chưa biết kết quả")


def _rank(stage: Stage, email: str, ballot: Mapping[str, int]) -> Any:
    return voting.cast_ballot(stage, stage.order, email, ballot, 0, stage.ranked)


def _nothing_is_told(stage: Stage) -> bool:
    """Whether nobody can read what the ballots come to, wherever they look."""
    delegate = stage.people[stage.cast.delegates[0].email]
    return not any(_is_told(stage, reader) for reader in (stage.organizer, delegate, Api(stage.gateway_url)))


def _is_told(stage: Stage, reader: Api) -> bool:
    shown = [reader.get(stage.order), *reader.get(f"{stage.forum}/board")["rounds"]]
    counted = any(one["tally"] is not None for one in shown if one["round_id"] == stage.order_id)
    refused = [reader.ask("GET", f"{stage.order}/{what}").status for what in ("result", "record")]
    return counted or refused != [HTTPStatus.NOT_FOUND] * 2


def order_is_closed(stage: Stage) -> None:
    """The ballots are all in; what they say is still known to nobody."""
    voting.wait_for_calls(stage, stage.order_id)
    stage.organizer.post(f"{stage.order}/close")
    voting.wait_for_seal(stage, stage.order)
    stage.check(_nothing_is_told(stage), "Đã đóng, chưa xác nhận: vẫn chưa ai biết kết quả")


def order_is_certified(stage: Stage) -> None:
    """The options are compared two by two; the delegates are agreed enough that a look at the pairs is all it takes."""
    voting.certify(stage, stage.order)
    options = [option["solution_id"] for option in stage.organizer.get(stage.order)["options"]]
    chosen = [options[place] for place in stage.organizer.get(f"{stage.order}/result")["chosen"]]
    stage.check(chosen == recount(stage), "Thứ tự được xác nhận đúng như kiểm lại từ 60 phiếu kín đã gửi")
    titles = {stage.solution_ids[solution.key]: solution.title for solution in stage.cast.solutions}
    for place, solution_id in enumerate(chosen, 1):
        stage.say(f"    {place}. {titles[solution_id]}")


def ballots_have_no_names(stage: Stage) -> None:
    """With the result the way from a person to their ballot is gone, for that person too."""
    mine = stage.all_at_once(lambda email: stage.people[email].get(f"{stage.order}/ballot"), stage.ranked)
    unknown = all(ballot["voted"] and ballot["choices"] is None and ballot["receipt"] is None for ballot in mine)
    asked = stage.organizer.ask("GET", f"{stage.order}/votes")
    stage.check(
        unknown and asked.slug == "names-not-shown",
        "Không còn tra được ai bỏ phiếu nào, kể cả ban tổ chức và chính người bỏ",
    )


def order_record_is_kept(stage: Stage) -> None:
    """The ballots are in it by their hashes, so each delegate finds their own with the receipt they kept."""
    voting.keep_record(stage, stage.order_id, stage.ranked)


def recount(stage: Stage) -> list[str]:
    """The solutions from the first to the last, from the ballots that were sent."""
    won = duels_won([ballot["choices"] for ballot in stage.ranked.values()])
    return sorted(won, key=lambda solution_id: won[solution_id], reverse=True)


def duels_won(ballots: Sequence[Mapping[str, int]]) -> dict[str, int]:
    """Option → how many others more ballots rank behind it than before it; what is not ranked is last.

    Where each number is there once, an option wins against all that won fewer, and that is the order.
    """
    options = {option for ballot in ballots for option in ballot}
    return {option: sum(_wins(ballots, option, other) for other in options - {option}) for option in options}


def _wins(ballots: Sequence[Mapping[str, int]], option: str, other: str) -> bool:
    places = [(ballot.get(option, inf), ballot.get(other, inf)) for ballot in ballots]
    return sum(place < behind for place, behind in places) > sum(place > before for place, before in places)
