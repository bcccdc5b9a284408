"""Bad input of every kind, to every command there is: refused in words, and nothing has changed."""

import gzip
from itertools import cycle
from typing import Any
from urllib.parse import quote
from uuid import uuid4

import pytest

from tests.journeys.asking import Answer, Asker
from tests.journeys.contract import Operation, operations, schema, wrongs
from tests.journeys.hall import Hall
from tests.journeys.valid import body_of

LANGUAGES = ("vi", "en")
REFUSED = (400, 413, 415, 422)
WRITING = [each for each in operations() if each.method in ("POST", "PUT")]
TAKING = [each for each in WRITING if each.schema]
NAMING = [each for each in operations() if each.ids]
ASKING = [each for each in operations() if each.query]

NOT_JSON = {
    "no JSON": b"title=x",
    "a list": b"[]",
    "a text": b'"x"',
    "nothing": b"null",
    "a number": b"7",
    "NaN": b'{"title": NaN}',
    "infinity": b'{"title": 1e400}',
    "beyond 64 bits": b'{"title": %d}' % 2**64,
    "a name twice": b'{"title": "x", "title": "y"}',
    "NUL": rb'{"title": "\u0000"}',
    "NUL in a name": rb'{"\u0000": 1}',
    "half a character": rb'{"title": "\ud83d"}',
    "no UTF-8": b'{"title": "\xff\xfe"}',
    "UTF-16": '{"title": "x"}'.encode("utf-16"),
    "a byte order mark": b'\xef\xbb\xbf{"title": "x"}',
    "compressed": gzip.compress(b'{"title": "x"}'),
    "deep": b"[" * 30_000 + b"]" * 30_000,
    "deep, in an object": b'{"title":' * 3_000 + b"1" + b"}" * 3_000,
    "cut short": b'{"title": "x',
    "ten megabytes": b'{"text": "' + b"x" * 10_000_000 + b'"}',
}
IDS = (
    "x",
    "0",
    "%00",
    "%2e%2e%2f%2e%2e",
    "'%3B--",
    "%F0%9F%97%B3",
    "00000000-0000-0000-0000-00000000000g",
    "a" * 5_000,
)
VALUES = ("", "x", "-1", "1.5", "1e400", "9" * 5_000, "%00", "%ff", "%ed%a0%80", "%E2%80%AE", "NaN", "true", "[]")
WRONG_WORDS = ("%00", "%E2%80%AE", "x%07y", "x" * 5_000)


def name(operation: Operation) -> str:
    return operation.name


pytestmark = pytest.mark.usefixtures("unchanged")


def refused(answer: Answer, language: str, what: Any) -> list[dict[str, Any]]:
    """The faults of a refusal, each with a sentence in the asked language."""
    told = f"{str(what)[:200]}: {answer.status} {answer.text[:400]}"
    assert answer.status in REFUSED and answer.is_problem, told
    assert answer.json["title"].isascii() == (language == "en"), told
    for fault in answer.json.get("errors", ()):
        assert fault["detail"].isascii() == (language == "en") and fault["detail"].endswith("."), told
    return list(answer.json.get("errors", ()))


@pytest.mark.parametrize("operation", TAKING, ids=name)
def test_whatever_is_wrong_with_a_field_is_said_of_that_field(operation: Operation, hall: Hall, crowd: Any) -> None:
    good, path = body_of(operation, hall), operation.at(hall.ids)
    for wrong, language in zip(wrongs(operation.schema), cycle(LANGUAGES)):
        who = crowd.for_(operation)
        answer = who.ask(operation.method, path, wrong.put_into(good), Accept_Language=language)
        if wrong.pointer is None:
            assert 400 <= answer.status < 500, f"{wrong}: {answer.status} {answer.text}"
        else:
            assert wrong.pointer in [each["pointer"] for each in refused(answer, language, wrong)], f"{wrong}"


@pytest.mark.parametrize("operation", TAKING, ids=name)
def test_a_field_that_is_needed_is_asked_for(operation: Operation, hall: Hall, crowd: Any) -> None:
    good, path = body_of(operation, hall), operation.at(hall.ids)
    for field in schema(operation.schema).get("required", ()):
        rest = {each: value for each, value in good.items() if each != field}
        for language in LANGUAGES:
            answer = crowd.for_(operation).ask(operation.method, path, rest, Accept_Language=language)
            assert f"/{field}" in [each["pointer"] for each in refused(answer, language, field)]


@pytest.mark.parametrize("operation", WRITING, ids=name)
def test_what_is_not_an_object_in_strict_json_is_refused(operation: Operation, hall: Hall, crowd: Any) -> None:
    for (what, raw), language in zip(NOT_JSON.items(), cycle(LANGUAGES)):
        answer = crowd.for_(operation).ask(operation.method, operation.at(hall.ids), raw, Accept_Language=language)
        refused(answer, language, what)


@pytest.mark.parametrize("depth", range(850, 1_000, 5))
def test_nesting_as_deep_as_the_reader_can_bear_is_refused_too(depth: int, hall: Hall) -> None:
    raw = rb'{"title": "\u0041", "x":' + b"[" * depth + b"]" * depth + b"}"
    refused(hall.organizer.ask("POST", "/api/v1/forums", raw), "vi", depth)


