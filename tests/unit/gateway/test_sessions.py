"""A session's value: only we can make it, it ends when it says or when somebody ends it."""

import time
from uuid import UUID, uuid4

import pytest

from services.gateway import sessions as module
from services.gateway.sessions import Sessions, SessionsNotLoaded

KEY = "2b" * 32


def signed_in(seconds: float = 3600) -> dict[str, str]:
    return {
        "session_id": str(uuid4()),
        "person_id": str(uuid4()),
        "full_name": "Nguyễn Thị Ánh",
        "language": "vi",
        "expires_at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() + seconds)),
    }


def loaded(key: str = KEY, secure: bool = False) -> Sessions:
    sessions = Sessions(key, secure)
    sessions.load_ended([])
    return sessions


def test_what_was_issued_is_read_back() -> None:
    sessions, facts = loaded(), signed_in()
    session = sessions.read(sessions.issue(facts))
    assert session is not None
    assert (str(session.session_id), str(session.person_id)) == (facts["session_id"], facts["person_id"])
    assert (session.full_name, session.language) == ("Nguyễn Thị Ánh", "vi")
    assert session.acting.person_id == UUID(facts["person_id"])


@pytest.mark.parametrize("spoil", ["swap", "cut", "other-key", "empty", "long", "not-ascii", "unsigned"])
def test_a_value_we_did_not_make_signs_nobody_in(spoil: str) -> None:
    token = loaded("ff" * 32 if spoil == "other-key" else KEY).issue(signed_in())
    swapped = token[:20] + ("A" if token[20] != "A" else "B") + token[21:]
    spoiled = {
        "swap": swapped,
        "cut": token[:-1],
        "other-key": token,
        "empty": "",
        "long": token + "A" * 5000,
        "not-ascii": "ánh." + token,
        "unsigned": token.rpartition(".")[0],
    }[spoil]
    assert loaded().read(spoiled) is None


def test_a_session_is_over_when_it_expires_even_if_it_was_verified_before(monkeypatch: pytest.MonkeyPatch) -> None:
    sessions = loaded()
    token = sessions.issue(signed_in(60))
    assert sessions.read(token)
    later = time.time() + 61
    monkeypatch.setattr(module.time, "time", lambda: later)
    assert sessions.read(token) is None


def test_a_session_that_was_ended_is_good_no_more() -> None:
    sessions, facts = loaded(), signed_in()
    token = sessions.issue(facts)
    assert sessions.read(token)
    sessions.end(UUID(facts["session_id"]), time.time() + 3600)
    assert sessions.read(token) is None


def test_until_it_is_known_which_sessions_were_ended_nobody_is_let_in() -> None:
    sessions = Sessions(KEY, secure=False)
    token = sessions.issue(signed_in())
    with pytest.raises(SessionsNotLoaded):
        sessions.read(token)
    sessions.load_ended([])
    assert sessions.read(token)


def test_the_list_of_ended_sessions_adds_to_what_was_heard_and_forgets_what_expired() -> None:
    sessions, heard, listed, old = loaded(), signed_in(), signed_in(), signed_in(-10)
    sessions.end(UUID(heard["session_id"]), time.time() + 3600)
    sessions.load_ended([{name: each[name] for name in ("session_id", "expires_at")} for each in (listed, old)])
    assert sessions.read(sessions.issue(heard)) is None
    assert sessions.read(sessions.issue(listed)) is None
    assert list(sessions._ended) == [UUID(heard["session_id"]), UUID(listed["session_id"])]


def test_no_more_values_are_remembered_than_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "REMEMBERED", 3)
    sessions = loaded()
    assert all(sessions.read(sessions.issue(signed_in())) for _ in range(10))
    assert len(sessions._verified) == 3


def test_the_cookie_is_kept_from_scripts_and_other_sites_and_under_https_from_plain_http() -> None:
    plain, secure = loaded(), loaded(secure=True)
    token = plain.issue(signed_in())
    assert plain.cookie(token).startswith(f"session={token}; Max-Age=3")
    assert "Secure" not in plain.cookie(token)
    assert secure.cookie(token).startswith("__Host-session=")
    assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"} <= set(secure.cookie(token).split("; "))
    assert "Max-Age=0" in secure.no_cookie()
