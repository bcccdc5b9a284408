"""A solution that is changed while it is voted on: what was cast before, or on its way, is never silently kept."""

import zlib
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any
from uuid import UUID, uuid4

import orjson
import pytest

from services.kit.acting import Acting
from services.kit.errors import Invalid, Refused
from services.proposals import electors, schemas, store, views
from services.proposals.commands import admissions, proxies, rounds, solutions
from services.proposals.record import shape, verify
from services.proposals.tally import METHODS
from tests.integration.proposals.hall import Hall, Json, ballot
from tests.integration.proposals.test_any_method import WRITTEN, choices
from tests.integration.proposals.test_any_method import opened as opened_by

NEW = {"title": "Bồi dưỡng và đãi ngộ cán bộ", "text": "Thêm phần đãi ngộ."}
ANOTHER = "another-nonce-of-letters"


def revise(hall: Hall, round_: Json, set_aside: bool = True, place: int = 0, **changes: Any) -> Json:
    """An organizer changes an option of a round."""
    data = schemas.ReviseSolution().load({**NEW, "set_aside": set_aside, **changes})
    return hall.do(solutions.revise_solution, hall.organizer, round_["options"][place]["solution_id"], data, None)


def refused(hall: Hall, round_: Json, **how: Any) -> Refused:
    """Why it is not changed."""
    with pytest.raises(Refused) as refusal:
        revise(hall, round_, **how)
    return refusal.value


def shown(hall: Hall, round_: Json) -> Json:
    """The round as it now is."""
    return hall.ask(views.round_, hall.organizer, round_["round_id"])


def own(hall: Hall, round_: Json, person: int) -> Json:
    """A delegate's ballot."""
    return hall.ask(views.my_ballot, Acting(hall.delegates[person]), round_["round_id"])


def cast(hall: Hall, round_: Json, person: int, *words: str, **changes: Any) -> Json:
    """What a delegate is told who sends a ballot."""
    return hall.cast(ballot(round_, hall.delegates[person], *words, **changes))[0]


def again(hall: Hall, round_: Json, person: int, *words: str) -> Json:
    """What they are told who have looked at what there is now."""
    return cast(hall, round_, person, *words, replaces=own(hall, round_, person)["revision"], nonce=ANOTHER)


def told_again(hall: Hall) -> list[Json]:
    """What was told to those whose ballots were set aside."""
    return [event["data"] for event in hall.events("ballots_set_aside.v1")]


def record_of(hall: Hall, round_: Json) -> Json:
    """The record of a certified round."""
    [row] = hall.sql("SELECT record FROM round_record WHERE round_id = %s", round_["round_id"])
    record: Json = orjson.loads(zlib.decompress(row["record"]))
    return record


@pytest.mark.parametrize("state", ["paused", "counting"])
def test_what_is_voted_on_is_not_changed_by_the_way(hall: Hall, state: str) -> None:
    opened = hall.opened(1)
    if state == "paused":
        hall.do(rounds.pause_round, hall.organizer, opened["round_id"])
    else:
        hall.sealed(opened["round_id"])
        hall.do(rounds.certify_round, hall.organizer, opened["round_id"])
    assert refused(hall, opened, set_aside=False).slug == "solution-in-vote"
    with pytest.raises(Refused, match="solution-in-vote"):
        hall.do(solutions.withdraw_solution, hall.organizer, opened["options"][0]["solution_id"])
    hall.do(rounds.cancel_round, hall.organizer, opened["round_id"])


def test_who_does_not_ask_for_it_is_told_how_many_ballots_would_be_set_aside(hall: Hall) -> None:
    opened = hall.opened(1)
    cast(hall, opened, 0), cast(hall, opened, 1)
    refusal = refused(hall, opened, set_aside=False)
    assert (refusal.slug, refusal.facts) == ("solution-in-vote", {"ballots": 2})
    assert shown(hall, opened)["ballots"] == 2
    with pytest.raises(Invalid):
        revise(hall, opened, body_ids=[str(uuid4())])
    assert own(hall, opened, 0)["voted"], "a fault of the form sets nothing aside"