@pytest.mark.parametrize("operation", WRITING, ids=name)
@pytest.mark.parametrize("kind", ["", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "*"])
def test_a_body_of_another_kind_is_refused(operation: Operation, kind: str, hall: Hall, crowd: Any) -> None:
    answer = crowd.for_(operation).ask(operation.method, operation.at(hall.ids), b"{}", Content_Type=kind)
    assert (answer.status, answer.slug) == (415, "not-json")


@pytest.mark.parametrize("operation", NAMING, ids=name)
def test_an_address_that_names_nothing_is_not_found(operation: Operation, hall: Hall, crowd: Any) -> None:
    body = body_of(operation, hall) if operation.schema else None
    wrong_ids = [(each, bad) for each in operation.ids for bad in (*IDS, str(uuid4()))]
    for which, bad in wrong_ids:
        answer = crowd.for_(operation).ask(operation.method, operation.at({**hall.ids, which: bad}), body)
        assert answer.status in ((401, 404, 422) if which == "token" else (404, 409)), f"{which}={bad[:50]} {answer}"
        assert answer.is_problem


def wrong_values(told: dict[str, Any]) -> tuple[str, ...]:
    """What a parameter cannot be; words to look for may be nearly anything."""
    if told["type"] == "string" and not {"format", "enum"} & told.keys():
        return WRONG_WORDS
    return tuple(value for value in VALUES if (told["type"], value) != ("boolean", "true"))


@pytest.mark.parametrize("operation", ASKING, ids=name)
def test_a_wrong_parameter_is_named(operation: Operation, hall: Hall) -> None:
    wrong = ((parameter, value) for parameter, told in operation.query for value in wrong_values(told))
    for (parameter, value), language in zip(wrong, cycle(LANGUAGES)):
        answer = hall.organizer.ask("GET", f"{operation.at(hall.ids)}?{parameter}={value}&lang={language}")
        assert [each["pointer"] for each in refused(answer, language, (parameter, value))] == [f"/{parameter}"]
    assert hall.organizer.ask("GET", f"{operation.at(hall.ids)}?khong=1").status == 422


@pytest.mark.parametrize("path", ["/", "/dien-dan/{}", "/dien-dan/{}/hien-ke", "/dang-nhap", "/hop-thu", "/nowhere"])
def test_no_parameter_breaks_a_page(path: str, hall: Hall) -> None:
    for parameter in ("sau", "den", "email", "lang", "x"):
        for value in VALUES:
            answer = hall.delegate.page(f"{path.format(hall.ids['forum_id'])}?{parameter}={value}")
            assert answer.status < 500 and answer.is_page, f"{parameter}={value}"


@pytest.mark.parametrize("header", ["x", '"x"', "W/", '"99999999999999999999999"', "1, 2", "-1", "1" * 900])
def test_an_edit_of_no_known_version_is_refused(header: str, hall: Hall) -> None:
    body = {**hall.body_body(), "name": "Sửa"}
    answer = hall.organizer.ask("PUT", f"/api/v1/bodies/{hall.ids['body_id']}", body, If_Match=header)
    assert (answer.status, answer.slug) in ((400, "malformed"), (412, "stale")), answer.text


@pytest.mark.parametrize(
    ("headers", "slug"),
    [
        ({"Idempotency_Key": "short"}, "idempotency-key-required"),
        ({"Idempotency_Key": "k" * 129}, "idempotency-key-required"),
        ({"Idempotency_Key": "k" * 1_001}, "malformed"),
        ({"Idempotency_Key": "khóa chống trùng".encode().decode("latin-1")}, "malformed"),
        ({"Depends_On": "x"}, "malformed"),
        ({"Depends_On": "forum directory=-1"}, "malformed"),
        ({"Depends_On": "forum directory=1; DROP TABLE seat"}, "malformed"),
        ({"Depends_On": "forum directory=" + "9" * 900}, "malformed"),
    ],
)
def test_a_header_that_cannot_be_read_is_refused(headers: dict[str, str], slug: str, hall: Hall) -> None:
    answer = hall.organizer.ask("POST", "/api/v1/bodies", hall.body_body(), **headers)
    assert (answer.status, answer.slug) == (400, slug)


@pytest.mark.parametrize("value", ["en;q=nan, *;q=x;;,,", "q" * 8_000, "-", "xx-\xff", "en\t;q=1e999"])
@pytest.mark.parametrize(
    "header", ["Accept-Language", "X-Correlation-Id", "Cookie", "Authorization", "Accept", "Range"]
)
def test_no_header_breaks_an_answer(header: str, value: str, hall: Hall) -> None:
    for path in ("/api/v1/bodies", "/", f"/dien-dan/{hall.ids['forum_id']}"):
        answer = Asker(hall.organizer.site).ask("GET", path, None, **{header: value})
        assert answer.status == 200
        assert answer.headers["X-Correlation-Id"] != value


def test_a_name_of_an_unknown_field_is_shown_as_what_it_is(hall: Hall) -> None:
    answer = hall.organizer.ask("POST", "/api/v1/bodies", {"<script>": 1, "/~": 2})
    assert "/<script>" in [each["pointer"] for each in answer.json["errors"]]
    assert not answer.is_page and quote("<") not in answer.text
