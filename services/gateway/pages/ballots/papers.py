"""Ballot papers by kind: how the form of each is read, what is wrong with it, and how it is filled in again.

A field is `choice-<solution_id>`; only where one may be chosen there is a single `choice`. A ballot travels from page
to page in hidden fields of the same names, so it is read the same way everywhere. Ranks are made dense: only the order
counts, and who wrote 1, 2 and 5 is shown 1, 2 and 3 before it is sent.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from services.gateway.numbers import is_number
from services.gateway.pages.asking import NN_, Asking
from services.gateway.pages.methods import EQUAL_RANKS, METHODS
from services.gateway.pages.words import CHOICES
from services.kit.errors import N_

Choices = dict[str, Any]  # solution_id → what was chosen, as the service takes it; blank without any
Fields = Mapping[str, str]
Round = Mapping[str, Any]

#: method → kind of paper: the kind of ballot, but where only one may be marked the paper is another
KINDS = {name: method.ballot for name, method in METHODS.items()} | {"single-choice": "single"}
PREFIX, ONE = "choice-", "choice"
MARK, NONE = "yes", "none"

NO_CHOICE = N_("Hãy chọn cho giải pháp số %(number)s.")
NO_SINGLE = N_("Hãy chọn một giải pháp, hoặc chọn dòng cuối để bỏ phiếu trắng.")
TOO_MANY = NN_("Bạn đã đánh dấu quá %(num)s giải pháp.", "Bạn đã đánh dấu quá %(num)s giải pháp.")
TOO_FEW = NN_(
    "Hãy đánh dấu ít nhất %(num)s giải pháp, hoặc không đánh dấu gì để bỏ phiếu trắng.",
    "Hãy đánh dấu ít nhất %(num)s giải pháp, hoặc không đánh dấu gì để bỏ phiếu trắng.",
)
NOT_A_RANK = N_("Giải pháp số %(number)s: hạng là một số từ 1 đến %(most)s.")
NOT_A_SCORE = N_("Giải pháp số %(number)s: điểm là một số từ 0 đến %(most)s.")
EQUAL = N_("Các giải pháp số %(numbers)s cùng hạng %(rank)s. Mỗi hạng chỉ dành cho một giải pháp.")


def kind_of(round_: Round) -> str:
    """Which kind of paper a round has."""
    return KINDS[round_["method"]]


def of(fields: Mapping[str, Any]) -> dict[str, str]:
    """Of a form that was sent, the fields of its paper, as they were typed."""
    return {name: str(value).strip() for name, value in fields.items() if name == ONE or name.startswith(PREFIX)}


def read(kind: str, fields: Fields) -> Choices:
    """What was chosen; what cannot be a choice is left out."""
    return _READ[kind](fields)


def filled_in(kind: str, choices: Choices) -> dict[str, str]:
    """The fields of a paper with these choices."""
    if kind == "single":
        return {ONE: next(iter(choices), NONE)}
    return {PREFIX + option: MARK if chosen is True else str(chosen) for option, chosen in choices.items()}


def faults(page: Asking, round_: Round, fields: Fields) -> dict[str, str]:
    """What is wrong with what was typed: field → sentence."""
    return dict(_FAULTS[kind_of(round_)](page, round_, fields))


def _by_option(fields: Fields) -> dict[str, str]:
    return {name.removeprefix(PREFIX): value for name, value in fields.items() if name.startswith(PREFIX) and value}


def _words(fields: Fields) -> Choices:
    return {option: word for option, word in _by_option(fields).items() if word in CHOICES}


def _one(fields: Fields) -> Choices:
    return {fields[ONE]: True} if fields.get(ONE, NONE) not in ("", NONE) else {}


def _marks(fields: Fields) -> Choices:
    return {option: True for option, value in _by_option(fields).items() if value == MARK}


def _numbers(fields: Fields) -> Choices:
    return {option: int(value) for option, value in _by_option(fields).items() if is_number(value)}


def _ranks(fields: Fields) -> Choices:
    written = _numbers(fields)
    dense = {rank: place for place, rank in enumerate(sorted(set(written.values())), 1)}
    return {option: dense[rank] for option, rank in written.items()}


def _wrong_words(page: Asking, round_: Round, fields: Fields) -> Iterator[tuple[str, str]]:
    chosen = _words(fields)
    for option in round_["options"]:
        if option["solution_id"] not in chosen:
            yield PREFIX + option["solution_id"], page.say(NO_CHOICE) % {"number": option["number"]}


def _wrong_one(page: Asking, round_: Round, fields: Fields) -> Iterator[tuple[str, str]]:
    if not fields.get(ONE):
        yield ONE, page.say(NO_SINGLE)


def _wrong_marks(page: Asking, round_: Round, fields: Fields) -> Iterator[tuple[str, str]]:
    least, most = round_["settings"].get("least") or 0, round_["settings"].get("most")
    marks = len(_marks(fields))
    if most and marks > most:
        yield ONE, page.say_several(TOO_MANY, most)
    if 0 < marks < least:
        yield ONE, page.say_several(TOO_FEW, least)


def _wrong_scores(page: Asking, round_: Round, fields: Fields) -> Iterator[tuple[str, str]]:
    yield from _wrong_numbers(page, round_, fields, NOT_A_SCORE, range(round_["settings"]["most_score"] + 1))


def _wrong_ranks(page: Asking, round_: Round, fields: Fields) -> Iterator[tuple[str, str]]:
    wrong = dict(_wrong_numbers(page, round_, fields, NOT_A_RANK, range(1, len(round_["options"]) + 1)))
    yield from wrong.items()
    if wrong or round_["method"] in EQUAL_RANKS:
        return
    numbers = {option["solution_id"]: option["number"] for option in round_["options"]}
    written = _numbers(fields)
    for rank in sorted(set(written.values())):
        equal = [option for option in numbers if written.get(option) == rank]
        if len(equal) > 1:
            told = {"numbers": ", ".join(str(numbers[option]) for option in equal), "rank": rank}
            yield PREFIX + equal[0], page.say(EQUAL) % told


def _wrong_numbers(
    page: Asking, round_: Round, fields: Fields, sentence: str, allowed: range
) -> Iterator[tuple[str, str]]:
    typed = _by_option(fields)
    for option in round_["options"]:
        value = typed.get(option["solution_id"], "")
        if value and not (is_number(value) and int(value) in allowed):
            told = {"number": option["number"], "most": allowed[-1]}
            yield PREFIX + option["solution_id"], page.say(sentence) % told


_READ: Mapping[str, Callable[[Fields], Choices]] = {
    "yes-no": _words,
    "single": _one,
    "marks": _marks,
    "scores": _numbers,
    "ranking": _ranks,
}
_FAULTS: Mapping[str, Callable[[Asking, Round, Fields], Iterator[tuple[str, str]]]] = {
    "yes-no": _wrong_words,
    "single": _wrong_one,
    "marks": _wrong_marks,
    "scores": _wrong_scores,
    "ranking": _wrong_ranks,
}
