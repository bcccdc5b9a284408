"""What the gateway adds where people are concerned: files, the kind of browser, how often one may search."""

from uuid import UUID

import pytest

from services.gateway import limits
from tests.integration.gateway.stage import Stage, session

F = "01a20858-1719-777c-a7b2-4946e5728114"
CHROME = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 Chrome/142.0.0.0 Mobile Safari/537.36"


def test_a_list_is_handed_over_as_a_file_and_not_shown(stage: Stage) -> None:
    text = '\ufeff"Họ và tên"\r\n"\'=1+1"\r\n'
    stage.forum.answers[f"GET /forums/{F}/seats.csv"] = (200, {"file_name": "dai-bieu-toa-dam.csv", "text": text})
    got = stage.ask("GET", f"/api/v1/forums/{F}/seats.csv", token=stage.token())
    assert (got.status, got.body) == (200, text.encode())
    assert got.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert got.headers["Content-Disposition"] == 'attachment; filename="dai-bieu-toa-dam.csv"'
    assert (got.headers["X-Content-Type-Options"], got.headers["Cache-Control"]) == ("nosniff", "no-store")


def test_a_refusal_in_place_of_a_file_is_a_refusal(stage: Stage) -> None:
    got = stage.ask("GET", f"/api/v1/forums/{F}/seats.csv", token=stage.token())
    assert (got.status, got.slug) == (404, "missing")


@pytest.mark.parametrize(
    ("user_agent", "device"), [(CHROME, "Chrome, Android"), ("Ánh <b>".encode().decode("latin-1"), None)]
)
def test_a_service_is_told_the_kind_of_browser_and_nothing_else_of_it(
    stage: Stage, user_agent: str, device: str | None
) -> None:
    stage.forum.answers["POST /sign-in/codes"] = (200, session())
    stage.ask(
        "POST",
        "/api/v1/sign-in/codes",
        {},
        {"User-Agent": user_agent, "Device": "Máy của tôi".encode().decode("latin-1")},
    )
    [asked] = stage.forum.asked_for("/sign-in/codes")
    assert asked.headers.get("Device") == device
    assert "User-Agent" not in asked.headers


def test_who_searches_too_often_is_told_when_to_come_back(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "SEARCH", limits.Rate("search", burst=2, a_second=0.01))
    stage.forum.answers["GET /search"] = (200, {"forums": [], "bodies": [], "people": []})
    mine, other = stage.token(UUID(int=1)), stage.token(UUID(int=2))
    assert [stage.ask("GET", "/api/v1/search?q=a", token=mine).status for _ in range(3)] == [200, 200, 429]
    assert stage.ask("GET", "/api/v1/search?q=a", token=other).status == 200
    assert [stage.ask("GET", "/api/v1/search?q=a").status for _ in range(3)] == [200, 200, 429]
