"""Paper ballots: who was handed one votes no other way; two organizers enter what came back, once voting is over."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any
from uuid import UUID, uuid4

import psycopg2
import pytest

from services.kit import clock
from services.kit.acting import Acting
from services.kit.errors import Invalid, Missing, Refused
from services.proposals import electors, schemas, views
from services.proposals.answers import ANSWERS
from services.proposals.commands import admissions, proxies, rounds, solutions
from services.proposals.service import Service
from tests.answers import Asked
from tests.integration.proposals.hall import Hall, Json, ballot
from tests.integration.proposals.paper import Desk, desk

KINDS = pytest.mark.parametrize("secret", [False, True], ids=["named", "secret"])


@pytest.fixture
def named(hall: Hall) -> Desk:
    """A named round that is open."""
    return desk(hall, hall.opened(2, reopening=True))


@pytest.fixture
def secret(hall: Hall) -> Desk:
    """A secret round that is open."""
    return desk(hall, hall.opened(2, secret=True, reopening=True))


def refusal(work: Any, *arguments: Any, **named: Any) -> str:
    """Why something is refused."""
    with pytest.raises(Refused) as refused:
        work(*arguments, **named)
    return refused.value.slug


def fault(work: Any, *arguments: Any, **named: Any) -> tuple[str, str]:
    """What is wrong with which field."""
    with pytest.raises(Invalid) as refused:
        work(*arguments, **named)
    [found] = refused.value.faults
    return found.pointer, found.code


def cast(paper: Desk, person: int, *words: str, **changes: Any) -> str:
    """What a delegate is told who votes electronically."""
    told = paper.hall.cast(ballot(paper.round, paper.hall.delegates[person], *words, **changes))[0]
    return str(told.get("slug", told["outcome"]))


def with_proxies(hall: Hall, **changes: Any) -> Desk:
    """An open round in which the second delegate holds the first one's proxy."""
    prepared = hall.prepared(1, proxies=2, **changes)
    hall.do(proxies.give_proxy, hall.delegate, prepared["round_id"], {"holder_id": hall.delegates[1]})
    return desk(hall, hall.open(prepared))


# Handing out --------------------------------------------------------------------------------------------------------


@KINDS
def test_who_was_handed_a_sheet_votes_no_other_way_until_it_is_taken_back(hall: Hall, secret: bool) -> None:
    paper = desk(hall, hall.opened(1, secret=secret))
    assert paper.hand_out(0)["on_paper"] == 1
    assert (cast(paper, 0), cast(paper, 1)) == ("votes-on-paper", "counted")
    assert (paper.ballot_of(0)["on_paper"], paper.ballot_of(1)["on_paper"]) == (True, False)
    assert (paper.shown["on_paper"], paper.shown["ballots"]) == (1, 1)
    assert paper.take_back(0)["on_paper"] == 0
    assert cast(paper, 0) == "counted"


@KINDS
def test_who_has_voted_is_handed_no_sheet(hall: Hall, secret: bool) -> None:
    paper = desk(hall, hall.opened(1, secret=secret))
    assert cast(paper, 0) == "counted"
    assert refusal(paper.hand_out, 0) == "elector-has-voted"
    assert paper.shown["on_paper"] == 0


@KINDS
def test_a_sheet_and_a_ballot_at_once_are_one_vote(hall: Hall, secret: bool) -> None:
    paper = desk(hall, hall.opened(1, secret=secret))
    people = range(len(hall.delegates))
    together = Barrier(2 * len(people))

    def hand_out(person: int) -> str:
        together.wait()
        try:
            paper.hand_out(person)
        except Refused as refused:
            return refused.slug
        return "handed out"

    def vote(person: int) -> str:
        together.wait()
        return cast(paper, person)

    with ThreadPoolExecutor(2 * len(people)) as crowd:
        handed, voted = crowd.map(hand_out, people), crowd.map(vote, people)
        said = set(zip(handed, voted, strict=True))
    assert said <= {("handed out", "votes-on-paper"), ("elector-has-voted", "counted")}
    assert paper.shown["on_paper"] + paper.shown["ballots"] == len(people)


def test_handing_out_again_changes_nothing_and_is_told_each_time_it_does(named: Desk) -> None:
    before = len(named.hall.events("round_amended.v1"))
    for _ in range(2):
        assert named.hand_out(0)["on_paper"] == 1
    for _ in range(2):
        assert named.take_back(0)["on_paper"] == 0
    told = [event["data"]["on_paper"] for event in named.hall.events("round_amended.v1")[before:]]
    assert told == [1, 0]