@pytest.mark.parametrize("state", ["past", "closed", "sealed", "certified"])
def test_what_has_been_voted_on_does_not_change_any_more(hall: Hall, state: str) -> None:
    opened = hall.opened(1)
    cast(hall, opened, 0)
    if state == "past":
        hall.sql("UPDATE round SET closes_at = now() WHERE round_id = %s", opened["round_id"])
    else:
        {"closed": hall.closed, "sealed": hall.sealed, "certified": hall.certified}[state](opened["round_id"])
    refusal = refused(hall, opened)
    assert (refusal.slug, refusal.facts) == ("solution-in-vote", {})
    assert own(hall, opened, 0)["voted"]


@pytest.mark.parametrize("secret", [False, True])
@pytest.mark.parametrize("method", METHODS)
def test_no_ballot_on_the_old_text_is_in_the_result(hall: Hall, method: str, secret: bool) -> None:
    round_, kind = opened_by(hall, method, secret=secret), METHODS[method].BALLOT
    written = {"yes-no": None, "marks": {1: True}, "ranking": {1: 1}, "scores": {1: 5}}[kind]
    before = {"choices": choices(round_, written)} if written else {}
    assert all(cast(hall, round_, person, "no", **before)["outcome"] == "counted" for person in range(5))
    revise(hall, round_)
    for person in range(5):
        mine = own(hall, round_, person)
        assert (mine["voted"], mine["set_aside"], mine["choices"], mine["receipt"]) == (False, True, None, None)
    after = {"choices": choices(round_, WRITTEN[kind])} if written else {}
    revision = own(hall, round_, 0)["revision"]
    for person in range(2):
        assert cast(hall, round_, person, replaces=revision, nonce=ANOTHER, **after)["revision"] == revision + 1
    certified = hall.certified(round_["round_id"])
    assert (certified["state"], certified["trouble"], certified["ballots"]) == ("certified", "", 2)
    record = record_of(hall, round_)
    assert {each["nonce"] for each in record["ballots"]} == {ANOTHER}
    assert record["options"][0]["title"] == NEW["title"]
    [change] = record["round"]["changes"]
    assert (change["option"], change["ballots"]) == (str(round_["options"][0]["solution_id"]), 5)
    shape.check(record, shape.schema("record"))
    assert [finding for finding in verify.check(record) if finding.good is False] == []


def test_a_form_that_showed_the_old_text_is_not_counted_whoever_sends_it(hall: Hall) -> None:
    opened = hall.opened(1)
    cast(hall, opened, 0), cast(hall, opened, 1), cast(hall, opened, 1, "no", replaces=1, nonce=ANOTHER)
    revise(hall, opened)
    stale = [(0, 1), (1, 2), (1, 1), (2, 0)]  # the next of who had voted, once and twice, and who had only looked
    for person, replaces in stale:
        told = cast(hall, opened, person, replaces=replaces, nonce=f"{ANOTHER}-{replaces}")
        facts = {"revision": own(hall, opened, person)["revision"], "choices": None}
        assert (told["slug"], told["facts"]) == ("ballot-superseded", facts)
    repeated = cast(hall, opened, 1, "no", replaces=1, nonce=ANOTHER)
    assert repeated["slug"] == "ballot-superseded", "the very ballot that was set aside, sent again"
    assert shown(hall, opened)["ballots"] == 0
    assert [again(hall, opened, person)["outcome"] for person in range(3)] == ["counted"] * 3
    assert own(hall, opened, 1)["revision"] == 4, "above everything there was"
    assert not own(hall, opened, 2)["set_aside"], "they had not voted"


def test_sent_twice_it_is_answered_twice_and_changed_twice_set_aside_twice(hall: Hall) -> None:
    opened = hall.opened(1)
    cast(hall, opened, 0)
    revise(hall, opened)
    first = again(hall, opened, 0)
    assert cast(hall, opened, 0, replaces=first["revision"] - 1, nonce=ANOTHER) == first
    revise(hall, opened, title="Lần nữa")
    assert cast(hall, opened, 0, replaces=first["revision"] - 1, nonce=ANOTHER)["slug"] == "ballot-superseded"
    assert [change["ballots"] for change in shown(hall, opened)["changes"]] == [1, 1]
    assert own(hall, opened, 0)["changes"] == 2
    assert (again(hall, opened, 0)["outcome"], shown(hall, opened)["ballots"]) == ("counted", 1)


