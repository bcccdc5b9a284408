"""Paper in a record: a sheet that was added, removed, doubled or turned into a vote is seen, and said in words."""

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.proposals.record import shape, verify
from services.proposals.record.log import enter
from services.proposals.record.record import Cast, Form, make
from tests.unit.proposals.record.samples import EARLIER, ballots, facts
from tests.unit.proposals.record.values import wrong

Json = dict[str, Any]


def named(cast: list[Cast] | None = None, **roll: int) -> Json:
    """The record of a named round, in which everything agrees with everything but what paper there is."""
    known = facts()
    known["roll"] |= roll
    return enter(make(known, ballots() if cast is None else cast), EARLIER)


def secret(cast: list[Cast] | None = None, **roll: int) -> Json:
    """That of a secret one: its sheets have nonces like the others, and no mark."""
    known = facts()
    known["round"]["named"] = False
    known["roll"] |= roll
    sheets = [Cast([0, 0, 2], "nonce-of-a-sheet-one"), Cast(None, "nonce-of-a-sheet-two")]
    return enter(make(known, [*ballots()[:-2], *sheets] if cast is None else cast), EARLIER)


def without_paper(is_named: bool) -> Json:
    """That of a round from before there was paper."""
    known = facts()
    known["round"]["named"] = is_named
    del known["roll"]["on_paper"], known["roll"]["sheets"]
    return enter(make(known, ballots()[:-2]), EARLIER)


@pytest.mark.parametrize("said", [named(), secret()], ids=["named", "secret"])
def test_what_there_is_on_paper_is_said(said: Json) -> None:
    shape.check(said, shape.schema("record"))
    [found] = [finding for finding in verify.check(said) if finding.word == "sheets-fit"]
    assert (found.facts["sheets"], found.facts["on_paper"]) == (2, 3)
    assert found.sentence("vi").startswith("Trong đó có 2 phiếu giấy, không nhiều hơn 3 phiếu giấy đã phát")
    assert wrong(said) == set()


@pytest.mark.parametrize("is_named", [True, False])
def test_a_record_without_paper_is_checked_as_before(is_named: bool) -> None:
    """The names are those that such records had before any round had paper."""
    said = without_paper(is_named)
    shape.check(said, shape.schema("record"))
    assert said["log"]["name"][:16] == ("b88b831c78968f9d" if is_named else "39d7a150117690a6")
    assert [finding.word for finding in verify.check(said)][2:4] == ["roll-fits", "result-fits"]
    assert wrong(said) == set()


def test_sheets_that_nobody_brought_back_are_no_fault() -> None:
    assert wrong(named(ballots()[:-2], sheets=0)) == set()


# What somebody does who can make the whole file anew ------------------------------------------------------------------


def test_a_paper_ballot_that_was_added_is_one_too_many() -> None:
    said = named([*ballots(), Cast([0, 0, 0], "19", paper=True)])
    assert wrong(said) == {"sheets-differ"}
    assert "It says 2 paper ballots, and in it are 3: sheets were added or removed" in words(said)


def test_a_paper_ballot_that_was_removed_is_missing() -> None:
    assert wrong(named(ballots()[:-1])) == {"sheets-differ"}


def test_an_electronic_ballot_that_is_marked_as_paper_is_one_too_many() -> None:
    cast = ballots()
    cast[0] = Cast(cast[0].choices, "19", paper=True)
    assert wrong(named(cast)) == {"sheets-differ"}


def test_two_sheets_have_no_number_in_common() -> None:
    cast = [*ballots()[:-1], Cast(None, "17", paper=True)]
    assert wrong(named(cast)) == {"sheet-twice"}
    assert "The paper ballot with number 17 is in it more than once." in words(named(cast))


@pytest.mark.parametrize("make_one", [named, secret])
def test_there_are_no_more_sheets_than_were_handed_out(make_one: Callable[..., Json]) -> None:
    said = make_one(on_paper=1)
    assert wrong(said) == {"more-sheets-than-handed-out"}
    assert "There are 2 paper ballots, and only 1 were handed out" in words(said)
    assert "more-sheets-than-handed-out" in wrong(make_one(on_paper=0))


@pytest.mark.parametrize("make_one", [named, secret])
def test_whoever_was_handed_a_sheet_has_no_electronic_ballot(make_one: Callable[..., Json]) -> None:
    assert wrong(make_one(on_paper=5)) == set()
    assert wrong(make_one(on_paper=6)) == {"voted-both-ways"}


def test_only_a_sheet_can_be_spoilt() -> None:
    cast = ballots()
    cast[0] = Cast(None, cast[0].nonce)
    assert wrong(named(cast)) == {"spoilt-without-sheet"}
    spoilt = [Cast(None, f"nonce-of-a-sheet-{number}") for number in range(3)]
    assert wrong(secret([*ballots()[:-4], *spoilt])) == {"spoilt-without-sheet"}
    assert "spoilt-without-sheet" in wrong(without_paper(False) | {"ballots": secret()["ballots"]})


def test_no_ballot_of_a_secret_round_is_marked() -> None:
    assert wrong(secret(ballots())) == {"sheet-marked"}


def test_a_secret_round_has_no_more_sheets_than_ballots() -> None:
    assert wrong(secret(ballots()[:1], sheets=2)) == {"more-sheets-than-ballots"}


@given(st.integers(0, 9), st.integers(0, 12), st.integers(0, 9), st.booleans())
def test_what_passes_could_have_been(sheets: int, on_paper: int, marked: int, is_named: bool) -> None:
    """Nine ballots of twelve electors: so many are marked, and the rest came otherwise."""
    known = facts()
    known["round"]["named"] = is_named
    known["roll"] |= {"sheets": sheets, "on_paper": on_paper}
    cast = [Cast([0, 0, 0], str(number), paper=number < marked) for number in range(9)]
    could_be = marked == (sheets if is_named else 0) and sheets <= on_paper and 9 - sheets <= 12 - on_paper
    assert (wrong(enter(make(known, cast), EARLIER)) == set()) == could_be


# What somebody does to a file they have ------------------------------------------------------------------------------


def changed(said: Json, **ballot: Any) -> Json:
    """A record in which the spoilt sheet is another ballot."""
    said = deepcopy(said)
    next(each for each in said["ballots"] if each["choices"] is None).update(ballot)
    return said


@pytest.mark.parametrize("said", [named(), secret()], ids=["named", "secret"])
def test_a_spoilt_sheet_that_was_turned_into_a_vote_is_seen(said: Json) -> None:
    cheat = changed(said, choices=[0, 0, 0])
    assert wrong(cheat) >= {"leaf-differs", "result-differs", "changed-since"}
    leaf = Form(said).leaf(next(one for one, was in zip(cheat["ballots"], said["ballots"], strict=True) if one != was))
    assert wrong(changed(said, choices=[0, 0, 0], leaf=leaf)) >= {"tree-differs", "result-differs", "changed-since"}


def test_another_number_of_a_sheet_is_seen() -> None:
    assert wrong(changed(named(), nonce="19")) >= {"leaf-differs", "changed-since"}


@pytest.mark.parametrize("what", ["sheets", "on_paper"])
@pytest.mark.parametrize("said", [named(), secret()], ids=["named", "secret"])
def test_another_number_of_sheets_is_seen(said: Json, what: str) -> None:
    other = deepcopy(said)
    other["roll"][what] += 1
    assert "changed-since" in wrong(other)


def words(said: Json) -> str:
    return "\n".join(finding.sentence("en") for finding in verify.check(said) if not finding.good)
