"""Sign-in: codes and links that are computed, not stored, and how often they may be asked for.

A request's code and token are keyed digests of its id and salt. Whoever reads the database alone learns neither; the
letter's job, which runs later, computes them again. See docs/decisions/ on sign-in codes.
"""

import base64
import binascii
import hmac
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from services.kit.errors import N_, Fault, Invalid, Limited, Missing

CODE_LIFE = timedelta(minutes=15)
OPERATOR_LINK_LIFE = timedelta(hours=12)
SESSION_LIFE = timedelta(hours=12)
WRONG_TRIES = 5
SALT_BYTES = 16
_ID_BYTES, _DIGEST_BYTES = 16, 32


class WrongCode(Invalid):
    """Returned for any code that does not sign in: wrong, old, used, tried too often, or of nobody we know."""

    slug = "wrong-code"
    sentence = N_("Mã chưa đúng hoặc đã hết hạn. Hãy kiểm tra lại, hoặc yêu cầu mã mới.")

    def __init__(self) -> None:
        super().__init__([Fault("/code", "wrong-code")])


class LinkSpent(Missing):
    """Raised when a sign-in link was used, is too old, or was not made by us."""

    slug = "link-spent"
    sentence = N_("Đường dẫn này đã dùng hoặc đã hết hạn. Hãy yêu cầu đường dẫn mới.")


class InvitationEnded(Missing):
    """Raised when an invitation was issued again or taken back, or its forum has ended."""

    slug = "invitation-ended"
    sentence = N_("Thư mời này không còn hiệu lực. Hãy hỏi ban tổ chức, hoặc đăng nhập bằng địa chỉ thư điện tử.")


@dataclass(frozen=True)
class Limit:
    """So many times in so many seconds, counted in the database under `name` (and an address, for each one's own)."""

    name: str
    most: int
    seconds: int

    def passed(self) -> Limited:
        """The refusal for whoever comes once more."""
        return Limited(retry_after=self.seconds)


ASKED_BY_ADDRESS = Limit("asked", 5, 15 * 60)
ASKED_BY_ALL = Limit("asked", 6000, 10 * 60)
#: What keeps a million codes out of reach of patience; the link in the letter signs in all the same.
WRONG_BY_ADDRESS = Limit("wrong", 20, 24 * 60 * 60)


class Keys:
    """What is computed with the installation's internal key; each use has a word of its own in the digest."""

    def __init__(self, internal_key: str) -> None:
        self._key = internal_key.encode()

    def address(self, email: str) -> bytes:
        """How a mail address stands in the tables of sign-in."""
        return self._digest(b"sign-in address", email.encode())

    def code(self, request_id: UUID, salt: bytes) -> str:
        """The six digits of a request. 2^256 is so much more than a million that none is likelier than another."""
        number = int.from_bytes(self._digest(b"sign-in code", request_id.bytes + salt))
        return f"{number % 1_000_000:06}"

    def token(self, request_id: UUID, salt: bytes) -> str:
        """The token of a request's link: its id, and 256 bits that only we can compute."""
        proof = self._digest(b"sign-in link", request_id.bytes + salt)
        return base64.urlsafe_b64encode(request_id.bytes + proof).decode()

    def pairing(self, code: str) -> bytes:
        """How a hall screen's pairing code stands in its table."""
        return self._digest(b"pairing code", code.encode())

    def _digest(self, use: bytes, of: bytes) -> bytes:
        return hmac.digest(self._key, use + b"\0" + of, "sha256")


def request_of(token: str) -> UUID:
    """The request a token speaks of; whether it is the right token is still to be asked. Raises LinkSpent."""
    try:
        raw = base64.b64decode(token, altchars=b"-_", validate=True)
    except (ValueError, binascii.Error) as error:
        raise LinkSpent from error
    if len(raw) != _ID_BYTES + _DIGEST_BYTES:
        raise LinkSpent
    return UUID(bytes=raw[:_ID_BYTES])


def same(one: str, other: str) -> bool:
    """Whether two secrets are equal, in a time that does not tell how far they are."""
    return hmac.compare_digest(one.encode(), other.encode())
