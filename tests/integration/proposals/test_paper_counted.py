"""Paper from handing out a sheet to the record anybody checks: counted with the ballots, and nothing more is left."""

import json
import re
from collections.abc import Sequence
from itertools import count
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from click.testing import CliRunner

from services.kit.acting import Acting
from services.proposals import records, views
from services.proposals.commands import rounds, sheets
from services.proposals.record.command import verify
from tests.integration.proposals.hall import Hall, Json, ballot, nonce_of
from tests.integration.proposals.paper import entry

NUMBERS = count(31417)  # each on one sheet of all rounds in the database


@pytest.fixture
def second(hall: Hall) -> Acting:
    """Another organizer."""
    other = Acting(uuid4())
    hall.seat([other.person], "organizer")
    return other


def hand_out(hall: Hall, round_: Json, *people: UUID) -> None:
    """Hand each of these electors a sheet."""
    for person_id in people:
        hall.do(sheets.hand_out_sheet, hall.organizer, round_["round_id"], person_id, {"to_holder": False})


def enter(hall: Hall, second: Acting, round_: Json, number: int, words: Sequence[str] | None, **whose: Any) -> None:
    """Enter a sheet, which the other organizer confirms."""
    options = [str(option["solution_id"]) for option in round_["options"]]
    choices = None if words is None else dict(zip(options, words, strict=True))
    what = {"number": number, "elector_id": None, "weight": None, "choices": choices, **whose}
    hall.do(sheets.enter_sheet, hall.organizer, round_["round_id"], what)
    hall.do(sheets.confirm_sheet, second, round_["round_id"], number, entry(hall, round_["round_id"], number))


def published(hall: Hall, round_: Json) -> Json:
    """The record as it is published."""
    read: Json = json.loads(hall.ask(records.record, hall.organizer, round_["round_id"])["text"])
    return read


def checked(hall: Hall, round_: Json, where: Path, *options: str) -> str:
    """What `hienke verify` says of the record, which it finds to be right."""
    file = where / "record.json"
    file.write_text(hall.ask(records.record, hall.organizer, round_["round_id"])["text"], "utf-8")
    done = CliRunner().invoke(verify, [str(file), "--language", "en", *options])
    assert done.exit_code == 0, done.output
    return done.output