def test_sheets_are_handed_out_while_voting_goes_on_and_also_while_it_is_paused(named: Desk) -> None:
    named.hand_out(0)
    named.hall.do(rounds.pause_round, named.hall.organizer, named.round["round_id"])
    named.hand_out(1)
    named.take_back(0)
    named.hall.closed(named.round["round_id"])
    assert refusal(named.hand_out, 2) == refusal(named.take_back, 1) == "round-in-another-state"
    assert named.shown["on_paper"] == 1
    prepared = Desk(named.hall, named.second, named.hall.prepared(1))
    assert refusal(prepared.hand_out, 0) == "round-in-another-state"


def test_nobody_who_is_not_on_the_roll_is_handed_one(named: Desk) -> None:
    named.hall.delegates.append(uuid4())
    with pytest.raises(Missing):
        named.hand_out(-1)


def test_who_comes_in_person_ends_their_proxy(hall: Hall) -> None:
    paper = with_proxies(hall)
    paper.hand_out(0)
    [event] = hall.events("proxy_ended.v1")
    assert (event["data"]["state"], event["data"]["elector_id"]) == ("taken-back", str(hall.delegates[0]))
    assert paper.ballot_of(1)["mandates"] == []
    assert cast(paper, 1, proxy_of=str(hall.delegates[0])) == "not-on-roll"
    assert (paper.ballot_of(0)["holder"], cast(paper, 0)) == (None, "votes-on-paper")


def test_the_holder_of_a_proxy_takes_the_sheet_and_the_proxy_stands(hall: Hall) -> None:
    paper = with_proxies(hall)
    paper.hand_out(0, to_holder=True)
    assert hall.events("proxy_ended.v1") == []
    [mandate] = paper.ballot_of(1)["mandates"]
    assert (mandate["on_paper"], paper.ballot_of(1)["on_paper"]) == (True, False)
    assert cast(paper, 1, proxy_of=str(hall.delegates[0])) == "votes-on-paper"
    assert cast(paper, 1) == "counted", "their own ballot is another one"
    own = hall.ask(electors.own_proxies, hall.delegate, paper.round["round_id"])["given"][0]
    taken_back = refusal(hall.do, proxies.take_back_proxy, hall.delegate, paper.round["round_id"])
    assert (own["used"], taken_back) == (True, "proxy-used")
    assert paper.hand_out(0, to_holder=True)["on_paper"] == 1
    assert refusal(paper.hand_out, 0) == "elector-has-voted", "there is a sheet of theirs already"
    paper.take_back(0)
    hall.do(proxies.take_back_proxy, hall.delegate, paper.round["round_id"])


def test_a_holder_who_has_voted_takes_no_sheet_and_nobody_takes_one_without_a_proxy(hall: Hall) -> None:
    paper = with_proxies(hall)
    assert fault(paper.hand_out, 2, to_holder=True) == ("/to_holder", "no-holder")
    assert cast(paper, 1, proxy_of=str(hall.delegates[0])) == "counted"
    assert {refusal(paper.hand_out, 0, to_holder) for to_holder in (True, False)} == {"elector-has-voted"}


def test_who_votes_on_paper_is_not_reminded_and_is_found_on_the_roll(named: Desk) -> None:
    hall, round_id = named.hall, named.round["round_id"]
    named.hand_out(0)
    cast(named, 1)
    hall.bring_forward("remind_of_round", round_id)
    [reminded] = hall.events("round_closing_soon.v1")
    assert set(reminded["data"]["person_ids"]) == {str(person_id) for person_id in hall.delegates[2:]}

    def found(who: str) -> set[str]:
        asked = schemas.FindOnRoll().load({"who": who})
        return {each["person_id"] for each in hall.ask(electors.roll, hall.organizer, round_id, asked)["items"]}

    assert found("on-paper") == {str(hall.delegates[0])}
    assert found("not-voted") == {str(person_id) for person_id in hall.delegates[2:]}


def test_an_option_is_not_changed_while_sheets_are_about_that_say_what_it_was(named: Desk) -> None:
    named.hand_out(0)
    data = schemas.ReviseSolution().load({"title": "Khác", "text": "Khác", "set_aside": True})
    revise = (solutions.revise_solution, named.hall.organizer, UUID(named.options[0]), data, None)
    assert refusal(named.hall.do, *revise) == "sheets-handed-out"
    named.take_back(0)
    named.hall.do(*revise)