def test_who_may_not_change_their_ballot_casts_it_once_more(hall: Hall) -> None:
    opened = hall.opened(1, revisable=False)
    cast(hall, opened, 0)
    assert again(hall, opened, 0)["slug"] == "ballot-final"
    revise(hall, opened)
    assert again(hall, opened, 0)["outcome"] == "counted"
    assert cast(hall, opened, 0, replaces=own(hall, opened, 0)["revision"])["slug"] == "ballot-final"


def test_every_round_with_it_is_concerned_and_no_other(hall: Hall) -> None:
    one, other = hall.prepared(2), hall.opened(1)
    both = hall.open(one), hall.opened(1, solution_ids=[str(one["options"][0]["solution_id"])])
    hall.do(rounds.pause_round, hall.organizer, both[1]["round_id"])
    cast(hall, both[0], 0), cast(hall, other, 0)
    assert refused(hall, both[0], set_aside=False).facts == {"ballots": 1}
    revise(hall, both[0])
    assert [len(shown(hall, round_)["changes"]) for round_ in (*both, other)] == [1, 1, 0]
    assert own(hall, other, 0)["voted"]
    hall.closed(both[0]["round_id"])
    assert refused(hall, both[1]).facts == {}, "in one of them it has been voted on"


def test_counts_begin_anew_and_everybody_is_told(hall: Hall) -> None:
    opened = hall.opened(1)
    cast(hall, opened, 0), cast(hall, opened, 3)
    version = shown(hall, opened)["version"]
    revised = revise(hall, opened)
    now = shown(hall, opened)
    assert (now["ballots"], now["tally"][0]["yes"]) == (0, 0)
    assert now["version"] == version + 1
    [change] = now["changes"]
    assert (change["solution_id"], change["ballots"]) == (str(revised["solution_id"]), 2)
    of = [event["type"] for event in hall.events()][-3:]
    assert of == ["solution_consolidated.v1", "round_amended.v1", "ballots_set_aside.v1"]
    [told] = told_again(hall)
    assert sorted(told["person_ids"]) == sorted(str(hall.delegates[person]) for person in (0, 3))
    assert (told["solution_title"], told["solution_number"]) == (NEW["title"], revised["number"])
    assert told["changed_at"] == change["at"].replace("+00:00", "Z") or told["changed_at"] == change["at"]


def test_of_a_paused_round_it_is_told_when_it_would_close(hall: Hall) -> None:
    opened = hall.opened(1, timedelta(minutes=30))
    cast(hall, opened, 0)
    hall.do(rounds.pause_round, hall.organizer, opened["round_id"])
    past = "paused_at = now() - interval '1 hour', closes_at = now() - interval '30 minutes'"
    hall.sql(f"UPDATE round SET {past} WHERE round_id = %s", opened["round_id"])
    revise(hall, opened)
    [told] = told_again(hall)
    assert told["closes_at"] > told["changed_at"]


def test_who_holds_a_proxy_is_told_and_it_can_be_taken_back(hall: Hall) -> None:
    prepared = hall.prepared(1, proxies=2)
    for elector in (0, 1):
        data = {"holder_id": hall.delegates[2]}
        hall.do(proxies.give_proxy, Acting(hall.delegates[elector]), prepared["round_id"], data)
    opened = hall.open(prepared)
    for elector in (0, 1):
        whose = {"proxy_of": str(hall.delegates[elector]), "nonce": f"for-{elector}-{uuid4().hex}"}
        assert cast(hall, opened, 2, **whose)["outcome"] == "counted"
    revise(hall, opened)
    [told] = told_again(hall)
    assert told["person_ids"] == [str(hall.delegates[2])], "once, who is to vote again"
    mandates = own(hall, opened, 2)["mandates"]
    assert [(each["voted"], each["set_aside"]) for each in mandates] == [(False, True)] * 2
    held = hall.ask(electors.own_proxies, Acting(hall.delegates[2]), opened["round_id"])["held"]
    assert [each["used"] for each in held] == [False, False]
    hall.do(proxies.take_back_proxy, hall.delegate, opened["round_id"])
    assert again(hall, opened, 0)["outcome"] == "counted"
    stale = {"proxy_of": str(hall.delegates[1]), "nonce": ANOTHER, "replaces": 1}
    assert cast(hall, opened, 2, **stale)["slug"] == "ballot-superseded"


