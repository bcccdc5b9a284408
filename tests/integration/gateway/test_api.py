"""The API as programs meet it: what is passed on, what is refused at the edge, and what every answer carries."""

import json
import re
import tomllib
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from services.kit.acting import NOBODY
from tests.integration.gateway.stage import Asked, Stage, on_stage, refusal

F = str(UUID(int=15))
FORUM = f"/api/v1/forums/{F}"


def test_a_command_is_passed_on_as_it_is_with_who_acts(stage: Stage) -> None:
    person, body = uuid4(), '{"problem":  "Thiếu cán bộ", "measure":"Đào tạo"}'.encode()
    stage.proposals.answers[f"POST /forums/{F}/proposals"] = (200, {"proposal_id": "p", "version": 4})
    stage.proposals.headers = {"Stream-Version": "proposals forum/x=9"}
    headers = {
        "Idempotency-Key": "k" * 16,
        "Depends-On": "forum directory=1",
        "X-Correlation-Id": "one-search-finds-all",
    }
    got = stage.ask("POST", f"{FORUM}/proposals", body, headers, stage.token(person))
    assert (got.status, got.json["version"], got.headers["Stream-Version"]) == (200, 4, "proposals forum/x=9")
    [asked] = stage.proposals.asked
    assert asked.body == body
    assert asked.acting.person_id == person
    assert {name: asked.headers[name] for name in headers} == headers


def test_a_query_is_passed_on_without_what_is_the_edges_own(stage: Stage) -> None:
    stage.notify.answers[f"GET /forums/{F}/messages"] = (200, {"items": []})
    assert stage.ask("GET", f"{FORUM}/messages?after=a%20b&lang=en&x=1").status == 200
    [asked] = stage.notify.asked
    assert asked.query == "after=a b&x=1"  # as the peer reads it
    assert asked.acting == NOBODY


def test_an_edit_names_the_version_it_read(stage: Stage) -> None:
    stage.forum.answers[f"PUT /forums/{F}"] = lambda asked: (200, {"version": int(asked.headers["If-Match"]) + 1})
    stage.forum.answers["GET /me"] = (200, {"version": 7})
    etag = stage.ask("GET", "/api/v1/me", token=stage.token()).headers["ETag"]
    got = stage.ask("PUT", FORUM, {}, {"If-Match": etag}, stage.token())
    assert got.json == {"version": 8}
    assert got.headers["ETag"].startswith('"8-')
    assert len(stage.forum.asked_for(f"/forums/{F}")[0].headers["Idempotency-Key"]) >= 16  # so that it may be repeated


def test_what_is_known_already_is_not_sent_again(stage: Stage) -> None:
    stage.forum.answers["GET /bodies"] = (200, {"items": [1, 2]})
    first = stage.ask("GET", "/api/v1/bodies")
    again = stage.ask("GET", "/api/v1/bodies", headers={"If-None-Match": f'"x", {first.headers["ETag"]}'})
    assert (again.status, again.body, again.headers["ETag"]) == (304, b"", first.headers["ETag"])
    stage.forum.answers["GET /bodies"] = (200, {"items": [1, 2, 3]})
    changed = stage.ask("GET", "/api/v1/bodies", headers={"If-None-Match": first.headers["ETag"]})
    assert changed.status == 200


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/api/v1/forums/1", 404),
        ("/api/v1/forums/1'%20OR%201=1--", 404),
        (f"/api/v1/forums/{F}/rounds/../../me", 404),
        ("/api/v1/forums/%2e%2e%2fme", 404),
        ("/api/v1/nowhere", 404),
        ("/api/v2/forums", 404),
        (f"/api/v1/forums/{F}/", 404),
        ("/api/v1/sessions/ended", 404),
        ("/api/v1/feed", 404),
        (f"/api/v1/forums/{F}%00", 404),
    ],
)
def test_an_address_we_do_not_know_reaches_no_service(stage: Stage, path: str, status: int) -> None:
    before = len(stage.forum.asked)
    got = stage.ask("GET", path)
    assert (got.status, got.slug) == (status, "missing")
    assert not [asked for asked in stage.forum.asked[before:] if asked.path != "/sessions/ended"]
    assert not stage.proposals.asked


def test_services_are_not_asked_for_what_is_internal(stage: Stage) -> None:
    for method, path in [
        ("POST", f"{FORUM}/ballots"),
        ("POST", "/api/v1/sign-in/operator-links"),
        ("GET", "/api/v1/parked"),
    ]:
        assert stage.ask(method, path, {} if method == "POST" else None, token=stage.token()).status == 404


