"""Every field of every command, with what must not pass."""

from typing import Any
from uuid import UUID

import pytest
from marshmallow import Schema, ValidationError

from services.kit.fields import faults
from services.proposals import schemas

ID = str(UUID(int=1))
GOOD: dict[type[Schema], dict[str, Any]] = {
    schemas.OfferProposal: {"problem": "Thiếu", "measure": "Bồi dưỡng", "who_acts": "Hội", "by_when": "2027"},
    schemas.Solution: {"title": "Bồi dưỡng", "text": "Mỗi năm", "proposal_ids": [ID], "body_ids": [ID]},
    schemas.PrepareRound: {
        "title": "Vòng 1",
        "solution_ids": [ID],
        "method": "approval",
        "settings": {"least": 1, "most": 2},
        "rule": {"majority": "2/3", "winners": None, "ties": "lot"},
        "secret": True,
        "names_shown": False,
        "live_tally": False,
        "revisable": False,
        "reopening": True,
        "proxies": 2,
        "reminder_minutes": 30,
    },
    schemas.GiveProxy: {"holder_id": ID},
    schemas.StrikeProxy: {"reason": "Không có giấy"},
    schemas.ProposeAdmission: {"person_id": ID, "replaces": None, "reason": "Đến muộn"},
    schemas.HandOutSheet: {"to_holder": False},
    schemas.EnterSheet: {"number": 17, "elector_id": ID, "weight": None, "choices": {ID: "yes"}},
    schemas.ConfirmSheet: {"entered_at": "2027-01-01T08:00:00.123456+07:00"},
    schemas.FindOnRoll: {"q": "anh", "who": "not-voted", "after": ID},
    schemas.FindDelegates: {"q": "anh"},
    schemas.Closing: {"closes_at": "2027-01-01T08:00:00+07:00"},
    schemas.IssueConclusion: {"items": [{"solution_id": ID, "due_on": "2027-06-30", "text": "Giao", "body_ids": [ID]}]},
    schemas.AnswerAssignment: {"answer": "accept", "text": "Đồng ý"},
    schemas.FindProposals: {
        "q": "bồi dưỡng",
        "sector": "Hội",
        "state": "loose",
        "order": "most-agreed",
        "after": "-50~50",
    },
    schemas.Typed: {"problem": "Thiếu", "measure": "Bồi dưỡng"},
    schemas.Search: {"q": "đường"},
    schemas.Nothing: {},
}
NO_TEXT = [None, 5, ["x"], {"a": "b"}, True, "", " \n ", "a\0b", "a\x07", "x\u202ey"]
NO_ID = [None, 5, "", "x", [ID], f"{ID}0"]
BAD: dict[tuple[type[Schema], str], list[Any]] = {
    (schemas.OfferProposal, "problem"): [*NO_TEXT, "x" * 1_001],
    (schemas.OfferProposal, "measure"): [*NO_TEXT, "x" * 3_001],
    (schemas.OfferProposal, "who_acts"): [*NO_TEXT, "x" * 301, "hai\ndòng"],
    (schemas.OfferProposal, "by_when"): [None, 5, "x" * 101, "hai\ndòng", "x\u202ey"],
    (schemas.Solution, "title"): [*NO_TEXT, "x" * 201, "hai\ndòng"],
    (schemas.Solution, "text"): [*NO_TEXT, "x" * 3_001],
    (schemas.Solution, "proposal_ids"): [None, "x", ID, {}, *[[bad] for bad in NO_ID], [ID] * 1_001],
    (schemas.Solution, "body_ids"): [None, "x", ID, {}, *[[bad] for bad in NO_ID], [ID] * 21],
    (schemas.PrepareRound, "title"): [*NO_TEXT, "x" * 201, "hai\ndòng"],
    (schemas.PrepareRound, "solution_ids"): [None, [], ID, {}, *[[bad] for bad in NO_ID], [ID] * 201],
    (schemas.PrepareRound, "method"): [None, "", "majority", 1, ["approval"]],
    (schemas.PrepareRound, "settings"): [
        *(None, "x", [], {"extra": 1}, {"least": -1}, {"least": "1"}, {"most": 0}, {"most": 201}, {"most": True}),
        *({"most_score": 0}, {"most_score": 101}, {"costs": []}, {"costs": {"x": 1}}, {"costs": {ID: 0}}),
        *({"costs": {ID: 1.5}}, {"budget": 0}, {"budget": 10**13}, {"completion": "all"}),
    ],
    (schemas.PrepareRound, "rule"): [
        *(None, "x", [], {"extra": 1}, {"base": "all"}, {"majority": "half"}, {"majority": "1/0"}, {"majority": "0/2"}),
        *({"majority": 0.5}, {"majority": "-1/2"}, {"majority": "1/2\n"}, {"strictly": "yes"}, {"abstentions": "no"}),
        *({"presence_quorum": "1"}, {"participation_quorum": 1}, {"winners": 0}, {"winners": 201}, {"ties": "coin"}),
    ],
    **{
        (schemas.PrepareRound, name): [None, "có", 7, [], {}]
        for name in ("secret", "names_shown", "live_tally", "revisable", "reopening")
    },
    (schemas.PrepareRound, "proxies"): [None, -1, 101, 1.5, "1", True, []],
    (schemas.GiveProxy, "holder_id"): NO_ID,
    (schemas.StrikeProxy, "reason"): [*NO_TEXT, "x" * 301, "hai\ndòng"],
    (schemas.ProposeAdmission, "person_id"): NO_ID,
    (schemas.ProposeAdmission, "replaces"): [bad for bad in NO_ID if bad],
    (schemas.ProposeAdmission, "reason"): [*NO_TEXT, "x" * 301, "hai\ndòng"],
    (schemas.FindOnRoll, "q"): [None, 5, "x" * 101, "hai\ndòng"],
    (schemas.FindOnRoll, "who"): [None, "", "nobody", 5],
    (schemas.FindOnRoll, "after"): [bad for bad in NO_ID if bad],
    (schemas.FindDelegates, "q"): [None, 5, "x" * 101, "hai\ndòng"],
    (schemas.PrepareRound, "reminder_minutes"): [None, -1, 10_081, 1.5, "60", True, []],
    (schemas.Closing, "closes_at"): [None, 5, "", "mai", "2027-01-01", "2027-01-01T08:00:00", "2027-13-01T08:00:00Z"],
    (schemas.IssueConclusion, "items"): [None, [], {}, ["x"], [{}], [{"solution_id": ID, "due_on": "2027-06-30"}] * 51],
    (schemas.AnswerAssignment, "answer"): [None, "", "yes", "Accept", 1, ["accept"]],
    (schemas.AnswerAssignment, "text"): [None, 5, "x" * 2_001, "x\u202ey", "a\0b"],
    (schemas.FindProposals, "q"): [None, 5, "x" * 101, "hai\ndòng", "x\u202ey", "a\0b"],
    (schemas.FindProposals, "sector"): [5, "x" * 121, "hai\ndòng", "x\u202ey"],
    (schemas.FindProposals, "state"): ["", "open", 5],
    (schemas.FindProposals, "solution_id"): ["", "1", "x" * 36, 5],
    (schemas.FindProposals, "order"): [None, "", "agree", "NEWEST", 5],
    (schemas.FindProposals, "after"): ["-1", "x", "", "1.5", "1~", "1~-2", "9999999999~1", "1~9999999999", 5],
    (schemas.Typed, "problem"): [*NO_TEXT, "x" * 1_001],
    (schemas.Typed, "measure"): [*NO_TEXT, "x" * 3_001],
    (schemas.HandOutSheet, "to_holder"): [None, "yes", 1, 0],
    (schemas.EnterSheet, "number"): [None, "17", 0, 100_000, 1.5, True],
    (schemas.EnterSheet, "elector_id"): NO_ID[1:],
    (schemas.EnterSheet, "choices"): ["x", [], 5, True],  # the rest is read as a ballot's are
    (schemas.EnterSheet, "weight"): [1, 1.5, "", "-1", "1.2345", "x", "1000000"],
    (schemas.ConfirmSheet, "entered_at"): [None, "", "x", 5, "2027-01-01T08:00:00"],
    (schemas.Search, "q"): [*NO_TEXT, "x" * 101, "hai\ndòng"],
}
BAD_ITEM: dict[str, list[Any]] = {
    "solution_id": NO_ID,
    "due_on": [None, 5, "", "mai", "2027-02-30", "30/06/2027", "2027-06-30T00:00:00Z"],
    "text": [*NO_TEXT, "x" * 3_001],
    "body_ids": [None, "x", *[[bad] for bad in NO_ID], [ID] * 21],
}
OPTIONAL = {
    *("by_when", "proposal_ids", "body_ids", "live_tally", "reminder_minutes", "text"),
    *("sector", "state", "order", "after", "who", "replaces", "proxies"),
    *("elector_id", "weight"),
    *("method", "settings", "rule", "secret", "names_shown", "revisable", "reopening"),
}
ALL_OPTIONAL = (schemas.FindProposals, schemas.FindOnRoll, schemas.FindDelegates)


