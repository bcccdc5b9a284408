"""Whether a change comes from our own pages, by what a browser says; and how a program's ETag is read."""

import pytest

from services.gateway.api.forward import etag_of, version_of
from services.gateway.csrf import from_our_site
from services.gateway.visit import bearer, cookies


@pytest.mark.parametrize(
    ("fetch_site", "origin", "host", "ours"),
    [
        ("same-origin", None, "hienke.vn", True),
        ("same-site", "https://hienke.vn", "hienke.vn", False),
        ("cross-site", "https://hienke.vn", "hienke.vn", False),
        ("none", None, "hienke.vn", False),
        (None, "http://192.168.1.5:8080", "192.168.1.5:8080", True),  # plain HTTP in a hall: no Sec-Fetch-Site
        (None, "http://192.168.1.5:8081", "192.168.1.5:8080", False),
        (None, "https://evil.example", "hienke.vn", False),
        (None, "https://hienke.vn.evil.example", "hienke.vn", False),
        (None, "null", "hienke.vn", False),
        (None, "https://hienke.vn", None, False),
    ],
)
def test_only_our_own_pages_may_change_something(
    fetch_site: str | None, origin: str | None, host: str | None, ours: bool
) -> None:
    assert from_our_site(fetch_site, origin, host, must_say=True) is ours
    assert from_our_site(fetch_site, origin, host, must_say=False) is ours


def test_who_says_nothing_passes_only_without_a_cookie() -> None:
    assert not from_our_site(None, None, "hienke.vn", must_say=True)
    assert from_our_site(None, None, "hienke.vn", must_say=False)


@pytest.mark.parametrize(
    ("header", "value"), [("Bearer abc", "abc"), ("bearer  abc ", "abc"), ("Basic abc", None), ("", None), (None, None)]
)
def test_a_programs_session_is_a_bearer(header: str | None, value: str | None) -> None:
    assert bearer(header) == value


def test_cookies_are_read_whatever_else_a_browser_sends() -> None:
    assert cookies('a=1; session=x.y=z;b; =;c="q"') == {"a": "1", "session": "x.y=z", "b": "", "c": '"q"'}
    assert cookies(None) == {}


def test_an_etag_holds_the_version_and_changes_with_anything_else() -> None:
    one, other = etag_of(b'{"version":7,"a":1}'), etag_of(b'{"version":7,"a":2}')
    assert one != other
    assert version_of(one) == version_of(other) == "7"


@pytest.mark.parametrize("etag", ['"7"', "7", 'W/"7-abc"', ' "7-abc" '])
def test_the_version_in_an_etag_however_it_is_written(etag: str) -> None:
    assert version_of(etag) == "7"


def test_a_list_has_an_etag_too() -> None:
    assert etag_of(b"[]").strip('"')
    assert etag_of(b'{"items":[]}') != etag_of(b'{"items":[1]}')
