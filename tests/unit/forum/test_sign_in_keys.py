"""Codes and link tokens that are computed, not stored."""

import base64
from collections import Counter
from uuid import UUID, uuid4

import pytest

from services.forum.model.sign_in import Keys, LinkSpent, request_of, same
from services.kit.errors import Missing
from services.kit.links import Links

KEYS = Keys("ab" * 32)
REQUEST, SALT = UUID(int=7), b"s" * 16


def test_a_code_is_six_digits_and_always_the_same() -> None:
    assert KEYS.code(REQUEST, SALT) == KEYS.code(REQUEST, SALT)
    assert all(len(code) == 6 and code.isdigit() for code in (KEYS.code(uuid4(), SALT) for _ in range(2000)))


def test_a_code_depends_on_the_request_the_salt_and_the_key() -> None:
    codes = {KEYS.code(REQUEST, SALT), KEYS.code(UUID(int=8), SALT), KEYS.code(REQUEST, b"t" * 16)}
    assert len(codes | {Keys("ac" * 32).code(REQUEST, SALT)}) == 4


def test_codes_are_spread_evenly() -> None:
    firsts = Counter(KEYS.code(UUID(int=n), SALT)[0] for n in range(10_000))
    assert all(850 < firsts[digit] < 1150 for digit in "0123456789")


def test_a_token_names_its_request_and_tells_nothing_of_its_code() -> None:
    token = KEYS.token(REQUEST, SALT)
    assert request_of(token) == REQUEST
    assert KEYS.code(REQUEST, SALT) not in token
    assert same(token, KEYS.token(REQUEST, SALT))
    assert not same(token, Keys("ac" * 32).token(REQUEST, SALT))


SHORT = base64.urlsafe_b64encode(b"x" * 47).decode()


@pytest.mark.parametrize("token", ["", "é", "a", "===", "A" * 63, SHORT, "A" * 512])
def test_what_is_no_token_is_a_spent_link(token: str) -> None:
    with pytest.raises(LinkSpent):
        request_of(token)


def test_an_invitation_says_what_it_was_made_of_for_its_purpose_only() -> None:
    links = Links("cd" * 32)
    token = links.make("invitation", [str(REQUEST), 3])
    assert links.read("invitation", token) == [str(REQUEST), 3]
    for forged in (token[:-2], "x" * 9999, ""):
        with pytest.raises(Missing):
            links.read("invitation", forged)
    with pytest.raises(Missing):
        links.read("other", token)
    with pytest.raises(Missing):
        Links("ce" * 32).read("invitation", token)