@pytest.mark.parametrize("method", ["PATCH", "OPTIONS", "DELETE", "PUT", "TRACE"])
def test_a_method_an_address_does_not_have_is_refused_as_that(stage: Stage, method: str) -> None:
    got = stage.ask(method, "/api/v1/forums", token=stage.token())
    assert got.status == 405
    assert got.slug == "method-not-allowed"
    assert {each.strip() for each in got.headers["Allow"].split(",")} == {"GET", "HEAD", "POST"}


def test_a_page_says_which_methods_it_has_too(stage: Stage) -> None:
    got = stage.ask("DELETE", "/tro-giup", headers={"Accept": "text/html"}, token=stage.token())
    assert got.status == 405
    assert {each.strip() for each in got.headers["Allow"].split(",")} == {"GET", "HEAD"}


def test_whoever_is_not_signed_in_is_told_how_one_signs_a_request(stage: Stage) -> None:
    got = stage.ask("PUT", f"{FORUM}/rounds/{uuid4()}/ballot", {})
    assert (got.status, got.headers["WWW-Authenticate"]) == (401, "Bearer")


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""]
)
def test_a_body_that_is_not_json_is_refused(stage: Stage, kind: str) -> None:
    got = stage.ask("POST", "/api/v1/forums", b"title=x", {"Content-Type": kind}, stage.token())
    assert (got.status, got.slug) == (415, "not-json")


@pytest.mark.parametrize("declared", [True, False])
def test_a_body_that_is_too_large_is_refused_whether_it_says_so_or_not(stage: Stage, declared: bool) -> None:
    body = b" " * (64 * 1024 + 1)
    if declared:
        got = stage.ask("POST", "/api/v1/forums", body, token=stage.token())
        assert (got.status, got.slug) == (413, "too-large")
    else:
        head = b"POST /api/v1/forums HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
        answer = stage.raw(head + b"%x\r\n%b\r\n0\r\n\r\n" % (len(body), body))
        assert answer.startswith(b"HTTP/1.1 413")
    assert not stage.forum.asked_for("/forums")


def test_a_list_of_delegates_may_be_long(stage: Stage) -> None:
    stage.forum.answers[f"POST /forums/{F}/delegates/import"] = (200, {"rows": []})
    got = stage.ask("POST", f"{FORUM}/delegates/import", {"text": "x" * 4_000_000}, token=stage.token())
    assert got.status == 200


def test_a_services_refusal_is_a_problem_in_the_asked_language(stage: Stage) -> None:
    faults = [{"pointer": "/title", "code": "too-long", "params": {"max": 200}}]
    sentence = "Một số thông tin chưa đúng."
    stage.forum.answers["POST /forums"] = (422, refusal("invalid", "invalid", sentence, faults=faults))
    vi = stage.ask("POST", "/api/v1/forums", {}, {"X-Correlation-Id": "abcdefgh"}, stage.token())
    en = stage.ask("POST", "/api/v1/forums", {}, {"Accept-Language": "en-GB"}, stage.token())
    asked = stage.ask("POST", "/api/v1/forums?lang=en", {}, token=stage.token())
    assert vi.status == 422
    assert vi.headers["Content-Type"] == "application/problem+json"
    assert (vi.json["type"], vi.json["title"], vi.json["correlation_id"]) == ("/problems/invalid", sentence, "abcdefgh")
    assert vi.json["errors"][0]["detail"] == "Dài quá 200 ký tự."
    assert en.json["title"] == asked.json["title"] != sentence
    assert en.json["errors"][0]["detail"] != "Dài quá 200 ký tự."


def test_an_error_nobody_foresaw_tells_nothing_of_the_inside(stage: Stage) -> None:
    stage.forum.answers["GET /bodies"] = (500, {"slug": "internal", "kind": "internal"})
    stage.forum.answers["GET /forums"] = (200, b"<html>Traceback: secret</html>")
    stage.forum.answers["POST /forums"] = (502, b"Traceback: secret")
    for method, path in [("GET", "bodies"), ("POST", "forums")]:
        got = stage.ask(method, f"/api/v1/{path}", {} if method == "POST" else None)
        assert got.status == 500
        assert b"Traceback" not in got.body


