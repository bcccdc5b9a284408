"""Proofs that prove nothing, statements from outside, other sites' pages, and addresses that are not for people."""

import hashlib
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from itsdangerous import Signer

from deploy.local.stack import Stack
from services.kit.acting import Acting, Statements
from tests.journeys.asking import API, Asker, sign_in
from tests.journeys.contract import operations
from tests.journeys.hall import Hall
from tests.journeys.strangers import Strangers, addresses, asked

KEPT_OUT = (401, 403, 404)
INTERNAL = (
    *("/feed", "/feed/head", "/parked", "/operations", "/metrics"),
    *("/sessions/ended", "/screens/ended", "/sign-in/operator-links"),
)

pytestmark = pytest.mark.usefixtures("unchanged")


def forgeries(stack: Stack, token: str) -> Iterator[str]:
    """What looks like the session of somebody, and is not."""
    value, _, signature = token.rpartition(".")
    statement = Statements(stack.settings["INTERNAL_KEY"])
    yield from (
        "",
        "null",
        ".",
        value,
        f"{value}.",
        f"{value}.{signature[:-2]}",
        f"{value}A.{signature}",
        f".{signature}",
    )
    yield from (token[::-1], token * 40, "é" + token, f"{signature}.{value}", "' OR 1=1 --")
    yield statement.sign(Acting(operator=True))
    for key in (b"", b"session", stack.settings["INTERNAL_KEY"].encode(), stack.settings["SESSION_KEY"].encode()):
        for derivation in ("none", "django-concat"):
            own = Signer(key or b"0", key_derivation=derivation, digest_method=hashlib.sha256)
            yield own.sign(value.encode()).decode()


def test_a_forged_session_is_none(stack: Stack, hall: Hall) -> None:
    nobody = Asker(hall.organizer.site)
    for forged in forgeries(stack, hall.organizer.token):
        raw = forged.encode().decode("latin-1")
        assert nobody.ask("GET", f"{API}/me", None, Authorization=f"Bearer {raw}").status == 401, forged
        assert nobody.ask("GET", f"{API}/me", None, Cookie=f"session={raw}").status == 401, forged
        assert nobody.ask("POST", f"{API}/bodies", hall.body_body(), Authorization=f"Bearer {raw}").status == 401


def test_who_signed_out_is_out(stack: Stack, hall: Hall) -> None:
    who = sign_in(stack, hall.delegate_email)
    who.done("POST", "/sign-out")
    assert who.ask("GET", f"{API}/me").status == 401
    assert who.page("/hop-thu").status != 200


@pytest.mark.parametrize("header", ["Acting", "acting", "ACTING"])
def test_a_statement_of_who_acts_is_not_taken_from_outside(
    header: str, stack: Stack, hall: Hall, strangers: Strangers
) -> None:
    statements = Statements(stack.settings["INTERNAL_KEY"])  # even a true one
    admin = hall.organizer.done("GET", "/me")["person_id"]
    for true in (statements.sign(Acting(operator=True)), statements.sign(Acting(person_id=admin))):
        for kind in ("nobody", "delegate"):
            who, sent = strangers.people[kind], {header: true}
            assert who.ask("GET", f"{API}/forums/{strangers.draft}", None, **sent).status == 404
            assert who.ask("GET", f"{API}{hall.path}/seats", None, **sent).status in KEPT_OUT
            assert who.ask("POST", f"{API}/bodies", hall.body_body(), **sent).status in KEPT_OUT


@pytest.mark.parametrize(
    "prefix",
    ["", API, f"{API}/..", f"{API}/sign-in/invitations/..%2f..", f"{API}/sign-in/invitations/%2e%2e/%2e%2e", "//"],
)
def test_what_services_say_to_one_another_cannot_be_reached(prefix: str, stack: Stack, hall: Hall) -> None:
    operator = Statements(stack.settings["INTERNAL_KEY"]).sign(Acting(operator=True))
    for path in (*INTERNAL, f"/forums/{hall.ids['forum_id']}/ballots"):
        for method in ("GET", "POST"):
            for reached in (prefix + path, prefix + quote(path, safe=""), prefix + path + "/", prefix + path.upper()):
                answer = hall.organizer.ask(method, reached, {} if method == "POST" else None, Acting=operator)
                assert answer.status in (400, 401, 404, 405, 422) and answer.is_problem, (
                    f"{method} {reached} {answer.text}"
                )


@pytest.mark.parametrize(
    "sent",
    [
        {"Sec_Fetch_Site": "cross-site"},
        {"Sec_Fetch_Site": "same-site"},
        {"Sec_Fetch_Site": "none"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Sec_Fetch_Site": "cross-site", "Authorization": "Basic eDp5"},
    ],
    ids=str,
)
def test_no_other_site_acts_for_anybody(sent: dict[str, str], hall: Hall) -> None:
    browser, cookie = Asker(hall.organizer.site), f"session={hall.organizer.token}"
    for operation in (each for each in operations() if each.method != "GET"):
        answer = asked(browser, operation, hall, None, Cookie=cookie, **sent)
        assert (answer.status, answer.slug) == (403, "cross-site"), operation.name
    for path in addresses("POST", hall):
        answer = browser.ask(
            "POST", path, b"a=1", Cookie=cookie, Content_Type="application/x-www-form-urlencoded", **sent
        )
        assert (answer.status, answer.slug) == (403, "cross-site"), path


def test_a_form_without_its_token_changes_nothing(hall: Hall) -> None:
    browser = Asker(hall.organizer.site)
    sent = {"Cookie": f"session={hall.organizer.token}", "Sec_Fetch_Site": "same-origin"}
    for path in addresses("POST", hall):
        for form in (b"a=1", b"csrf=", b"csrf=" + b"0" * 64, b"csrf=%00", b"csrf=%C3%A9"):
            answer = browser.ask("POST", path, form, Content_Type="application/x-www-form-urlencoded", **sent)
            assert answer.status in (403, 404), path  # 404: a turn of another page


def test_reading_writes_nothing(hall: Hall) -> None:
    for operation in operations():
        for method in ("GET", "HEAD"):
            override: dict[str, Any] = {"X_HTTP_Method_Override": operation.method}
            answer = hall.organizer.ask(method, operation.at(hall.ids), None, **override)
            assert answer.status in (200, 404, 405, 422), operation.name
    for path in {*addresses("GET", hall), *addresses("POST", hall)}:
        assert hall.organizer.page(path).status < 500, path
    for method in ("PATCH", "TRACE", "OPTIONS", "CONNECT", "PROPFIND"):
        assert hall.organizer.ask(method, f"{API}{hall.path}").status in (400, 404, 405)
