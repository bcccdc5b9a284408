"""A screen's cookie: only we can make it, it ends when it says or when somebody unpairs the screen."""

import hashlib
import time
from typing import Any
from uuid import uuid4

import pytest
from itsdangerous import URLSafeSerializer

from services.gateway.pages.notices import Notices
from services.gateway.screens import NotAScreen, Screens
from services.gateway.sessions import Sessions, SessionsNotLoaded

KEY = "2b" * 32


def paired(seconds: float = 3600) -> dict[str, Any]:
    expires = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() + seconds))
    return {"screen_id": str(uuid4()), "forum_id": str(uuid4()), "label": "Màn hình chính", "expires_at": expires}


def loaded(key: str = KEY, secure: bool = False) -> Screens:
    screens = Screens(key, secure)
    screens.load_ended([])
    return screens


def value_of(screens: Screens, facts: dict[str, Any]) -> str:
    return screens.cookie(facts).partition(";")[0].partition("=")[2]


def test_what_was_issued_is_read_back() -> None:
    screens, facts = loaded(), paired()
    screen = screens.read(value_of(screens, facts))
    assert [str(screen.screen_id), str(screen.forum_id), screen.label] == [
        facts[name] for name in ("screen_id", "forum_id", "label")
    ]


@pytest.mark.parametrize("spoil", ["swap", "cut", "other-key", "empty", "long", "not-ascii", "unsigned", "absent"])
def test_a_value_we_did_not_make_is_no_screen(spoil: str) -> None:
    value = value_of(loaded("ff" * 32 if spoil == "other-key" else KEY), paired())
    spoiled = {
        "swap": value[:20] + ("A" if value[20] != "A" else "B") + value[21:],
        "cut": value[:-1],
        "empty": "",
        "long": value + "A" * 5000,
        "not-ascii": "ánh." + value,
        "unsigned": value.rpartition(".")[0],
        "absent": None,
    }
    with pytest.raises(NotAScreen):
        loaded().read(spoiled.get(spoil, value))


def test_a_session_is_no_screen_and_a_screen_no_session() -> None:
    sessions, screens = Sessions(KEY, secure=False), loaded()
    sessions.load_ended([])
    session = {"session_id": str(uuid4()), "person_id": str(uuid4()), "full_name": "Ánh", "language": "vi"}
    token = sessions.issue({**session, "expires_at": paired()["expires_at"]})
    with pytest.raises(NotAScreen):
        screens.read(token)
    assert sessions.read(value_of(screens, paired())) is None
    notice = Notices(KEY).write({"screen_id": "x"})
    bare = URLSafeSerializer(KEY, signer_kwargs={"digest_method": hashlib.sha256}).dumps([*paired().values()])
    for other in (notice, bare):
        with pytest.raises(NotAScreen):
            screens.read(str(other))


def test_a_screen_ends_when_it_says_and_when_it_is_unpaired() -> None:
    screens, facts = loaded(), paired()
    with pytest.raises(NotAScreen):
        screens.read(value_of(screens, paired(seconds=-1)))
    screen = screens.read(value_of(screens, facts))
    screens.load_ended([facts])
    with pytest.raises(NotAScreen):
        screens.read(value_of(screens, facts))
    assert not screens.is_paired(screen)


def test_until_it_is_known_who_was_unpaired_nobody_is_a_screen_or_none() -> None:
    screens = Screens(KEY, secure=False)
    with pytest.raises(SessionsNotLoaded):
        screens.read(value_of(screens, paired()))


def test_the_cookie_is_for_this_site_and_no_script_and_ends_with_the_pairing() -> None:
    cookie = loaded(secure=True).cookie(paired(600))
    assert cookie.startswith("__Host-screen=")
    assert {"Path=/", "HttpOnly", "SameSite=Lax", "Secure"} <= {part.strip() for part in cookie.split(";")}
    assert 590 <= int(cookie.partition("Max-Age=")[2].partition(";")[0]) <= 600
