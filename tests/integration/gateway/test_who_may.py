"""Who counts as signed in, and which pages may act for them."""

from uuid import UUID, uuid4

import pytest

from services.gateway import limits
from tests.integration.gateway.stage import Stage, session
from tests.waiting import eventually

# Signing in and out


def test_signing_in_gives_a_cookie_and_a_token_and_signing_out_ends_both(stage: Stage) -> None:
    facts = session()
    stage.forum.answers["POST /sign-in/codes"] = (200, facts)
    stage.forum.answers["GET /me"] = lambda asked: (200, {"who": str(asked.acting.person_id)})
    stage.forum.answers["POST /sign-out"] = (200, {"session_id": facts["session_id"]})
    got = stage.ask("POST", "/api/v1/sign-in/codes", {"email": "a@b.vn", "code": "123456"})
    token = got.json["token"]
    assert got.headers["Set-Cookie"].startswith(f"session={token}; Max-Age=")
    assert "HttpOnly" in got.headers["Set-Cookie"]
    assert stage.ask("GET", "/api/v1/me", token=token).json == {"who": facts["person_id"]}
    by_cookie = {"Cookie": f"other=1; session={token}"}
    assert stage.ask("GET", "/api/v1/me", headers=by_cookie).json == {"who": facts["person_id"]}
    out = stage.ask("POST", "/api/v1/sign-out", {}, token=token)
    assert "session=; Max-Age=0" in out.headers["Set-Cookie"]
    assert stage.ask("GET", "/api/v1/me", token=token).json == {"who": "None"}


def test_a_code_that_was_mailed_signs_nobody_in_yet(stage: Stage) -> None:
    stage.forum.answers["POST /sign-in/invitations"] = (200, {"code_sent": True})
    got = stage.ask("POST", "/api/v1/sign-in/invitations", {"token": "x"})
    assert got.json == {"code_sent": True}
    assert "Set-Cookie" not in got.headers


def test_a_session_ended_from_another_device_is_good_no_more(stage: Stage) -> None:
    facts = session()
    token = stage.parts.sessions.issue(facts)
    path = f"/me/sessions/{facts['session_id']}"
    stage.forum.answers[f"DELETE {path}"] = (200, {"session_id": facts["session_id"]})
    stage.forum.answers["GET /me"] = lambda asked: (200, {"who": str(asked.acting.person_id)})
    assert stage.ask("DELETE", f"/api/v1{path}", token=stage.token(UUID(facts["person_id"]))).status == 200
    assert stage.ask("GET", "/api/v1/me", token=token).json == {"who": "None"}


def test_sessions_ended_while_we_were_away_are_learnt_from_the_forum_service(stage: Stage) -> None:
    facts = session()
    ended = {"items": [{name: facts[name] for name in ("session_id", "expires_at")}]}
    stage.forum.answers["GET /sessions/ended"] = (200, ended)
    token = stage.parts.sessions.issue(facts)
    eventually(lambda: stage.parts.sessions.read(token) is None)
    assert stage.forum.asked_for("/sessions/ended")[0].acting.operator


def test_while_nobody_knows_which_sessions_were_ended_the_answer_is_not_yet(stage: Stage) -> None:
    stage.parts.sessions.loaded = False
    stage.forum.stop()
    got = stage.ask("GET", "/api/v1/me", token=stage.token())
    assert (got.status, got.slug) == (503, "starting")
    assert got.headers["Retry-After"] == "1"
    assert stage.ask("GET", "/readyz").status == 503
    stage.forum.start()
    eventually(lambda: stage.ask("GET", "/readyz").status == 200)


# Other sites


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, 200),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({}, 403),
    ],
)
def test_another_sites_page_cannot_act_with_a_cookie(stage: Stage, headers: dict[str, str], status: int) -> None:
    stage.forum.answers["POST /forums"] = (200, {})
    cookie = {"Cookie": f"session={stage.token()}", **headers}
    got = stage.ask("POST", "/api/v1/forums", {}, cookie)
    assert got.status == status
    assert len(stage.forum.asked_for("/forums")) == (status == 200)


def test_a_page_of_ours_on_plain_http_may_act_with_a_cookie(stage: Stage) -> None:
    stage.forum.answers["POST /forums"] = (200, {})
    headers = {"Cookie": f"session={stage.token()}", "Origin": f"http://127.0.0.1:{stage.port}"}
    assert stage.ask("POST", "/api/v1/forums", {}, headers).status == 200


def test_another_sites_page_cannot_sign_anybody_in(stage: Stage) -> None:
    stage.forum.answers["POST /sign-in/links"] = (200, session())
    got = stage.ask("POST", "/api/v1/sign-in/links", {"token": "x"}, {"Sec-Fetch-Site": "cross-site"})
    assert (got.status, got.slug) == (403, "cross-site")


def test_a_cookie_beside_a_bearer_does_not_soften_the_rule(stage: Stage) -> None:
    stage.forum.answers["POST /forums"] = lambda asked: (200, {"who": str(asked.acting.person_id)})
    me, other = uuid4(), uuid4()
    headers = {"Cookie": f"session={stage.token(other)}"}
    assert stage.ask("POST", "/api/v1/forums", {}, headers, stage.token(me)).json == {"who": str(me)}
    headers |= {"Authorization": "Basic xyz"}
    assert stage.ask("POST", "/api/v1/forums", {}, headers).status == 403


def test_who_changes_things_too_often_is_told_when_to_come_back(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "WRITES", limits.Rate("writes", burst=3, a_second=0.01))
    stage.forum.answers["POST /forums"] = (200, {})
    token, other = stage.token(), stage.token()
    answers = [stage.ask("POST", "/api/v1/forums", {}, token=token) for _ in range(4)]
    assert answers[0].status == 200
    assert (answers[-1].status, answers[-1].slug) == (429, "limited")
    assert 90 < int(answers[-1].headers["Retry-After"]) <= 101
    assert answers[-1].headers["RateLimit"].startswith('"default";r=0;t=')
    assert stage.ask("POST", "/api/v1/forums", {}, token=other).status == 200