@pytest.mark.parametrize("schema", GOOD, ids=lambda schema: schema.__name__)
def test_what_is_right_passes(schema: type[Schema]) -> None:
    schema().load(GOOD[schema])


@pytest.mark.parametrize("schema", GOOD, ids=lambda schema: schema.__name__)
def test_a_field_nobody_knows_is_a_fault(schema: type[Schema]) -> None:
    assert pointers(schema, {**GOOD[schema], "extra": 1}) == {"/extra"}


@pytest.mark.parametrize("schema", GOOD, ids=lambda schema: schema.__name__)
@pytest.mark.parametrize("body", [None, [], "x", 5])
def test_a_body_is_an_object(schema: type[Schema], body: Any) -> None:
    assert pointers(schema, body) == {""}


@pytest.mark.parametrize(
    ("schema", "field", "value"),
    [(schema, field, value) for (schema, field), values in BAD.items() for value in values],
)
def test_what_is_wrong_is_pointed_at(schema: type[Schema], field: str, value: Any) -> None:
    found = pointers(schema, {**GOOD[schema], field: value})
    assert found
    assert all(pointer.startswith(f"/{field}") for pointer in found)


@pytest.mark.parametrize(("field", "value"), [(field, value) for field, values in BAD_ITEM.items() for value in values])
def test_what_is_wrong_in_an_item_is_pointed_at(field: str, value: Any) -> None:
    [item] = GOOD[schemas.IssueConclusion]["items"]
    found = pointers(schemas.IssueConclusion, {"items": [{**item, field: value}]})
    assert found
    assert all(pointer.startswith(f"/items/0/{field}") for pointer in found)


