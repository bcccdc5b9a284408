"""Rounds by every method, from their preparing to their result; their rule and settings; pausing and reopening."""

import zlib
from datetime import timedelta
from typing import Any

import orjson
import pytest

from services.kit import clock
from services.kit.errors import Invalid, Refused, Stale
from services.proposals import schemas, views
from services.proposals.commands import preparing, rounds
from services.proposals.record import shape, verify
from services.proposals.tally import METHODS
from tests.integration.proposals.hall import SEAL_SECONDS, Hall, Json, ballot

MARKS, RANKING, SCORES = {0: True}, {0: 1, 1: 2}, {0: 5, 2: 1}
WRITTEN = {"marks": MARKS, "ranking": RANKING, "scores": SCORES}


def choices(round_: Json, written: dict[int, Any]) -> Json:
    """Choices by option, where they were given by place."""
    return {str(round_["options"][place]["solution_id"]): value for place, value in written.items()}


def asked_for(hall: Hall, method: str, **changes: Any) -> Json:
    """A body that asks for a round of three options."""
    solution_ids = [str(hall.solution()["solution_id"]) for _ in range(3)]
    body = {"title": "Vòng", "solution_ids": solution_ids, "method": method, **changes}
    if method == "greedy":
        body["settings"] = {"budget": 10, "costs": dict.fromkeys(solution_ids, 5)}
    return schemas.PrepareRound().load(body)


def opened(hall: Hall, method: str, **changes: Any) -> Json:
    prepared = hall.do(preparing.prepare_round, hall.organizer, asked_for(hall, method, **changes))
    closing = {"closes_at": clock.now() + timedelta(hours=1)}
    return hall.do(rounds.open_round, hall.organizer, prepared["round_id"], closing)


@pytest.mark.parametrize("secret", [False, True])
@pytest.mark.parametrize("method", METHODS)
def test_a_round_by_any_method_comes_to_a_result_that_anybody_can_check(hall: Hall, method: str, secret: bool) -> None:
    round_ = opened(hall, method, secret=secret)
    kind = METHODS[method].BALLOT
    for person_id in hall.delegates:
        cast = ballot(round_, person_id)
        if kind != "yes-no":
            cast["choices"] = choices(round_, WRITTEN[kind])
        [told] = hall.cast(cast)
        assert told["outcome"] == "counted", told
    certified = hall.certified(round_["round_id"])
    assert (certified["state"], certified["trouble"]) == ("certified", "")
    assert certified["tally"][0]["adopted"], "everybody wanted the first option"
    [row] = hall.sql("SELECT record FROM round_record WHERE round_id = %s", round_["round_id"])
    record = orjson.loads(zlib.decompress(row["record"]))
    assert record["result"]["chosen"][0] == 0
    shape.check(record, shape.schema("record"))
    assert [finding for finding in verify.check(record) if finding.good is False] == []


@pytest.mark.parametrize(
    ("method", "changes", "pointer"),
    [
        ("schulze", {"rule": {"majority": "1/2"}}, "/rule/majority"),
        ("schulze", {"rule": {"winners": None}}, "/rule/winners"),
        ("schulze", {"rule": {"winners": 4}}, "/rule/winners"),
        ("instant-runoff", {"rule": {"winners": 2}}, "/rule/winners"),
        ("scottish-stv", {"rule": {"ties": "vote-again"}}, "/rule/ties"),
        ("approval", {"settings": {"most": 4}}, "/settings/most"),
        ("approval", {"settings": {"least": 2, "most": 1}}, "/settings/least"),
        ("score", {"settings": {"most": 2}}, "/settings/most"),
        ("phragmen", {"settings": {"budget": 10}}, "/settings/costs"),
        ("yes-no-abstain", {"rule": {"majority": "1/1"}}, "/rule/majority"),
    ],
)
def test_what_does_not_go_together_is_pointed_at(hall: Hall, method: str, changes: Json, pointer: str) -> None:
    with pytest.raises(Invalid) as caught:
        hall.do(preparing.prepare_round, hall.organizer, asked_for(hall, method, **changes))
    assert [fault.pointer for fault in caught.value.faults] == [pointer]


