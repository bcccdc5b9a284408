"""Every field of every command: a hostile value is refused at its own pointer, or is harmless."""

from typing import Any
from uuid import UUID

import pytest
from marshmallow import Schema, ValidationError

from services.forum import schemas
from services.forum.schemas import hall
from services.kit import strict_json
from services.kit.fields import faults

ID = "01a20858-1719-777c-a7b2-4946e5728114"
PHASE = {
    "phase_id": ID,
    "kind": "voting",
    "title": "Biểu quyết",
    "opens_at": "2026-12-01T01:00:00Z",
    "closes_at": "2026-12-01T10:00:00+07:00",
}
GOOD: dict[type[Schema], dict[str, Any]] = {
    schemas.RequestSignIn: {"email": "a@b.example"},
    schemas.SignInByCode: {"email": "a@b.example", "code": "012345"},
    schemas.Token: {"token": "abc"},
    schemas.RecordBody: {
        "kind": "sở",
        "code": "SNV",
        "name": "Sở Nội vụ",
        "parent_id": ID,
        "valid_from": "2025-07-01",
        "valid_to": "2030-01-01",
    },
    schemas.AppointLeader: {
        "full_name": "Ánh",
        "email": "a@b.example",
        "title": "Giám đốc",
        "greeting": "chị",
        "language": "en",
    },
    schemas.AppointOrganizer: {"full_name": "Ánh", "email": "a@b.example"},
    schemas.Forum: {
        "title": "Tọa đàm",
        "summary": "Một\nhai",
        "place": "",
        "host_body_id": ID,
        "time_zone": "Asia/Ho_Chi_Minh",
        "starts_at": "2026-12-01T01:00:00Z",
        "ends_at": "2026-12-02T01:00:00Z",
        "link_signs_in": True,
        "phases": [PHASE],
    },
    schemas.ListForums: {"state": "open", "after": ID},
    schemas.ImportDelegates: {"text": "full_name", "apply": True},
    schemas.ChangeSeat: {
        "full_name": "Ánh",
        "sector": "Hội",
        "body_code": "SNV",
        "position": "",
        "roles": ["delegate"],
    },
    schemas.GrantSeat: {
        "full_name": "Ánh",
        "email": "a@b.example",
        "sector": "Hội",
        "body_code": "SNV",
        "position": "",
        "roles": ["delegate"],
        "weight": "1.5",
    },
    schemas.ListSeats: {
        "q": "anh hoi",
        "role": "guest",
        "sector": "Hội",
        "invited": "false",
        "after": ID,
        "limit": "50",
    },
    schemas.ChangeMe: {"greeting": "chị", "language": "vi"},
    schemas.Search: {"q": "phu nu"},
    schemas.InviteSeats: {"seat_ids": [ID]},
    hall.AskPairing: {"label": "Màn hình chính"},
    hall.SetScene: {"name": "voting", "round_id": ID, "text": ""},
}
#: a code is only looked up, by its digest
LOOKED_UP = {hall.PairScreen}
HOSTILE: list[Any] = [
    None, True, False, 0, -1, 2**63 - 1, -0.0, 1e308, [], [[]], [None], {}, {"$gt": ""}, {"a": {"b": []}}, "",
    " ", "x" * 70_000, "ơ" * 5000, "a\nb", "a\r\nBcc: x@y.z", "\x1b[31m", "\u202eabc", "\u2066abc", "\ufeff",
    "a\u0085b",
    "' OR 1=1 --", "{{7*7}}", "%s%n", "../../etc/passwd", "/etc/localtime", "<script>alert(1)</script>", "01a20858",
    "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "9999-12-31", "0000-00-00", "2026-02-30",
    "2026-12-01T25:00:00Z", "2026-12-01T01:00:00", "1e5", "٠١٢٣٤٥", "-1", "9" * 400,
]  # fmt: skip
#: what is text for people may hold any of these; they are escaped where they are shown
FREE_TEXT = {
    *("full_name", "title", "summary", "place", "kind", "name", "greeting", "sector", "position"),
    *("text", "token", "label", "q"),
}


