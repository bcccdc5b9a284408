"""What was typed goes along signed, and not for ever."""

import time

import pytest
from itsdangerous import TimestampSigner

from services.gateway.pages.kept import SECONDS, Keeping, Kept

KEPT = Kept("/dien-dan/x/hien-ke/gui?a=b", [("problem", "Thiếu cán bộ"), ("go", "send")], "k" * 24)


def test_it_comes_back_as_it_was() -> None:
    assert Keeping("s" * 32).read(Keeping("s" * 32).write(KEPT)) == KEPT


@pytest.mark.parametrize("value", ["", "x", "eyJhIjoxfQ.x.y", None])
def test_what_is_not_ours_is_nothing(value: object) -> None:
    assert Keeping("s" * 32).read(value) is None
    assert Keeping("t" * 32).read(Keeping("s" * 32).write(KEPT)) is None


def test_after_an_hour_it_is_nothing_either(monkeypatch: pytest.MonkeyPatch) -> None:
    written = Keeping("s" * 32).write(KEPT)
    monkeypatch.setattr(TimestampSigner, "get_timestamp", lambda self: int(time.time()) + SECONDS + 1)
    assert Keeping("s" * 32).read(written) is None
