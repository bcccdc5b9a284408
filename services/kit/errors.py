"""What can be refused, and why: a small closed set of kinds, each refusal with a stable slug and a sentence.

A sentence is written in Vietnamese, the source language; the gateway translates it. HTTP status numbers are not
known here: `kit.http` and the gateway each map a kind to a status in one table.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, ClassVar


class Kind(StrEnum):
    """The closed set of kinds of refusal."""

    MALFORMED = "malformed"  # the request cannot be read
    INVALID = "invalid"  # it can be read, and a field of it is wrong
    UNKNOWN_PERSON = "unknown-person"  # nobody is signed in
    FORBIDDEN = "forbidden"  # this person may not
    MISSING = "missing"  # there is no such thing, or the person may not know of it
    CONFLICT = "conflict"  # not in the present state
    STALE = "stale"  # the thing has changed since it was read
    TOO_LARGE = "too-large"
    LIMITED = "limited"  # too often
    UNAVAILABLE = "unavailable"  # not now; trying again later can help


@dataclass(frozen=True)
class Fault:
    """One thing wrong with one field: `pointer` is an RFC 6901 JSON pointer, `code` a stable word."""

    pointer: str
    code: str
    params: dict[str, Any] = field(default_factory=dict)


def N_(sentence: str) -> str:  # noqa: N802 - gettext's own name
    """Mark a sentence for translation (gettext's usual name for it); the gateway looks the translation up."""
    return sentence


class Refused(Exception):
    """Base of every refusal. `facts` are told to the caller, so they must be fit for them to read."""

    kind: ClassVar[Kind]
    slug: ClassVar[str]
    sentence: ClassVar[str]

    def __init__(self, **facts: Any) -> None:
        super().__init__(self.slug)
        self.facts = facts


class Malformed(Refused):
    """Raised when a request cannot be read at all."""

    kind, slug = Kind.MALFORMED, "malformed"
    sentence = N_("Không đọc được yêu cầu này.")


class Invalid(Refused):
    """Raised with one fault per field that is wrong."""

    kind, slug = Kind.INVALID, "invalid"
    sentence = N_("Một số thông tin chưa đúng.")

    def __init__(self, faults: list[Fault], **facts: Any) -> None:
        super().__init__(**facts)
        self.faults = faults


class NotSignedIn(Refused):
    """Raised when a command needs a person and nobody is signed in."""

    kind, slug = Kind.UNKNOWN_PERSON, "not-signed-in"
    sentence = N_("Bạn cần đăng nhập để làm việc này.")


class Forbidden(Refused):
    """Raised when the person may know of the thing but may not do this to it."""

    kind, slug = Kind.FORBIDDEN, "forbidden"
    sentence = N_("Bạn không có quyền làm việc này.")


class Missing(Refused):
    """Raised when there is no such thing, or the person may not know that there is."""

    kind, slug = Kind.MISSING, "missing"
    sentence = N_("Không tìm thấy nội dung này.")


class Conflict(Refused):
    """Base of refusals that depend on the present state."""

    kind, slug = Kind.CONFLICT, "conflict"
    sentence = N_("Không làm được ở trạng thái hiện tại.")


class Stale(Refused):
    """Raised when an edit names a version that is no longer the current one."""

    kind, slug = Kind.STALE, "stale"
    sentence = N_("Nội dung đã được người khác sửa. Hãy xem bản mới rồi sửa lại.")


class KeyReused(Refused):
    """Raised when an idempotency key comes back with another request."""

    kind, slug = Kind.INVALID, "idempotency-key-reused"
    sentence = N_("Mã chống gửi trùng này đã dùng cho một yêu cầu khác.")


class KeyRequired(Refused):
    """Raised when a command that needs an idempotency key has none."""

    kind, slug = Kind.MALFORMED, "idempotency-key-required"
    sentence = N_("Yêu cầu thiếu mã chống gửi trùng (Idempotency-Key).")


class TooLarge(Refused):
    """Raised when a request is larger than its route allows."""

    kind, slug = Kind.TOO_LARGE, "too-large"
    sentence = N_("Nội dung gửi lên quá lớn.")


class Limited(Refused):
    """Raised when something is asked too often; `retry_after` (seconds) says when to come back."""

    kind, slug = Kind.LIMITED, "limited"
    sentence = N_("Bạn đã thử quá nhiều lần. Hãy đợi một lúc rồi thử lại.")


class Unavailable(Refused):
    """Base of refusals that pass: the same request can succeed later, and repeating it is safe."""

    kind, slug = Kind.UNAVAILABLE, "unavailable"
    sentence = N_("Hệ thống tạm thời chưa phục vụ được. Hãy thử lại sau ít giây.")


class DatabaseAway(Unavailable):
    """Raised when the database does not answer; nothing was changed."""

    slug = "database-away"


class Busy(Unavailable):
    """Raised when the database stayed busy for as long as we were willing to wait; nothing was changed."""

    slug = "busy"


class OutcomeUnknown(Unavailable):
    """Raised when the connection broke during COMMIT: it may have happened. Repeat with the same idempotency key."""

    slug = "outcome-unknown"
    sentence = N_("Chưa rõ yêu cầu đã được ghi nhận hay chưa. Hãy gửi lại, hệ thống sẽ không ghi trùng.")


class NotYetKnown(Unavailable):
    """Raised when a command depends on something this service has not heard of yet."""

    slug = "not-yet-known"
    sentence = N_("Thông tin vừa thay đổi chưa đến nơi xử lý. Hãy thử lại sau ít giây.")