def test_an_elector_with_a_sheet_is_not_replaced(named: Desk) -> None:
    named.hand_out(0)
    late = uuid4()
    named.hall.seat([late], "delegate")
    data = {"person_id": late, "replaces": named.hall.delegates[0], "reason": "Ốm"}
    propose = (admissions.propose_admission, named.hall.organizer, named.round["round_id"], data)
    assert refusal(named.hall.do, *propose) == "elector-has-voted"


# Entering -----------------------------------------------------------------------------------------------------------


def test_sheets_are_entered_once_voting_is_over_and_not_when_it_is_counted(named: Desk) -> None:
    named.hand_out(0)
    assert refusal(named.enter_of, 0, 1, "yes") == "round-in-another-state"
    named.hall.closed(named.round["round_id"])
    assert named.enter_of(0, 1, "yes")["state"] == "entered"
    named.hall.bring_forward("seal_round", named.round["round_id"])
    assert named.confirm(1)["state"] == "confirmed"
    named.hall.do(rounds.certify_round, named.hall.organizer, named.round["round_id"])
    for work in (lambda: named.enter_of(0, 2, "no"), lambda: named.confirm(1), lambda: named.drop(1)):
        assert refusal(work) == "round-in-another-state"
    named.hall.count(named.round["round_id"])


def test_organizers_see_each_sheet_as_it_was_entered(named: Desk) -> None:
    hall = named.hall
    for person in range(3):
        named.hand_out(person)
    hall.closed(named.round["round_id"])
    named.enter_of(0, 17, {named.options[0]: "yes", named.options[1]: "no"})
    named.enter_of(1, 3, None)
    named.confirm(17)
    spoilt, good = named.sheets
    assert (spoilt["number"], spoilt["choices"], spoilt["spoilt"]) == (3, None, True)
    assert (good["choices"], good["spoilt"], good["weight"]) == (
        {named.options[0]: "yes", named.options[1]: "no"},
        False,
        "1",
    )
    assert good["elector"] == {"person_id": str(hall.delegates[0]), "full_name": "Trần Thị Hường"}
    assert (good["entered_by"], good["confirmed_by"]) == (str(hall.organizer.person), str(named.second.person))
    assert (spoilt["confirmed_by"], spoilt["confirmed_at"], spoilt["confirmed_by_name"]) == (None, None, None)


@KINDS
def test_a_number_is_entered_once_and_the_same_again_changes_nothing(hall: Hall, secret: bool) -> None:
    paper = desk(hall, hall.opened(1, secret=secret))
    paper.hand_out(0)
    paper.hand_out(1)
    hall.closed(paper.round["round_id"])
    first, other = ({} if secret else {"elector_id": hall.delegates[person]} for person in (0, 1))
    paper.enter(1, "yes", **first)
    assert paper.enter(1, "yes", **first)["state"] == "entered"
    assert refusal(paper.enter, 1, "no", **first) == "sheet-number-taken"
    assert refusal(paper.enter, 1, "yes", acting=paper.second, **first) == "sheet-number-taken"
    if not secret:
        assert refusal(paper.enter, 1, "yes", **other) == "sheet-number-taken"
        assert refusal(paper.enter, 2, "yes", **first) == "elector-has-sheet"
    paper.confirm(1)
    assert paper.enter(1, "yes", **first)["state"] == "confirmed"
    assert len(paper.sheets) == 1


def test_what_is_wrong_with_a_sheet(named: Desk) -> None:
    named.hand_out(0)
    named.hall.closed(named.round["round_id"])
    assert fault(named.enter, 1, "yes") == ("/elector_id", "required")
    assert fault(named.enter_of, 1, 1, "yes") == ("/elector_id", "not-on-paper")
    assert fault(named.enter, 1, "yes", elector_id=named.hall.organizer.person) == ("/elector_id", "not-on-paper")
    said = {"elector_id": named.hall.delegates[0]}
    assert fault(named.enter, 1, "yes", **said, weight="1") == ("/weight", "unknown-field")
    one = {named.options[0]: "yes", named.options[1]: "maybe"}
    assert fault(named.enter, 1, one, **said)[0] == f"/choices/{named.options[1]}"
    assert named.sheets == []


def test_whoever_entered_a_sheet_does_not_confirm_it(named: Desk) -> None:
    named.hand_out(0)
    named.hall.closed(named.round["round_id"])
    named.enter_of(0, 1, "yes")
    assert refusal(named.confirm, 1, named.hall.organizer) == "needs-another-organizer"
    assert named.confirm(1) == named.confirm(1)
    with pytest.raises(psycopg2.errors.CheckViolation):
        named.hall.sql("UPDATE sheet SET confirmed_by = entered_by WHERE round_id = %s", named.round["round_id"])
    for unknown in (2, 10**12):
        with pytest.raises(Missing):
            named.drop(unknown)