def everything(hall: Hall) -> str:
    """Every row of every table of the service, as text."""
    names = hall.sql("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    rows = [row for name in names for row in hall.sql(f'SELECT t::text AS row FROM "{name["tablename"]}" t')]
    return "\n".join(row["row"] for row in rows)


def are_kept(hall: Hall, round_: Json) -> bool:
    """Whether a number of its sheets stands anywhere, and not as a piece of an id, a hash or a time."""
    stored = everything(hall)
    return any(re.search(rf"(?<![0-9a-f.-]){number}(?![0-9a-f-])", stored) for number in round_["numbers"])


# A named round -------------------------------------------------------------------------------------------------------


def half_on_paper(hall: Hall, second: Acting) -> Json:
    """Two voted electronically, two on paper, one of whose sheets is spoilt; one was handed a sheet and kept it."""
    opened = hall.opened()
    hand_out(hall, opened, *hall.delegates[2:])
    hall.cast(ballot(opened, hall.delegates[0]), ballot(opened, hall.delegates[1], "no"))
    hall.sealed(opened["round_id"])
    enter(hall, second, opened, 17, ("yes", "no", "abstain"), elector_id=hall.delegates[2])
    enter(hall, second, opened, 40, None, elector_id=hall.delegates[3])
    return opened


def test_a_named_round_is_counted_with_its_sheets_and_its_record_has_each_by_number(
    hall: Hall, second: Acting, tmp_path: Path
) -> None:
    opened = half_on_paper(hall, second)
    certified = hall.counted(opened["round_id"])
    assert certified["state"] == "certified", certified["trouble"]
    assert (certified["ballots"], certified["on_paper"]) == (4, 3)
    counts = [{word: option[word] for word in ("yes", "no", "abstain")} for option in certified["tally"]]
    assert counts == [
        {"yes": 2, "no": 1, "abstain": 0},
        {"yes": 1, "no": 2, "abstain": 0},
        {"yes": 1, "no": 1, "abstain": 1},
    ]
    result = hall.ask(records.result, hall.organizer, opened["round_id"])
    people = {"entitled": 5, "present": None, "cast": 4, "blank": 0, "spoilt": 1}
    assert result["figures"] == counts
    assert (result["turnout"]["people"], result["turnout"]["sheets"], result["turnout"]["on_paper"]) == (people, 2, 3)
    [told] = hall.events("round_certified.v1")
    assert (told["data"]["ballots"], told["data"]["on_paper"]) == (4, 3)
    on_paper = {each["nonce"]: each["choices"] for each in published(hall, opened)["ballots"] if "paper" in each}
    assert on_paper == {"17": [0, 1, 2], "40": None}
    assert "Paper ballots among them: 2, no more than the 3 that were handed out" in checked(hall, opened, tmp_path)


def test_a_sheet_weighs_what_its_elector_does(hall: Hall, second: Acting, tmp_path: Path) -> None:
    [row] = hall.sql("SELECT seat_id FROM seat WHERE person_id = %s", hall.delegates[0])
    hall.seat([hall.delegates[0]], "delegate", seat_id=row["seat_id"], weight="1.5")
    opened = hall.opened(1)
    hand_out(hall, opened, hall.delegates[0])
    hall.cast(ballot(opened, hall.delegates[1]))
    hall.sealed(opened["round_id"])
    enter(hall, second, opened, 1, ("yes",), elector_id=hall.delegates[0])
    certified = hall.counted(opened["round_id"])
    assert (certified["tally"][0]["yes"], certified["unit"]) == (5, 2)
    assert published(hall, opened)["result"]["figures"][0]["yes"] == "5/2"
    checked(hall, opened, tmp_path)


@pytest.mark.parametrize(
    "tampering",
    [
        "UPDATE sheet SET elector = %(voter)s WHERE number = 17 AND round_id = %(round)s",
        "UPDATE sheet SET elector = gen_random_uuid() WHERE number = 17 AND round_id = %(round)s",
        "UPDATE sheet SET choices = '{0,0}' WHERE number = 17 AND round_id = %(round)s",
        "UPDATE sheet SET choices = '{0,0,9}' WHERE number = 17 AND round_id = %(round)s",
        "UPDATE sheet SET confirmed_by = NULL WHERE number = 17 AND round_id = %(round)s",
        "UPDATE roll SET on_paper = false WHERE person_id = %(on_paper)s AND round_id = %(round)s",
        "UPDATE roll SET on_paper = true WHERE person_id = %(voter)s AND round_id = %(round)s",
        "UPDATE roll SET revision = 1 WHERE person_id = %(on_paper)s AND round_id = %(round)s",
        "UPDATE round SET on_paper = 0 WHERE round_id = %(round)s",
        "UPDATE round SET ballots = 4 WHERE round_id = %(round)s",
    ],
)
def test_what_was_tampered_with_is_not_certified(hall: Hall, second: Acting, tampering: str) -> None:
    opened = half_on_paper(hall, second)
    hall.do(rounds.certify_round, hall.organizer, opened["round_id"])
    people = {"voter": f"'{hall.delegates[0]}'", "on_paper": f"'{hall.delegates[2]}'"}
    hall.sql(tampering % {**people, "round": f"'{opened['round_id']}'"})
    seen = hall.count(opened["round_id"])
    assert (seen["state"], seen["trouble"]) == ("sealed", "recount-differs")


# A secret round ------------------------------------------------------------------------------------------------------


@pytest.fixture
def secret(hall: Hall, second: Acting) -> Json:
    """A sealed secret round in which three voted electronically and two on paper, of whose sheets one is spoilt."""
    opened = hall.opened(secret=True)
    hand_out(hall, opened, *hall.delegates[3:])
    hall.cast(*[ballot(opened, person_id) for person_id in hall.delegates[:3]])
    hall.sealed(opened["round_id"])
    numbers = next(NUMBERS), next(NUMBERS)
    enter(hall, second, opened, numbers[0], ("no", "no", "abstain"))
    enter(hall, second, opened, numbers[1], None)
    return {**opened, "numbers": numbers}


def test_a_secret_round_is_counted_with_its_sheets_and_its_record_does_not_say_which_they_are(
    hall: Hall, secret: Json, tmp_path: Path
) -> None:
    certified = hall.counted(secret["round_id"])
    assert certified["state"] == "certified", certified["trouble"]
    assert (certified["ballots"], certified["on_paper"]) == (5, 2)
    result, record = hall.ask(records.result, hall.organizer, secret["round_id"]), published(hall, secret)
    assert result["figures"][0] == {"yes": 3, "no": 1, "abstain": 0}
    assert (result["turnout"]["sheets"], result["turnout"]["on_paper"], result["sectors"]) == (2, 2, [])
    voted = {nonce_of(person_id) for person_id in hall.delegates}
    of_sheets = [each for each in record["ballots"] if each["nonce"] not in voted]
    assert [each.keys() for each in of_sheets] == [{"choices", "nonce", "leaf"}] * 2
    assert all(len(each["nonce"]) == 32 for each in of_sheets), "as a page's form makes them"
    checked(hall, secret, tmp_path)


def test_nothing_is_left_of_a_secret_rounds_sheets(hall: Hall, secret: Json) -> None:
    assert are_kept(hall, secret), "while they wait"
    hall.counted(secret["round_id"])
    tables = "SELECT tablename FROM pg_tables WHERE tablename LIKE %s"
    assert hall.sql(tables, f"%{UUID(str(secret['round_id'])).hex}") == []
    assert hall.sql("SELECT * FROM sheet WHERE round_id = %s", secret["round_id"]) == []
    assert not are_kept(hall, secret)
    of_sheets = [each for each in published(hall, secret)["ballots"] if each["nonce"][:9] != "nonce-of-"]
    assert len(of_sheets) == 2
    assert not any(each["nonce"] in everything(hall) for each in of_sheets), "a record is compressed"


def test_no_count_of_sheets_is_told_before_the_result(hall: Hall, secret: Json) -> None:
    for event in hall.events():
        assert event["data"].get("tally") is None, event["type"]
    seen = hall.ask(views.round_, hall.organizer, secret["round_id"])
    assert (seen["tally"], seen["ballots"], seen["on_paper"]) == (None, 3, 2)


def test_a_cancelled_round_keeps_no_sheets(hall: Hall, secret: Json) -> None:
    hall.do(rounds.cancel_round, hall.organizer, secret["round_id"])
    assert not are_kept(hall, secret)


def test_what_was_tampered_with_in_secret_is_not_certified(hall: Hall, secret: Json) -> None:
    hall.do(rounds.certify_round, hall.organizer, secret["round_id"])
    hall.sql(f'UPDATE "secret_sheet_{UUID(str(secret["round_id"])).hex}" SET weight = 2')
    seen = hall.count(secret["round_id"])
    assert (seen["state"], seen["trouble"]) == ("sealed", "recount-differs")
    assert are_kept(hall, secret), "and nothing is thrown away"
