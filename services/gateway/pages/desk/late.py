"""What an organizer has to do, part by part, and what of it is late: from the forum, its board, seats and letters.

A pure function: nothing is asked here. What is not known (a service is away: None) is left out, not guessed.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from services.gateway.pages.asking import NN_
from services.gateway.pages.desk import seated
from services.gateway.pages.desk.steps import adopted
from services.gateway.pages.formats import day, instant, moment
from services.kit.errors import N_

Told = Mapping[str, Any]

#: State offices invite at least three working days ahead (Quyết định 45/2018/QĐ-TTg); a forum does well to do the same.
INVITE_AHEAD = 3
#: Working days after the forum has ended within which its conclusion is expected.
CONCLUDE_WITHIN = 5
#: Working days after the conclusion within which a body is expected to acknowledge what it was given.
ANSWER_WITHIN = 3
CERTIFY_WITHIN = timedelta(hours=1)

TODO, DOING, DONE, LATE = "todo", "doing", "done", "late"
PARTS = {
    "prepare": N_("Chuẩn bị"),
    "invite": N_("Mời"),
    "run": N_("Diễn ra"),
    "conclude": N_("Kết luận"),
    "follow": N_("Theo dõi"),
}
SEATS = NN_("Danh sách có %(num)s đại biểu.", "Danh sách có %(num)s đại biểu.")
UNINVITED = NN_("Còn %(num)s người chưa được mời.", "Còn %(num)s người chưa được mời.")
GIVEN_UP = NN_("%(num)s thư không gửi được.", "%(num)s thư không gửi được.")
UNANSWERED = NN_("%(num)s nhiệm vụ chưa được đơn vị tiếp nhận.", "%(num)s nhiệm vụ chưa được đơn vị tiếp nhận.")
OVERDUE = NN_("%(num)s nhiệm vụ đã quá hạn.", "%(num)s nhiệm vụ đã quá hạn.")
UNDER_WAY = NN_("%(num)s nhiệm vụ đang thực hiện.", "%(num)s nhiệm vụ đang thực hiện.")


@dataclass(frozen=True)
class Task:
    """One thing to do: the part it belongs to, how it stands, a sentence, and where below the desk it is done."""

    part: str
    state: str
    sentence: str
    path: str = ""


@dataclass(frozen=True)
class Reader:
    """Who reads the tasks, and when: `say` and `say_several` as a page has them."""

    say: Callable[[str], str]
    say_several: Callable[[tuple[str, str], int], str]
    now: datetime
    zone: str

    @property
    def today(self) -> date:
        return self.day_of(self.now)

    def day_of(self, value: Any) -> date:
        """The day of a moment, in the forum's zone."""
        return instant(value).astimezone(ZoneInfo(self.zone)).date()


def what_is_to_do(
    reader: Reader, forum: Told, board: Told | None, seats: Told | None, letters: Told | None
) -> list[Task]:
    """Every task, in the order of a forum's life. `seats` and `letters` are lists as their services answer them.

    Of the seats all are counted, but only the organizers' need be among the `items`.
    """
    if forum["state"] == "cancelled":
        return []
    tasks = [*_prepare(reader, forum, seats), *_invite(reader, forum, seats, letters), *_run(reader, forum, board)]
    return [*tasks, *_conclude(reader, forum, board), *_follow(reader, board)]


def working_days(first: date, until: date) -> int:
    """How many of the days from `first` on, before `until`, are Mondays to Fridays; holidays are not known here."""
    weeks, rest = divmod(max((until - first).days, 0), 7)
    return weeks * 5 + sum((first + timedelta(days=number)).weekday() < 5 for number in range(rest))


def _prepare(reader: Reader, forum: Told, seats: Told | None) -> Iterator[Task]:
    late = _starts_soon(reader, forum)
    if seats is not None:
        delegates = seated.delegates(seats)
        there = reader.say_several(SEATS, delegates) if delegates else reader.say(N_("Chưa có đại biểu nào."))
        yield Task("prepare", _state(delegates > 0, late), there, "/dai-bieu")
    programme = reader.say(N_("Đã có chương trình.") if forum["phases"] else N_("Chưa có chương trình."))
    yield Task("prepare", _state(bool(forum["phases"]), late), programme, "/thong-tin")
    announced = forum["state"] != "draft"
    sentence = reader.say(N_("Diễn đàn đã công bố.") if announced else N_("Diễn đàn chưa công bố."))
    yield Task("prepare", _state(announced, late), sentence)


def _invite(reader: Reader, forum: Told, seats: Told | None, letters: Told | None) -> Iterator[Task]:
    if seats is not None and forum["state"] in ("draft", "announced", "open"):
        waiting = seated.uninvited(seats)
        if waiting or seated.delegates(seats):
            sentence = reader.say_several(UNINVITED, waiting) if waiting else reader.say(N_("Mọi người đã được mời."))
            state = DOING if waiting and seats["invited"] else TODO
            yield Task("invite", _state(not waiting, _starts_soon(reader, forum), state), sentence, "/dai-bieu")
    given_up = letters["counts"].get("given-up", 0) if letters else 0
    if given_up:
        yield Task("invite", LATE, reader.say_several(GIVEN_UP, given_up), "/thu-tu")


