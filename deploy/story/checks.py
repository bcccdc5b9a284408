"""What must hold in the end, seen from outside: everyone told exactly once, by mail and in their inbox.

Messages come through the bus and a mail server, so each check waits; a repeated mail is recognised by its Message-ID.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from deploy.story.acts.voting import recount
from deploy.story.client import Api, GaveUpError, wait_until
from deploy.story.stage import Stage

WITHIN = 120
OF_ROUNDS = {"voting-opened": "thư báo mở biểu quyết", "result": "thư báo kết quả"}


def delegates_were_told(stage: Stage) -> None:
    """Each delegate: one invitation; of each of the two rounds one call to vote and one result."""
    stage.say("Kiểm tra: ai được báo gì, bao nhiêu lần.")
    addresses = [delegate.email for delegate in stage.cast.delegates]
    once = partial(_each_told, stage, addresses, "invitation", [stage.cast.forum["title"]])
    _holds(stage, once, "60 đại biểu, mỗi người đúng một giấy mời")
    rounds = [stage.cast.forum["round"], stage.cast.forum["order"]]
    for occasion, words in OF_ROUNDS.items():
        once = partial(_each_told, stage, addresses, occasion, rounds)
        _holds(stage, once, f"60 đại biểu, mỗi người đúng một {words} của mỗi vòng")


def _each_told(stage: Stage, addresses: Iterable[str], occasion: str, titles: Sequence[str]) -> bool:
    """Whether everybody has exactly one message about each of these."""
    told = stage.all_at_once(lambda address: _inbox(stage, address, occasion), addresses)
    return all(
        len(messages) == len(titles) and all(_about(messages, title) == 1 for title in titles) for messages in told
    )


def _about(messages: Iterable[Mapping[str, Any]], title: str) -> int:
    return sum(title in message["text"] for message in messages)


def leaders_were_told(stage: Stage) -> None:
    """Each assignment: its leader has one mail and one message in the inbox about it."""
    total = len(stage.assignments)
    _holds(
        stage,
        lambda: all(_mailed_once(stage, one) for one in stage.assignments),
        f"{total} thư giao nhiệm vụ, mỗi nhiệm vụ đúng một thư",
    )
    _holds(stage, lambda: _in_inboxes_once(stage), f"{total} thông báo trong hộp tin, mỗi nhiệm vụ đúng một thông báo")


def _mailed_once(stage: Stage, assignment: Mapping[str, Any]) -> bool:
    mails = stage.post.to(stage.leader_of(assignment))
    return len({mail.message_id for mail in mails if assignment["assignment_id"] in mail.text}) == 1


def _in_inboxes_once(stage: Stage) -> bool:
    expected = Counter(stage.leader_of(assignment) for assignment in stage.assignments)
    there = {address: len(_inbox(stage, address, "assignment-given")) for address in expected}
    return there == dict(expected)


def organizers_were_told(stage: Stage) -> None:
    """Every answer of a leader reaches both organizers."""
    addresses = [stage.organizer_email, stage.cast.forum["organizer"]["email"]]
    stage.all_at_once(stage.sign_in_by_code, addresses)
    answered = sum(bool(one["answered_at"]) for one in stage.assignments)
    _holds(
        stage,
        lambda: all(len(_inbox(stage, address, "assignment-answered")) >= answered for address in addresses),
        f"Hai người tổ chức đều được báo câu trả lời của {answered} nhiệm vụ",
    )


def every_mail_went_out(stage: Stage) -> None:
    """The organizers' overview of deliveries: the mail server has taken every one.

    "unknown" is honest too: the process was killed between the end of a mail and the server's answer.
    """
    _holds(stage, lambda: _states(stage) <= {"accepted", "unknown"}, "Mọi thư của diễn đàn đã giao cho máy chủ thư")


def _states(stage: Stage) -> set[str]:
    return {delivery["state"] for delivery in stage.organizer.every(f"{stage.forum}/messages")} or {"none"}


def result_is_public(stage: Stage) -> None:
    """What anybody reads is what was certified and concluded."""
    stranger = Api(stage.gateway_url)
    _holds(stage, lambda: _shown_to(stranger, stage), "Người ngoài cũng đọc được đúng kết quả đã xác nhận: 60 phiếu")


def _shown_to(reader: Api, stage: Stage) -> bool:
    rounds = reader.get(f"{stage.forum}/board")["rounds"]
    shown = next(one for one in rounds if one["round_id"] == stage.round_id)
    counts = {one["solution_id"]: (one["yes"], one["no"], one["abstain"]) for one in shown["tally"]}
    return (shown["state"], shown["ballots"], counts) == ("certified", 60, recount(stage))


def _inbox(stage: Stage, address: str, occasion: str) -> list[dict[str, Any]]:
    messages = stage.people[address].every("/me/messages")
    return [one for one in messages if one["occasion"] == occasion and one["forum_id"] == stage.forum_id]


def _holds(stage: Stage, check: Callable[[], bool], sentence: str) -> None:
    try:
        stage.check(wait_until(check, sentence, WITHIN), sentence)
    except GaveUpError:
        stage.check(False, sentence)
