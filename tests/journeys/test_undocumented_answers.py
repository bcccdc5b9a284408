"""Whatever is asked of the API, as its document allows or forbids it, is answered as the document says."""

from collections import defaultdict
from collections.abc import Iterator

import pytest
import schemathesis
from hypothesis import HealthCheck, settings

from deploy.local.stack import Stack
from services.gateway.api import documents
from tests.journeys.contract import operations
from tests.journeys.everybody import Everybody, come, make_sense, send
from tests.journeys.hall import Hall

EXAMPLES = 10  # of each operation, besides those made from its schema: each bound, each parameter left out, each method
OPERATIONS = {each.name: each for each in operations()}
ROUND = "/forums/{forum_id}/rounds/{round_id}"
#: what generated requests cannot succeed in: it takes a secret, a certain state, or can be done once
OUT_OF_REACH = {
    *("POST /sign-in/codes", "POST /sign-in/links", "POST /sign-in/invitations", "GET /sign-in/invitations/{token}"),
    *(f"POST /forums/{{forum_id}}/{turn}" for turn in ("open", "close", "conclude", "conclusion")),
    *(f"POST {ROUND}/{turn}" for turn in ("open", "close", "certify", "resume", "reopen")),
    f"PUT {ROUND}",
    *(f"{method} {ROUND}/proxy" for method in ("PUT", "DELETE")),
    *(f"POST {ROUND}/proxies/{{elector_id}}/{turn}" for turn in ("decline", "strike")),
    *(f"POST {ROUND}/admissions{turn}" for turn in ("", "/{admission_id}/confirm")),
    f"DELETE {ROUND}/admissions/{{admission_id}}",
    *(f"{method} {ROUND}/roll/{{person_id}}/paper" for method in ("PUT", "DELETE")),
    *(f"POST {ROUND}/sheets{turn}" for turn in ("", "/{number}/confirm")),
    f"DELETE {ROUND}/sheets/{{number}}",
    "POST /forums/{forum_id}/phases/{phase_id}/open",
    "POST /forums/{forum_id}/deliveries/{delivery_id}/retry",
    *(f"{method} /forums/{{forum_id}}/solutions/{{solution_id}}" for method in ("PUT", "DELETE")),
    "DELETE /me/sessions/{session_id}",
    *("GET /short-codes/{short_code}", "POST /screens", "DELETE /forums/{forum_id}/screens/{screen_id}"),
}

schema = schemathesis.openapi.from_path(documents.HERE / "openapi.json")
schema.config.generation.update(max_examples=EXAMPLES, deterministic=True)
# a schema does not say everything: times that follow one another, names of things there are, control characters
schema.config.checks.update(excluded_check_names=["positive_data_acceptance"])
REFUSALS = ["400", "401", "403", "404", "405", "409", "412", "413", "415", "422"]
schema.config.checks.negative_data_rejection.expected_statuses = REFUSALS


@pytest.fixture(scope="module")
def everybody(stack: Stack, halls: dict[str, Hall]) -> Everybody:
    halls["generated"].is_concluded()
    return come(stack, halls["generated"])


@pytest.fixture(scope="module")
def answered() -> Iterator[dict[str, set[int]]]:
    """Operation → what it was answered; that what can succeed did shows that the requests went deep enough."""
    seen: dict[str, set[int]] = defaultdict(set)
    yield seen
    assert {name for name, statuses in seen.items() if 200 not in statuses} <= OUT_OF_REACH


@schema.exclude(path_regex="/live$").parametrize()  # which never ends
@settings(suppress_health_check=list(HealthCheck), deadline=None, database=None)
def test_no_answer_is_undocumented(
    case: schemathesis.Case, everybody: Everybody, answered: dict[str, set[int]]
) -> None:
    operation = OPERATIONS[case.operation.label]
    make_sense(case, operation, everybody.hall_for(operation))
    for who in everybody.sending(case, operation):
        answer = send(case, who)
        answered[operation.name].add(answer.status_code if case.method == operation.method else 0)
        case.validate_response(answer)