def test_every_field_is_tried() -> None:
    fields = {(schema, name) for schema in GOOD for name in schema().fields}
    assert fields == set(BAD)


NEEDED = [
    (schema, name)
    for schema, name in BAD
    if (name not in OPTIONAL and schema not in ALL_OPTIONAL) or schema is schemas.Solution
]


@pytest.mark.parametrize(("schema", "field"), NEEDED)
def test_what_is_needed_is_asked_for(schema: type[Schema], field: str) -> None:
    body = {name: value for name, value in GOOD[schema].items() if name != field}
    if schema is schemas.Solution and field in ("proposal_ids", "body_ids"):
        assert schema().load(body)[field] == []
    else:
        assert pointers(schema, body) == {f"/{field}"}


@pytest.mark.parametrize("value", [None, 1, 0, "yes", "true", [], {}])
def test_ballots_are_set_aside_by_a_plain_yes_and_never_by_silence(value: Any) -> None:
    solution = GOOD[schemas.Solution]
    assert pointers(schemas.ReviseSolution, {**solution, "set_aside": value}) == {"/set_aside"}
    assert schemas.ReviseSolution().load(solution)["set_aside"] is False


def pointers(schema: type[Schema], body: Any) -> set[str]:
    """Where the faults of a body are."""
    with pytest.raises(ValidationError) as caught:
        schema().load(body)
    return {fault.pointer for fault in faults(caught.value.messages)}
