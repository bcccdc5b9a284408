"""A statement of who acts is good for half a minute, for what it was made for, and from nobody but the gateway."""

from uuid import uuid4

import pytest

from services.kit import acting
from services.kit.acting import Acting, Statements
from services.kit.errors import NotSignedIn

KEY = "k" * 64


def test_a_statement_says_who_acts() -> None:
    someone = Acting(person_id=uuid4(), session_id=uuid4())
    assert Statements(KEY).read(Statements(KEY).sign(someone)) == someone


def test_nobody_may_act_too_but_is_no_person() -> None:
    nobody = Statements(KEY).read(Statements(KEY).sign(acting.NOBODY))
    with pytest.raises(NotSignedIn):
        _ = nobody.person


@pytest.mark.parametrize("forged", [None, "", "abc", "e30.abc.def"])
def test_what_is_not_a_statement_is_refused(forged: str | None) -> None:
    with pytest.raises(NotSignedIn):
        Statements(KEY).read(forged)


def test_another_key_is_refused() -> None:
    with pytest.raises(NotSignedIn):
        Statements(KEY).read(Statements("x" * 64).sign(Acting(operator=True)))


def test_an_old_statement_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    statement = Statements(KEY).sign(Acting(operator=True))
    monkeypatch.setattr(acting, "SECONDS", -1)
    with pytest.raises(NotSignedIn):
        Statements(KEY).read(statement)


def test_a_batch_statement_is_good_for_its_batch_only() -> None:
    statement = Statements(KEY).sign(Acting(digest=acting.digest(b"[1]")))
    assert Statements(KEY).read(statement, b"[1]").digest
    with pytest.raises(NotSignedIn):
        Statements(KEY).read(statement, b"[2]")
