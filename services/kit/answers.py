"""What internal HTTP answers: the table of statuses, and refusals as facts the gateway puts in words.

What an unexpected error says stays in the log: the answer holds its correlation id only.
"""

from typing import Any

from werkzeug.wrappers import Response

from services.kit import strict_json
from services.kit.errors import Fault, Invalid, Kind, Refused
from services.kit.log import correlation_id, logger

log = logger(__name__)

STATUS = {
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


def answer(status: int, payload: Any) -> Response:
    """An answer as JSON."""
    response = Response(strict_json.dumps(payload), status=status, content_type="application/json")
    if status == STATUS[Kind.UNAVAILABLE]:
        response.headers["Retry-After"] = "1"
    return response


def answer_error(error: Exception) -> Response:
    """A refusal as its status and facts; of anything else the correlation id only, the rest is in the log."""
    if isinstance(error, Refused):
        return answer(STATUS[error.kind], _problem(error))
    log.error("request failed", error=type(error).__name__, exc_info=error)
    return answer(500, {"slug": "internal", "kind": "internal", "correlation_id": correlation_id()})


def _problem(refused: Refused) -> dict[str, Any]:
    problem: dict[str, Any] = {
        "slug": refused.slug,
        "kind": refused.kind,
        "sentence": refused.sentence,
        "facts": refused.facts,
        "correlation_id": correlation_id(),
    }
    if isinstance(refused, Invalid):
        problem["faults"] = [_fault(fault) for fault in refused.faults]
    return problem


def _fault(fault: Fault) -> dict[str, Any]:
    return {"pointer": fault.pointer, "code": fault.code, "params": fault.params}