def test_every_answer_tells_browsers_what_they_must_not_do(stage: Stage) -> None:
    for got in (stage.ask("GET", "/api/v1/nowhere"), stage.ask("GET", "/openapi.json"), stage.ask("GET", "/tro-giup")):
        assert "default-src 'self'" in got.headers["Content-Security-Policy"]
        assert "frame-ancestors 'none'" in got.headers["Content-Security-Policy"]
        assert "unsafe" not in got.headers["Content-Security-Policy"]
        assert got.headers["X-Content-Type-Options"] == "nosniff"
        assert got.headers["Referrer-Policy"] == "same-origin"
        assert "geolocation=()" in got.headers["Permissions-Policy"]
        assert "Strict-Transport-Security" not in got.headers  # this one is served over plain HTTP
        assert "Server" not in got.headers
        assert re.fullmatch("[0-9a-f]{32}", got.headers["X-Correlation-Id"])


def test_a_correlation_id_that_does_not_look_like_one_is_replaced(stage: Stage) -> None:
    got = stage.ask("GET", "/api/v1/nowhere", headers={"X-Correlation-Id": "x' --<script>"})
    assert re.fullmatch("[0-9a-f]{32}", got.headers["X-Correlation-Id"])


# Copies


def test_what_many_read_is_fetched_once_and_read_anew_by_who_wrote(stage: Stage) -> None:
    stage.parts.copies.heard = True
    stage.forum.answers[f"GET /forums/{F}"] = (200, {"title": "Trước", "version": 1})
    stage.forum.answers[f"PUT /forums/{F}"] = (200, {"title": "Sau", "version": 2})
    for _ in range(5):
        assert stage.ask("GET", FORUM, token=stage.token()).json["title"] == "Trước"
    assert len(stage.forum.asked_for(f"/forums/{F}")) == 1
    stage.forum.answers[f"GET /forums/{F}"] = (200, {"title": "Sau", "version": 2})
    assert stage.ask("PUT", FORUM, {}, token=stage.token()).status == 200
    assert stage.ask("GET", FORUM).json["title"] == "Sau"


def test_a_draft_is_shown_to_its_organizers_only(stage: Stage) -> None:
    organizer = uuid4()

    def draft(asked: Asked) -> tuple[int, object]:
        return (
            (200, {"state": "draft"}) if asked.acting.person_id == organizer else (404, refusal("missing", "missing"))
        )

    stage.forum.answers[f"GET /forums/{F}"] = draft
    assert stage.ask("GET", FORUM, token=stage.token(organizer)).json == {"state": "draft"}
    assert stage.ask("GET", FORUM, token=stage.token()).status == 404
    assert stage.ask("GET", FORUM).status == 404


# The documents


def test_the_documents_are_served(stage: Stage) -> None:
    assert stage.ask("GET", "/openapi.json").json["openapi"] == "3.1.0"
    assert stage.ask("GET", "/asyncapi.yaml").body.startswith(b"asyncapi: 3.0.0")
    meaning = stage.ask("GET", "/problems/not-signed-in").json
    assert (meaning["status"], meaning["titles"]["vi"]) == (401, "Bạn cần đăng nhập để làm việc này.")
    assert stage.ask("GET", "/problems/never-heard-of").status == 404


def test_it_says_how_the_services_are(stage: Stage) -> None:
    for peer in (stage.forum, stage.notify):
        peer.answers["GET /readyz"] = (200, {"ready": True})
    stage.proposals.stop()
    got = stage.ask("GET", "/readyz")
    assert got.status == 200
    assert got.json["services"] == {"forum": "ready", "proposals": "away", "notify": "ready"}
    assert json.loads(got.body)["bus"] == "away"
    assert stage.ask("GET", "/livez").body == b"alive\n"
    assert stage.ask("GET", "/healthz").json == got.json


def test_it_says_which_version_it_is(stage: Stage) -> None:
    project = tomllib.loads((Path(__file__).parents[3] / "pyproject.toml").read_text())["project"]
    assert stage.ask("GET", "/version").json == {"version": project["version"], "api": "v1"}


def test_nothing_is_for_search_engines(stage: Stage) -> None:
    assert stage.ask("GET", "/robots.txt").body == b"User-agent: *\nDisallow: /\n"


def test_whom_to_tell_of_a_weakness_is_said_where_somebody_is_named() -> None:
    for stage in on_stage():
        assert stage.ask("GET", "/.well-known/security.txt").status == 404
    for stage in on_stage(security_contact="mailto:an-toan@hoi.example"):
        got = stage.ask("GET", "/.well-known/security.txt")
        said = dict(line.split(": ") for line in got.body.decode().splitlines())
        assert got.headers.get_content_type() == "text/plain"
        assert said["Contact"] == "mailto:an-toan@hoi.example"
        assert timedelta(days=1) < datetime.fromisoformat(said["Expires"]) - datetime.now(UTC) < timedelta(days=365)
        assert said["Canonical"] == "http://127.0.0.1:8080/.well-known/security.txt"
