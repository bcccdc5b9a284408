"""Waiting for a thing to become true, instead of sleeping and hoping."""

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")
PAUSE = 0.05


def eventually(check: Callable[[], T], within: float = 10, saying: str = "") -> T:
    """Return the first truthy value of `check`; an AssertionError in it counts as "not yet".

    After `within` seconds the last AssertionError is raised, or one that says what was waited for.
    """
    end = time.monotonic() + within
    while True:
        trouble: AssertionError | None = None
        try:
            if value := check():
                return value
        except AssertionError as error:
            trouble = error
        if time.monotonic() > end:
            raise trouble or AssertionError(f"{saying or _name(check)} did not come true within {within:g} s")
        time.sleep(PAUSE)


def _name(check: Callable[[], object]) -> str:
    return getattr(check, "__qualname__", repr(check))