def test_a_prepared_round_is_amended_until_it_opens(hall: Hall) -> None:
    prepared = hall.do(preparing.prepare_round, hall.organizer, asked_for(hall, "approval"))
    amend = (hall.organizer, prepared["round_id"])
    amended = hall.do(preparing.amend_round, *amend, asked_for(hall, "score"), prepared["version"])
    assert (amended["method"], amended["settings"]) == ("score", {"most_score": 5})
    with pytest.raises(Stale):
        hall.do(preparing.amend_round, *amend, asked_for(hall, "approval"), prepared["version"])
    hall.do(rounds.open_round, *amend, {"closes_at": clock.now() + timedelta(hours=1)})
    with pytest.raises(Refused, match="round-in-another-state"):
        hall.do(preparing.amend_round, *amend, asked_for(hall, "approval"), None)


def test_while_a_round_is_paused_nothing_is_counted_and_no_time_is_lost(hall: Hall) -> None:
    round_ = hall.opened()
    paused = hall.do(rounds.pause_round, hall.organizer, round_["round_id"])
    assert (paused["state"], hall.planned("close_round")) == ("paused", [])
    [told] = hall.cast(ballot(round_, hall.delegates[0]))
    assert told["slug"] == "round-paused"
    resumed = hall.do(rounds.resume_round, hall.organizer, round_["round_id"])
    assert resumed["closes_at"] > round_["closes_at"]
    assert len(hall.planned("close_round")) == 1
    [told] = hall.cast(ballot(round_, hall.delegates[0]))
    assert told["outcome"] == "counted"


def test_a_paused_round_can_be_closed(hall: Hall) -> None:
    round_ = hall.opened()
    hall.do(rounds.pause_round, hall.organizer, round_["round_id"])
    assert hall.closed(round_["round_id"])["state"] == "closed"


def test_a_round_is_reopened_only_where_its_rule_allows_it(hall: Hall) -> None:
    closing = {"closes_at": clock.now() + timedelta(hours=3)}
    for allowed in (True, False):
        round_ = hall.opened(reopening=allowed)
        hall.cast(ballot(round_, hall.delegates[0]))
        hall.do(rounds.close_round, hall.organizer, round_["round_id"], SEAL_SECONDS)
        if allowed:
            again = hall.do(rounds.reopen_round, hall.organizer, round_["round_id"], closing)
            assert (again["state"], again["ballots"]) == ("open", 1)
            assert hall.planned("seal_round") == []
        else:
            with pytest.raises(Refused, match="no-reopening"):
                hall.do(rounds.reopen_round, hall.organizer, round_["round_id"], closing)
        hall.do(rounds.cancel_round, hall.organizer, round_["round_id"])


def test_a_ballot_that_is_final_is_not_replaced(hall: Hall) -> None:
    round_ = hall.opened(revisable=False)
    first, same = hall.cast(ballot(round_, hall.delegates[0]), ballot(round_, hall.delegates[0]))
    assert first == same
    [told] = hall.cast(ballot(round_, hall.delegates[0], "no", replaces=1))
    assert told["slug"] == "ballot-final"


def test_running_counts_of_marks_are_told_as_they_are(hall: Hall) -> None:
    round_ = opened(hall, "approval")
    for person_id in hall.delegates:
        hall.cast({**ballot(round_, person_id), "choices": choices(round_, MARKS)})
    seen = hall.ask(views.round_, hall.organizer, round_["round_id"])
    assert [count["votes"] for count in seen["tally"]] == [5, 0, 0]


def test_a_blank_ballot_is_cast_and_chooses_nothing(hall: Hall) -> None:
    round_ = opened(hall, "approval")
    hall.cast({**ballot(round_, hall.delegates[0]), "choices": {}})
    certified = hall.certified(round_["round_id"])
    assert certified["ballots"] == 1