def test_a_sheet_that_was_entered_anew_is_not_confirmed_by_who_compared_the_first(named: Desk) -> None:
    named.hand_out(0)
    named.hall.closed(named.round["round_id"])
    named.enter_of(0, 1, "yes")
    compared = named.sheets[0]["entered_at"]
    named.drop(1)
    named.enter_of(0, 1, "no")
    assert refusal(named.confirm, 1, entered_at=compared) == "sheet-replaced"
    assert named.confirm(1, entered_at=named.sheets[0]["entered_at"])["state"] == "confirmed"


@KINDS
def test_a_sheet_is_dropped_and_entered_again_even_when_it_was_confirmed(hall: Hall, secret: bool) -> None:
    paper = desk(hall, hall.opened(1, secret=secret))
    paper.hand_out(0)
    hall.closed(paper.round["round_id"])
    whose = {} if secret else {"elector_id": hall.delegates[0]}
    paper.enter(1, "no", **whose)
    paper.confirm(1)
    assert paper.drop(1)["state"] == "dropped"
    assert paper.sheets == []
    with pytest.raises(Missing):
        paper.drop(1)
    paper.enter(1, "yes", **whose)
    assert [sheet["confirmed_at"] for sheet in paper.sheets] == [None]


def test_a_sheet_of_a_secret_round_has_a_weight_and_nobodys_name(secret: Desk) -> None:
    hall = secret.hall
    secret.hand_out(0)
    hall.closed(secret.round["round_id"])
    assert fault(secret.enter, 1, "yes", elector_id=hall.delegates[0]) == ("/elector_id", "unknown-field")
    assert fault(secret.enter, 1, "yes", weight="2") == ("/weight", "not-a-choice")
    secret.enter(1, "yes")
    assert (secret.sheets[0]["elector"], secret.sheets[0]["weight"]) == (None, "1")


def test_where_sheets_weigh_differently_each_says_what_it_weighs(hall: Hall) -> None:
    delegates = [uuid4() for _ in range(10)]
    hall = Hall(hall.db, delegates=delegates[:5]).build()
    hall.seat(delegates[5:], "delegate", weight="1.5")
    hall.delegates.extend(delegates[5:])
    paper = desk(hall, hall.opened(1, secret=True))
    for person in (0, 5):
        paper.hand_out(person)
    hall.sealed(paper.round["round_id"])
    assert fault(paper.enter, 1, "yes") == ("/weight", "required")
    for number in (1, 2):
        paper.enter(number, "yes", weight="1.5")
        paper.confirm(number)
    certify = (hall.do, rounds.certify_round, hall.organizer, paper.round["round_id"])
    with pytest.raises(Refused) as refused:
        certify[0](*certify[1:])
    assert (refused.value.slug, refused.value.facts) == (
        "more-sheets-than-handed-out",
        {"weight": "1.5", "sheets": 2, "on_paper": 1},
    )


def test_without_a_sheet_handed_out_there_is_none_to_enter(secret: Desk) -> None:
    secret.hall.closed(secret.round["round_id"])
    assert refusal(secret.enter, 1, "yes") == "more-sheets-than-handed-out"
    assert secret.sheets == []


# Afterwards ---------------------------------------------------------------------------------------------------------


def test_a_round_is_not_certified_while_a_sheet_waits_for_another_organizer(named: Desk) -> None:
    hall, round_id = named.hall, named.round["round_id"]
    for person in (0, 1):
        named.hand_out(person)
    hall.sealed(round_id)
    named.enter_of(0, 1, "yes")
    named.enter_of(1, 2, "yes")
    named.confirm(1)
    with pytest.raises(Refused) as refused:
        hall.do(rounds.certify_round, hall.organizer, round_id)
    assert (refused.value.slug, refused.value.facts) == ("sheets-unconfirmed", {"unconfirmed": 1})
    named.drop(2)
    assert hall.counted(round_id)["state"] == "certified", "not every sheet comes back"


def test_a_secret_round_with_more_sheets_than_were_handed_out_is_not_certified(secret: Desk) -> None:
    hall, round_id = secret.hall, secret.round["round_id"]
    secret.hand_out(0)
    hall.sealed(round_id)
    for number in (1, 2):
        secret.enter(number, "yes")
        secret.confirm(number)
    with pytest.raises(Refused) as refused:
        hall.do(rounds.certify_round, hall.organizer, round_id)
    assert (refused.value.slug, refused.value.facts) == ("more-sheets-than-handed-out", {"sheets": 2, "on_paper": 1})


