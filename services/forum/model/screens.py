"""The hall's screens: codes that pair a browser with a forum, short addresses, and how long a paired screen is good.

A pairing code is typed with a remote control, so it is short; what keeps it from being guessed is that it lives ten
minutes, pairs once, and that wrong ones are counted. Short codes are no secret: they lead to a forum's public page.
"""

import secrets
from datetime import datetime, timedelta

from services.forum.model.sign_in import Limit
from services.kit.errors import N_, Conflict, Fault, Invalid

#: without what is read for one another: 0 and O, 1 and I
ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
LENGTH = 6
PAIRING_LIFE = timedelta(minutes=10)
MOST_SCREENS = 2
#: Codes of one forum that can be used at the same time; asking for one more ends the oldest.
MOST_CODES = 2
PAIRABLE = ("announced", "open", "closed", "concluded")
STAYS = timedelta(days=1)
#: Of all together: a thousand guesses at a billion codes, of which a few are good, every ten minutes.
WRONG_PAIRINGS = Limit("wrong pairing", 1000, 10 * 60)


class WrongPairingCode(Invalid):
    """Returned for any code that pairs nothing: wrong, old, or used."""

    slug = "wrong-pairing-code"
    sentence = N_("Mã ghép chưa đúng, đã dùng hoặc đã hết hạn. Hãy kiểm tra lại, hoặc xin ban tổ chức mã mới.")

    def __init__(self) -> None:
        super().__init__([Fault("/code", "wrong-code")])


class EnoughScreens(Conflict):
    """Raised when a forum has as many screens as it may have."""

    slug = "enough-screens"
    sentence = N_("Diễn đàn đã có đủ màn hình. Hãy bỏ ghép một màn hình trước khi ghép thêm.")

    def __init__(self) -> None:
        super().__init__(most=MOST_SCREENS)


def new_code() -> str:
    """A code nobody could have foreseen."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def typed(code: str) -> str:
    """A code as it was typed: small letters, blanks and dashes do not matter."""
    return "".join(code.upper().split()).replace("-", "")


def is_code(text: str) -> bool:
    """Whether a text could be one of our codes."""
    return len(text) == LENGTH and set(text) <= set(ALPHABET)


def good_until(ends_at: datetime, now: datetime) -> datetime:
    """How long a screen paired now stays paired: a day more than the forum, which may last longer than meant."""
    return max(ends_at, now) + STAYS