def places(value: Any, pointer: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place in a body, nested ones too."""
    if isinstance(value, dict):
        return [pointer] * bool(pointer) + [p for name in value for p in places(value[name], (*pointer, name))]
    if isinstance(value, list):
        return [pointer, *(p for n, item in enumerate(value) for p in places(item, (*pointer, n)))]
    return [pointer]


def replaced(value: Any, place: tuple[Any, ...], by: Any) -> Any:
    """The body with another value in one place."""
    if not place:
        return by
    copy = dict(value) if isinstance(value, dict) else list(value)
    copy[place[0]] = replaced(value[place[0]], place[1:], by)
    return copy


CASES = [(schema, place) for schema, good in GOOD.items() for place in places(good)]


def test_every_schema_of_a_command_or_query_is_tried() -> None:
    values = [*vars(schemas).values(), *vars(hall).values()]
    named = {value for value in values if isinstance(value, type) and issubclass(value, schemas.Body)}
    assert named - {schemas.Body, schemas.Phase} - LOOKED_UP == set(GOOD)


@pytest.mark.parametrize("schema", GOOD, ids=lambda schema: schema.__name__)
def test_a_good_body_is_read(schema: type[Schema]) -> None:
    assert schema().load(GOOD[schema])


@pytest.mark.parametrize(("schema", "place"), CASES, ids=lambda value: getattr(value, "__name__", None) or str(value))
def test_a_hostile_value_is_refused_where_it_stands_or_can_be_stored(
    schema: type[Schema], place: tuple[Any, ...]
) -> None:
    for hostile in HOSTILE:
        body = replaced(GOOD[schema], place, hostile)
        found = faults(schema().validate(body))
        assert all(fault.code.isascii() and " " not in fault.code for fault in found), found
        assert not found or any(related(fault.pointer, place) for fault in found), (hostile, found)
        if not found:
            storable(schema().load(body))


@pytest.mark.parametrize("schema", GOOD, ids=lambda schema: schema.__name__)
def test_what_is_not_asked_for_is_a_fault_and_not_ignored(schema: type[Schema]) -> None:
    with pytest.raises(ValidationError) as refused:
        schema().load({**GOOD[schema], "organizer": True})
    assert [(f.pointer, f.code) for f in faults(refused.value.messages)] == [("/organizer", "unknown-field")]


@pytest.mark.parametrize("schema", GOOD, ids=lambda schema: schema.__name__)
@pytest.mark.parametrize("body", [None, [], "x", 5, [{}]])
def test_a_body_that_is_no_object_is_refused(schema: type[Schema], body: Any) -> None:
    with pytest.raises(ValidationError) as refused:
        schema().load(body)
    assert faults(refused.value.messages)[0].code == "not-an-object"


@pytest.mark.parametrize(("schema", "change", "pointer", "code"), [
    (schemas.RecordBody, {"valid_to": "2020-01-01"}, "/valid_to", "before-valid-from"),
    (schemas.Forum, {"ends_at": "2026-12-01T01:00:00Z"}, "/ends_at", "before-starts-at"),
    (schemas.Forum, {"phases": [PHASE, PHASE]}, "/phases", "twice"),
    (schemas.Forum, {"phases": [{**PHASE, "closes_at": PHASE["opens_at"]}]}, "/phases/0/closes_at", "before-opens-at"),
    (schemas.Forum, {"phases": [{}]}, "/phases/0/kind", "required"),
    (schemas.Forum, {"time_zone": "Asia/Hanoi"}, "/time_zone", "not-a-time-zone"),
    (schemas.SignInByCode, {"invitation": "x"}, "/email", "required"),
    (schemas.SignInByCode, {"code": "12345"}, "/code", "not-a-code"),
    (schemas.ImportDelegates, {"file": "eA=="}, "/file", "required"),
    (schemas.GrantSeat, {"roles": []}, "/roles", "wrong-count"),
    (schemas.GrantSeat, {"weight": "0"}, "/weight", "out-of-range"),
    (schemas.GrantSeat, {"weight": 1.5}, "/weight", "not-text"),
    (schemas.GrantSeat, {"roles": ["chair"]}, "/roles/0", "not-a-choice"),
])  # fmt: skip
def test_what_is_wrong_is_told_at_its_place(
    schema: type[Schema], change: dict[str, Any], pointer: str, code: str
) -> None:
    with pytest.raises(ValidationError) as refused:
        schema().load({**GOOD[schema], **change})
    assert (pointer, code) in [(fault.pointer, fault.code) for fault in faults(refused.value.messages)]


def related(pointer: str, place: tuple[Any, ...]) -> bool:
    """Whether a pointer is at the place, in it, or at the thing it belongs to."""
    told = pointer.strip("/").split("/")
    meant = [str(step) for step in place]
    shared = min(len(told), len(meant))
    pairs = {("ends_at", "starts_at"), ("valid_to", "valid_from"), ("closes_at", "opens_at"), ("email", "invitation")}
    return told[:shared] == meant[:shared] or (told[-1], meant[-1]) in pairs


def storable(loaded: Any) -> None:
    """What was let through can go into JSON and into PostgreSQL's text and uuid."""
    text = strict_json.dumps(loaded).decode()
    assert "\\u0000" not in text
    for name, value in loaded.items():
        assert name in FREE_TEXT or not isinstance(value, str) or len(value) < 300
        assert not name.endswith("_id") or value is None or isinstance(value, UUID)