def test_a_secret_round_is_not_opened_again_once_somebody_may_know_a_sheet(secret: Desk) -> None:
    hall, round_id = secret.hall, secret.round["round_id"]
    secret.hand_out(0)
    hall.closed(round_id)
    reopen = (rounds.reopen_round, hall.organizer, round_id, {"closes_at": clock.now() + timedelta(hours=1)})
    assert refusal(hall.do, *reopen) == "box-may-be-open"
    secret.enter(1, "yes")
    secret.drop(1)  # who entered it has seen it all the same
    assert refusal(hall.do, *reopen) == "box-may-be-open"


def test_in_a_named_round_that_was_opened_again_an_entered_sheet_stays_where_it_is(named: Desk) -> None:
    hall, round_id = named.hall, named.round["round_id"]
    for person in (0, 1):
        named.hand_out(person)
    hall.closed(round_id)
    named.enter_of(0, 1, "yes")
    hall.do(rounds.reopen_round, hall.organizer, round_id, {"closes_at": clock.now() + timedelta(hours=1)})
    assert refusal(named.take_back, 0) == "sheets-entered"
    assert named.take_back(1)["on_paper"] == 1
    assert cast(named, 0) == "votes-on-paper"


def test_what_is_kept_about_people_has_their_sheets(named: Desk) -> None:
    hall = named.hall
    for person in (0, 1):
        named.hand_out(person)
    hall.closed(named.round["round_id"])
    named.enter_of(0, 1, "yes")
    named.enter_of(1, 2, None)
    named.confirm(1)

    def kept(acting: Acting) -> list[Json]:
        sheets: list[Json] = hall.ask(lambda tx, who, _: views.my_data(tx, who), acting)["sheets"]
        return [(each["number"], each["choices"], each["spoilt"]) for each in sheets]

    assert kept(hall.delegate) == [(1, dict.fromkeys(named.options, "yes"), False)]
    assert kept(Acting(hall.delegates[1])) == [(2, None, True)]
    assert kept(hall.organizer) == [(1, None, None), (2, None, None)]
    assert kept(named.second) == [(1, None, None)]
    assert kept(Acting(hall.delegates[2])) == []


def test_what_is_kept_of_a_request_says_nothing_of_what_is_on_a_sheet(secret: Desk) -> None:
    hall = secret.hall
    asked = Asked(Service(), hall.db, None, ANSWERS)
    where = {"forum_id": hall.forum_id, "round_id": secret.round["round_id"]}
    asked.does("hand_out_sheet", hall.organizer, {"to_holder": False}, person_id=hall.delegates[0], **where)
    hall.closed(secret.round["round_id"])
    sheet = {"number": 17, "choices": dict.fromkeys(secret.options, "yes")}
    for _ in range(2):
        asked.does("enter_sheet", hall.organizer, sheet, **where)
    asked.does("confirm_sheet", secret.second, {"entered_at": secret.sheets[0]["entered_at"]}, number=17, **where)
    kept = "SELECT answer FROM idempotency WHERE actor = %s ORDER BY created_at"
    assert [row["answer"]["on_paper"] for row in hall.sql(kept, hall.organizer.name)] == [1], "the sheet is handed out"
    [confirmed] = hall.sql(kept, secret.second.name)
    assert set(confirmed["answer"]) == {"forum_id", "round_id", "number", "state"}


# What is left of a secret round --------------------------------------------------------------------------------------


def tables_of(paper: Desk) -> list[str]:
    """The tables there are for one round."""
    name = f"%{UUID(str(paper.round['round_id'])).hex}"
    rows = paper.hall.sql("SELECT tablename FROM pg_tables WHERE tablename LIKE %s ORDER BY 1", name)
    return [row["tablename"].rpartition("_")[0] for row in rows]


def test_only_a_secret_round_with_paper_has_a_table_of_sheets_and_a_cancelled_one_has_not(secret: Desk) -> None:
    assert tables_of(secret) == ["secret_ballot", "secret_key"]
    secret.hand_out(0)
    secret.hand_out(1)
    assert tables_of(secret) == ["secret_ballot", "secret_key", "secret_sheet"]
    secret.hall.closed(secret.round["round_id"])
    secret.enter(1, "yes")
    assert secret.hall.sql("SELECT * FROM sheet WHERE round_id = %s", secret.round["round_id"]) == []
    secret.hall.do(rounds.cancel_round, secret.hall.organizer, secret.round["round_id"])
    assert (tables_of(secret), secret.sheets) == ([], [])
