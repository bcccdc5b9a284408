"""What the organizer's pages offer is what the proposals service takes."""

from typing import Any

import pytest

from services.gateway.pages.desk.preparing import checking, fields
from services.gateway.pages.methods import ABSTENTIONS, BASES, COMPLETIONS, METHODS, OF_BALLOTS, TIES, USUAL
from services.kit.errors import Invalid
from services.proposals import schemas
from services.proposals.model import methods
from services.proposals.tally import METHODS as TALLIES
from services.proposals.tally import rule
from tests.unit.gateway_pages import samples

TYPED = {**fields.USUAL, "title": "Vòng hai", "solution_ids": samples.OPTIONS, "most": "3"}
MONEY = {"limit": "budget", "budget": "500", **{f"costs-{each}": "100" for each in samples.OPTIONS}}


def taken(**typed: Any) -> methods.How:
    """What the service makes of it. Raises ValidationError or Invalid."""
    body = fields.body_of({**TYPED, **typed})
    loaded = schemas.PrepareRound().load(body)
    how = methods.chosen(loaded)
    said = {name: value for name, value in how.rule.items() if name in body["rule"]}
    assert said == {**body["rule"]}
    assert how.settings == body["settings"]
    return how


def test_the_same_words_choose_the_same_things() -> None:
    assert sorted(BASES) == sorted(rule.BASES)
    assert sorted(ABSTENTIONS) == sorted(rule.ABSTENTIONS)
    assert sorted(TIES) == sorted(rule.TIES)
    [completion] = schemas.Settings().fields["completion"].validators
    assert sorted(COMPLETIONS) == sorted(completion.choices)  # type: ignore[attr-defined]
    assert (checking.MOST_SCORE, checking.MOST_MONEY) == (schemas.MOST_SCORE, schemas.MOST_MONEY)


def test_every_method_the_service_has_is_offered() -> None:
    assert set(TALLIES) <= set(METHODS)
    assert USUAL == methods.EACH_BY_ITSELF
    assert {name for name, method in METHODS.items() if method.majority} == set(methods.WITH_MAJORITY)
    for name, tally in TALLIES.items():
        assert (METHODS[name].ballot, METHODS[name].live) == (tally.BALLOT, hasattr(tally, "add"))


@pytest.mark.parametrize("name", TALLIES)
@pytest.mark.parametrize("secrecy", ["named", "shown", "secret"])
def test_a_round_of_every_method_is_taken_as_it_was_typed(name: str, secrecy: str) -> None:
    for majority in METHODS[name].majorities or ("",):
        for ties in METHODS[name].ties:
            winners = "2" if majority == "most" and name != "single-choice" else ""
            taken(method=name, majority=majority, part="3/5", ties=ties, secrecy=secrecy, winners=winners, **MONEY)


@pytest.mark.parametrize("name", [name for name in TALLIES if METHODS[name].chooses])
def test_another_vote_between_equals_is_offered_where_there_can_be_one(name: str) -> None:
    body = fields.body_of({**TYPED, **MONEY, "method": name})
    loaded = schemas.PrepareRound().load({**body, "rule": {**body["rule"], "ties": "vote-again"}})
    if METHODS[name].revotes:
        assert methods.chosen(loaded).rule["ties"] == "vote-again"
    else:
        with pytest.raises(Invalid):
            methods.chosen(loaded)


@pytest.mark.parametrize("base", BASES)
def test_a_round_with_every_base_and_quorum_is_taken(base: str) -> None:
    how = taken(base=base, presence_quorum="1/2", participation_quorum="2/3", abstentions="out-of-base")
    assert how.rule["abstentions"] == ("out-of-base" if base in OF_BALLOTS else "in-base")


def test_the_usual_round_is_the_services_usual_one() -> None:
    usual = methods.chosen(schemas.PrepareRound().load({"title": "Vòng", "solution_ids": samples.OPTIONS}))
    mine = taken()
    assert (mine.settings, {**mine.rule, "ties": ""}) == (usual.settings, {**usual.rule, "ties": ""})
