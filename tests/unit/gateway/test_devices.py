"""Which words a browser gets."""

import pytest

from services.gateway.devices import device_of

WEBKIT = "AppleWebKit/537.36 (KHTML, like Gecko)"


@pytest.mark.parametrize(("user_agent", "device"), [
    (f"Mozilla/5.0 (Linux; Android 10; K) {WEBKIT} Chrome/142.0.0.0 Mobile Safari/537.36", "Chrome, Android"),
    (f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {WEBKIT} Chrome/142.0 Safari/537.36 Edg/142.0", "Edge, Windows"),
    (f"Mozilla/5.0 (Windows NT 10.0) {WEBKIT} coc_coc_browser/130.0 Chrome/124.0 Safari/537.36", "Coc Coc, Windows"),
    ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) Version/18.6 Safari/604.1", "Safari, iPhone"),
    ("Mozilla/5.0 (X11; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0", "Firefox, Linux"),
    ("curl/8.5.0", ""),
    ("", ""),
    (None, ""),
    ("\u202eChrome/ <script> Nguyễn Thị Ánh" + "x" * 5000 + "Android", "Chrome"),
])  # fmt: skip
def test_a_browser_is_named_in_words_of_ours_only(user_agent: str | None, device: str) -> None:
    assert device_of(user_agent) == device