def test_who_comes_on_the_roll_later_casts_no_form_from_before(hall: Hall) -> None:
    opened, late, second = hall.opened(1), uuid4(), Acting(uuid4())
    hall.seat([second.person], "organizer")
    hall.seat([late], "delegate")
    cast(hall, opened, 0)
    revise(hall, opened)
    data = {"person_id": late, "replaces": hall.delegates[0], "reason": "Đến muộn"}
    proposed = hall.do(admissions.propose_admission, hall.organizer, opened["round_id"], data)
    hall.do(admissions.confirm_admission, second, opened["round_id"], proposed["admission_id"])
    hall.delegates.append(late)
    assert cast(hall, opened, -1)["slug"] == "ballot-superseded"
    assert again(hall, opened, -1)["outcome"] == "counted"
    assert not own(hall, opened, -1)["set_aside"]


def test_the_roll_and_the_reminder_take_them_for_people_who_have_not_voted(hall: Hall) -> None:
    opened = hall.opened(1)
    cast(hall, opened, 0)
    revise(hall, opened)
    wanted = {"q": "", "who": "voted", "after": None}
    assert hall.ask(electors.roll, hall.organizer, opened["round_id"], wanted)["found"] == 0
    hall.bring_forward("remind_of_round", opened["round_id"])
    [reminded] = hall.events("round_closing_soon.v1")
    assert str(hall.delegates[0]) in reminded["data"]["person_ids"]
    [kept] = hall.db.read(lambda tx: views.my_data(tx, hall.delegate))["ballots"]
    assert (kept["voted"], kept["set_aside"], kept["revision"]) == (False, True, 2)


@pytest.mark.parametrize("secret", [False, True])
def test_many_ballots_are_set_aside_page_by_page(hall: Hall, monkeypatch: pytest.MonkeyPatch, secret: bool) -> None:
    monkeypatch.setattr(store, "PAGE_OF_ROLL", 2)
    monkeypatch.setattr(rounds, "PEOPLE_IN_ONE_EVENT", 2)
    opened = hall.opened(1, secret=secret)
    for person in range(5):
        cast(hall, opened, person)
    revise(hall, opened)
    assert [len(told["person_ids"]) for told in told_again(hall)] == [2, 2, 1]
    table = f"secret_ballot_{UUID(str(opened['round_id'])).hex}" if secret else "ballot"
    where = "" if secret else f" WHERE round_id = '{opened['round_id']}'"
    assert hall.sql(f"SELECT * FROM {table}{where}") == []
    assert hall.sql("SELECT 1 FROM roll WHERE round_id = %s AND revision > 0", opened["round_id"]) == []


@pytest.mark.parametrize("attempt", range(3))
@pytest.mark.parametrize("secret", [False, True])
def test_a_ballot_is_before_a_change_and_set_aside_or_after_it_and_refused(
    hall: Hall, secret: bool, attempt: int
) -> None:
    opened, together = hall.opened(1, secret=secret), Barrier(6)

    def voting(person: int) -> str:
        together.wait()
        told = cast(hall, opened, person)
        return str(told.get("slug", told["outcome"]))

    def changing() -> str:
        together.wait()
        revise(hall, opened)
        return "changed"

    with ThreadPoolExecutor(6) as people:
        asked = [people.submit(voting, person) for person in range(5)] + [people.submit(changing)]
        said = [each.result() for each in asked]
    assert set(said) <= {"counted", "ballot-superseded", "changed"}
    [change] = shown(hall, opened)["changes"]
    assert change["ballots"] == said.count("counted")
    assert shown(hall, opened)["ballots"] == 0
    assert len([who for told in told_again(hall) for who in told["person_ids"]]) == said.count("counted")
    assert [again(hall, opened, person)["outcome"] for person in range(5)] == ["counted"] * 5
    assert hall.certified(opened["round_id"])["ballots"] == 5
