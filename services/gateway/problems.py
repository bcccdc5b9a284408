"""Problems: every refusal, a service's or the gateway's own, as RFC 9457 for programs and as a page for people.

`Problem` is what the gateway raises and answers; `STATUS` is the one table from kind to HTTP status, with the few
refusals HTTP has a number of its own for.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from starlette.responses import Response

from services.gateway.faults import sentence_of
from services.gateway.languages import translate
from services.kit import strict_json
from services.kit.errors import N_, Fault, Invalid, Kind, Malformed, Refused, Unavailable
from services.kit.log import correlation_id

STATUS: Mapping[str, int] = {
    Kind.MALFORMED: 400,
    Kind.INVALID: 422,
    Kind.UNKNOWN_PERSON: 401,
    Kind.FORBIDDEN: 403,
    Kind.MISSING: 404,
    Kind.CONFLICT: 409,
    Kind.STALE: 412,
    Kind.TOO_LARGE: 413,
    Kind.LIMITED: 429,
    Kind.UNAVAILABLE: 503,
}
STATUS_OF_SLUG: Mapping[str, int] = {"method-not-allowed": 405, "not-json": 415, "internal": 500}
INTERNAL = N_("Có lỗi trong hệ thống. Chúng tôi đã ghi lại để xử lý.")
CONTENT_TYPE = "application/problem+json"


class ServiceAway(Unavailable):
    """Raised when a service does not answer, and nothing was asked of it that could have happened."""

    slug = "service-away"
    sentence = N_("Bộ phận xử lý tạm thời không hoạt động; chưa có gì được ghi nhận. Hãy thử lại sau ít giây.")


class Overloaded(Unavailable):
    """Raised when more is under way than can be answered in time; nothing was changed."""

    slug = "overloaded"
    sentence = N_("Đang có quá nhiều người truy cập cùng lúc. Hãy thử lại sau ít giây.")


class CrossSite(Refused):
    """Raised when a browser sends a change from another site's page."""

    kind, slug = Kind.FORBIDDEN, "cross-site"
    sentence = N_("Yêu cầu này được gửi từ một trang khác nên không được thực hiện.")


class FormExpired(Refused):
    """Raised when a form was made for another session."""

    kind, slug = Kind.FORBIDDEN, "form-expired"
    sentence = N_("Biểu mẫu này đã cũ. Hãy mở lại trang rồi gửi lại.")


class NotJson(Malformed):
    """Raised when a body for the API says it is something else than JSON."""

    slug = "not-json"
    sentence = N_("Nội dung gửi lên phải có kiểu application/json.")


class MethodNotAllowed(Malformed):
    """Raised when there is such an address, but not for this method."""

    slug = "method-not-allowed"
    sentence = N_("Địa chỉ này không nhận yêu cầu kiểu đó.")


class Problem(Exception):
    """One refusal on its way to a person or program."""

    def __init__(
        self,
        slug: str,
        kind: str,
        sentence: str,
        facts: Mapping[str, Any] | None = None,
        faults: Sequence[Fault] = (),
    ) -> None:
        super().__init__(slug)
        self.slug, self.kind, self.sentence = slug, kind, sentence
        self.facts: Mapping[str, Any] = facts or {}
        self.faults = faults

    @property
    def status(self) -> int:
        """The HTTP status."""
        return status_of(self.slug, self.kind)

    @property
    def retry_after(self) -> int | None:
        """Seconds after which asking again makes sense."""
        waits = {Kind.LIMITED: 30, Kind.UNAVAILABLE: 1}
        seconds = self.facts.get("retry_after", waits.get(Kind(self.kind)) if self.kind in set(Kind) else None)
        return None if seconds is None else max(1, int(seconds))

    def title(self, language: str) -> str:
        """The sentence, in a language."""
        return translate(self.sentence, language)

    def details(self, language: str) -> dict[str, str]:
        """What is wrong with each field: pointer → sentence; the first one when a field has several."""
        sentences: dict[str, str] = {}
        for fault in self.faults:
            sentences.setdefault(fault.pointer, sentence_of(fault, language))
        return sentences


def status_of(slug: str, kind: str) -> int:
    """The HTTP status of a refusal."""
    return STATUS_OF_SLUG.get(slug) or STATUS.get(kind, 500)


def of_refusal(refused: Refused) -> Problem:
    """The problem of a refusal of our own."""
    faults = refused.faults if isinstance(refused, Invalid) else ()
    return Problem(refused.slug, refused.kind, refused.sentence, refused.facts, faults)


def of_answer(answer: Any) -> Problem:
    """The problem in a service's answer (or in one outcome of a batch); what is unreadable is an internal error."""
    if not isinstance(answer, dict) or "sentence" not in answer:
        return internal()
    faults = [Fault(fault["pointer"], fault["code"], fault.get("params") or {}) for fault in answer.get("faults", ())]
    return Problem(answer["slug"], answer["kind"], answer["sentence"], answer.get("facts"), faults)


def internal() -> Problem:
    """What is said of an error nobody foresaw."""
    return Problem("internal", "internal", INTERNAL)


def as_json(problem: Problem, language: str) -> dict[str, Any]:
    """The problem as RFC 9457 has it, with our pointers, facts and the correlation id."""
    value: dict[str, Any] = {
        "type": f"/problems/{problem.slug}",
        "title": problem.title(language),
        "status": problem.status,
        "correlation_id": correlation_id(),
    }
    if problem.facts:
        value["facts"] = problem.facts
    if problem.faults:
        value["errors"] = [_error(fault, language) for fault in problem.faults]
    return value


def response(problem: Problem, language: str) -> Response:
    """The answer for a program."""
    headers = {"Content-Language": language, "Cache-Control": "no-store"}
    if problem.retry_after is not None:
        headers["Retry-After"] = str(problem.retry_after)
    if problem.status == STATUS[Kind.UNKNOWN_PERSON]:
        headers["WWW-Authenticate"] = "Bearer"
    if problem.kind == Kind.LIMITED:
        headers["RateLimit"] = f'"default";r=0;t={problem.retry_after}'
    body = strict_json.dumps(as_json(problem, language))
    return Response(body, problem.status, headers, media_type=CONTENT_TYPE)


def _error(fault: Fault, language: str) -> dict[str, Any]:
    error = {"pointer": fault.pointer, "code": fault.code, "detail": sentence_of(fault, language)}
    return {**error, "params": fault.params} if fault.params else error
