"""Forms of our pages: only they are taken, only for the session they were made for, and only so large."""

import re
from urllib.parse import urlencode
from uuid import uuid4

import pytest

from services.gateway import csrf, limits
from tests.integration.gateway.stage import Got, Stage

FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def form(stage: Stage, path: str, fields: dict[str, str], **headers: str) -> Got:
    return stage.ask("POST", path, urlencode(fields).encode(), {**FORM, **headers})


def signed_in(token: str) -> dict[str, str]:
    return {"Cookie": f"session={token}", "Sec-Fetch-Site": "same-origin"}


def csrf_of(stage: Stage, token: str) -> str:
    """The token in the forms a page shows this session."""
    page = stage.ask("GET", "/tro-giup", headers={"Cookie": f"session={token}"}).body.decode()
    found = re.search(r'name="csrf" value="(\w+)"', page)
    assert found
    return found[1]


def test_a_form_made_for_the_session_is_taken(stage: Stage) -> None:
    token = stage.token()
    stage.forum.answers["POST /sign-out"] = (200, {})
    got = form(stage, "/dang-xuat", {"csrf": csrf_of(stage, token)}, **signed_in(token))
    assert got.status == 303
    assert stage.forum.asked_for("/sign-out")


@pytest.mark.parametrize("forged", ["", "a" * 64, "ánh", None])
def test_a_form_made_for_no_session_or_another_is_not(stage: Stage, forged: str | None) -> None:
    token, other = stage.token(), stage.token()
    sent = csrf_of(stage, other) if forged is None else forged
    got = form(stage, "/dang-xuat", {"csrf": sent}, **signed_in(token))
    assert got.status == 403
    assert not stage.forum.asked_for("/sign-out")


def test_a_form_from_another_site_is_not_even_looked_at(stage: Stage) -> None:
    token = stage.token()
    headers = {**signed_in(token), "Sec-Fetch-Site": "cross-site"}
    assert form(stage, "/dang-xuat", {"csrf": csrf_of(stage, token)}, **headers).status == 403


def test_a_refusal_is_a_page_for_who_reads_pages_and_a_problem_for_programs(stage: Stage) -> None:
    headers = {**signed_in(stage.token()), "Sec-Fetch-Site": "cross-site"}
    page = form(stage, "/dang-xuat", {}, **headers, Accept="text/html")
    assert page.headers["Content-Type"].startswith("text/html")
    assert "một trang khác" in page.body.decode()
    assert form(stage, "/dang-xuat", {}, **headers).slug == "cross-site"


@pytest.mark.parametrize("length", [str(csrf.LARGEST_FORM + 1), "-1", ""])
def test_a_form_that_is_too_large_or_does_not_say_how_large_it_is_is_refused_unread(stage: Stage, length: str) -> None:
    sent = f"Content-Length: {length}" if length else "Transfer-Encoding: chunked"
    head = (
        f"POST /dang-nhap HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\n{sent}\r\n\r\n"
    )
    body = b"" if length else b"3\r\na=b\r\n0\r\n\r\n"
    answer = stage.raw(head.encode() + body)
    assert answer.startswith(b"HTTP/1.1 400" if length == "-1" else b"HTTP/1.1 413"), answer[:200]


def test_what_is_no_form_is_refused_and_breaks_nothing(stage: Stage) -> None:
    broken = stage.ask("POST", "/dang-nhap", b"--x\r\nnonsense", {"Content-Type": "multipart/form-data; boundary=y"})
    assert broken.status == 400
    many = form(stage, "/dang-nhap", {f"a{n}": "1" for n in range(1_500)})
    assert many.status == 400


def test_signing_in_from_one_address_is_limited(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "SIGN_IN", limits.Rate("sign in", burst=3, a_second=0.01))
    stage.forum.answers["POST /sign-in/requests"] = (200, {"code_sent": True})
    answers = [form(stage, "/dang-nhap", {"email": f"{uuid4()}@b.vn", "csrf": ""}).status for _ in range(4)]
    assert answers == [200, 200, 200, 429]
