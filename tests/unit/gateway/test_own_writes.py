"""What a session has just changed is waited for by the services that listen to it, and not for long."""

from uuid import uuid4

import pytest

from services.gateway import own_writes
from services.gateway.own_writes import OwnWrites

ME = uuid4()


def test_a_listener_waits_for_what_i_have_just_changed() -> None:
    writes = OwnWrites()
    writes.note(ME, "forum directory=12, forum forum/a=7")
    writes.note(ME, "forum forum/a=8")
    assert writes.dependencies(ME, "proposals") == "forum directory=12, forum forum/a=8"


def test_the_producer_itself_and_those_who_do_not_listen_do_not_wait() -> None:
    writes = OwnWrites()
    writes.note(ME, "forum directory=12")
    writes.note(ME, "notify forum/a=1")
    assert writes.dependencies(ME, "forum") == ""
    assert writes.dependencies(ME, "proposals") == "forum directory=12"


def test_nobody_waits_for_what_others_changed() -> None:
    writes = OwnWrites()
    writes.note(ME, "forum directory=12")
    assert writes.dependencies(uuid4(), "proposals") == ""
    assert writes.dependencies(None, "proposals") == ""


def test_nobody_waits_for_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(own_writes, "SECONDS", -1.0)
    writes = OwnWrites()
    writes.note(ME, "forum directory=12")
    assert writes.dependencies(ME, "proposals") == ""


def test_what_is_remembered_is_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(own_writes, "REMEMBERED", 1)
    writes = OwnWrites()
    writes.note(ME, "forum directory=12")
    writes.note(uuid4(), "forum directory=13")
    assert writes.dependencies(ME, "proposals") == ""