def _run(reader: Reader, forum: Told, board: Told | None) -> Iterator[Task]:
    begun = forum["state"] not in ("draft", "announced")
    starts = {"time": moment(forum["starts_at"], reader.zone)}
    sentence = reader.say(N_("Diễn đàn đã khai mạc.")) if begun else reader.say(N_("Khai mạc lúc %(time)s.")) % starts
    yield Task("run", _state(begun, instant(forum["starts_at"]) <= reader.now), sentence)
    for phase in forum["phases"]:
        if phase["kind"] != "following-up":
            yield _phase(reader, phase)
    for round_ in board["rounds"] if board else ():
        if round_["state"] != "cancelled":
            yield _round(reader, round_)
    ended = forum["state"] in ("closed", "concluded")
    ends = {"time": moment(forum["ends_at"], reader.zone)}
    sentence = reader.say(N_("Diễn đàn đã bế mạc.")) if ended else reader.say(N_("Bế mạc lúc %(time)s.")) % ends
    yield Task("run", _state(ended, instant(forum["ends_at"]) <= reader.now), sentence)


def _phase(reader: Reader, phase: Told) -> Task:
    told = {"phase": phase["title"], "time": moment(phase["opens_at"], reader.zone)}
    if phase["state"] == "over":
        return Task("run", DONE, reader.say(N_("“%(phase)s” đã xong.")) % told)
    if phase["state"] == "open":
        return Task("run", DOING, reader.say(N_("“%(phase)s” đang mở.")) % told)
    late = instant(phase["opens_at"]) <= reader.now
    sentence = N_("“%(phase)s” chưa mở, dự kiến từ %(time)s.") if late else N_("“%(phase)s” mở lúc %(time)s.")
    return Task("run", LATE if late else TODO, reader.say(sentence) % told)


#: state of a round → how it stands in its time, how it stands when that has passed, and the sentence
ROUNDS = {
    "prepared": (TODO, TODO, N_("“%(round)s” đã chuẩn bị, chưa mở.")),
    "open": (DOING, LATE, N_("“%(round)s” đang biểu quyết, đóng lúc %(time)s.")),
    "paused": (DOING, LATE, N_("“%(round)s” đang tạm dừng.")),
    "closed": (TODO, LATE, N_("“%(round)s” đã đóng, chưa xác nhận kết quả.")),
    "sealed": (TODO, LATE, N_("“%(round)s” đã đóng, chưa xác nhận kết quả.")),
    "counting": (DOING, LATE, N_("“%(round)s” đang kiểm phiếu.")),
    "certified": (DONE, DONE, N_("“%(round)s” đã có kết quả.")),
}


def _round(reader: Reader, round_: Told) -> Task:
    in_time, afterwards, sentence = ROUNDS[round_["state"]]
    closes_at = instant(round_["closes_at"]) if round_["closes_at"] else reader.now
    passed = closes_at + (timedelta(0) if round_["state"] == "open" else CERTIFY_WITHIN) < reader.now
    told = {"round": round_["title"], "time": moment(closes_at, reader.zone)}
    return Task("run", afterwards if passed else in_time, reader.say(sentence) % told, "/bieu-quyet")


def _conclude(reader: Reader, forum: Told, board: Told | None) -> Iterator[Task]:
    if board is None:
        return
    ended = reader.day_of(forum["ends_at"])
    late = reader.today > ended and working_days(ended, reader.today) > CONCLUDE_WITHIN
    if board["conclusion"]:
        told = {"number": board["conclusion"]["number"], "day": day(board["conclusion"]["issued_at"], reader.zone)}
        sentence = reader.say(N_("Kết luận số %(number)s đã ban hành ngày %(day)s.")) % told
    elif forum["state"] == "concluded":
        sentence = reader.say(N_("Diễn đàn kết thúc mà không có kết luận."))
    else:
        sentence = reader.say(N_("Chưa ban hành kết luận."))
    done = bool(board["conclusion"]) or forum["state"] == "concluded"
    yield Task("conclude", _state(done, late, DOING if adopted(board) else TODO), sentence, "/ket-luan")


def _follow(reader: Reader, board: Told | None) -> Iterator[Task]:
    if board is None or not board["assignments"]:
        return
    assignments = board["assignments"]
    unanswered = [each for each in assignments if each["state"] == "given"]
    if unanswered:
        issued = reader.day_of(board["conclusion"]["issued_at"]) if board["conclusion"] else reader.today
        late = working_days(issued, reader.today) > ANSWER_WITHIN
        yield Task("follow", LATE if late else TODO, reader.say_several(UNANSWERED, len(unanswered)), "/theo-doi")
    behind = [each for each in assignments if _is_overdue(each, reader.today)]
    if behind:
        yield Task("follow", LATE, reader.say_several(OVERDUE, len(behind)), "/theo-doi")
    going_on = [each for each in assignments if each["state"] in ("acknowledged", "accepted") and each not in behind]
    if going_on:
        yield Task("follow", DOING, reader.say_several(UNDER_WAY, len(going_on)), "/theo-doi")
    if not (unanswered or behind or going_on):
        yield Task("follow", DONE, reader.say(N_("Mọi nhiệm vụ đã được trả lời xong.")), "/theo-doi")


def _state(done: bool, late: bool, otherwise: str = TODO) -> str:
    return DONE if done else LATE if late else otherwise


def _is_overdue(assignment: Told, today: date) -> bool:
    return assignment["state"] not in ("done", "declined") and date.fromisoformat(assignment["due_on"]) < today


def _starts_soon(reader: Reader, forum: Told) -> bool:
    """Whether fewer working days than invitations need are left before the forum starts, today among them."""
    return working_days(reader.today, reader.day_of(forum["starts_at"])) < INVITE_AHEAD
