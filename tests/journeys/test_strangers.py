"""Whoever has no business with a thing neither does it nor reads it, whatever they send along with the request."""

import pytest

from tests.journeys.asking import API
from tests.journeys.contract import operations
from tests.journeys.hall import Hall
from tests.journeys.strangers import Strangers, addresses, asked

KEPT_OUT = (401, 403, 404)
KINDS = ("nobody", "delegate", "delegate-elsewhere", "removed-delegate", "organizer-elsewhere", "leader-elsewhere")
PUBLIC = {
    "GET /search",
    "GET /records",
    "GET /bodies",
    "GET /bodies/{body_id}",
    "GET /search/proposals",
    "GET /forums",
    "GET /forum-templates",
    "GET /short-codes/{short_code}",
    *(
        f"GET /forums/{{forum_id}}{rest}"
        for rest in (
            "",
            "/live",
            "/board",
            "/proposals",
            "/proposals/{proposal_id}",
            "/solutions",
            "/solutions/{solution_id}",
            "/rounds",
            "/rounds/{round_id}",
            "/rounds/{round_id}/result",
            "/rounds/{round_id}/record",
            "/rounds/{round_id}/votes",
            "/rounds/{round_id}/votes.csv",
            "/conclusion",
            "/assignments",
            "/assignments/{assignment_id}",
        )
    ),
}
#: of whoever is signed in, about themselves alone
OWN = {
    "GET /me",
    "PUT /me",
    *(f"GET /me/data{rest}" for rest in ("", "/proposals", "/messages")),
    "GET /me/sessions",
    "GET /me/assignments",
    "GET /me/messages",
    "GET /me/messages/unread",
    "POST /me/messages/read",
    "GET /forums/{forum_id}/rounds/{round_id}/ballot",
    "GET /forums/{forum_id}/rounds/{round_id}/proxy",
    "DELETE /forums/{forum_id}/rounds/{round_id}/proxy",  # who gave one may have lost their seat since
}
#: open to everybody, or a matter of the session itself
ELSEWHERE = {each.name for each in operations() if "/sign-in" in each.path or each.path in ("/sign-out", "/screens")}
DELEGATES = {
    "POST /forums/{forum_id}/proposals",
    "DELETE /forums/{forum_id}/proposals/{proposal_id}",  # their own
    "PUT /forums/{forum_id}/rounds/{round_id}/ballot",
    "PUT /forums/{forum_id}/proposals/{proposal_id}/opinion",
    "POST /forums/{forum_id}/proposals/similar",
    "GET /forums/{forum_id}/opinions/next",
    "GET /forums/{forum_id}/rounds/{round_id}/proxy/holders",
    "PUT /forums/{forum_id}/rounds/{round_id}/proxy",
}
GUARDED = [each for each in operations() if each.name not in PUBLIC | ELSEWHERE]
FORUMS = [each for each in operations() if "forum_id" in each.ids]

pytestmark = pytest.mark.usefixtures("unchanged")


@pytest.mark.parametrize("kind", KINDS)
def test_nobody_else_does_or_reads_what_is_guarded(kind: str, hall: Hall, strangers: Strangers) -> None:
    who = strangers.people[kind]
    theirs = (OWN if kind != "nobody" else set()) | (DELEGATES if kind == "delegate" else set())
    let_in = {}
    for operation in GUARDED:
        answer = asked(who, operation, hall)
        if operation.name not in theirs and not (answer.status in KEPT_OUT and answer.is_problem):
            let_in[operation.name] = answer
    assert not let_in


@pytest.mark.parametrize("kind", KINDS)
def test_a_draft_does_not_exist_for_anybody_else(kind: str, hall: Hall, strangers: Strangers) -> None:
    who, ids = strangers.people[kind], {**hall.ids, "forum_id": strangers.draft}
    found = {each.name: answer for each in FORUMS if (answer := asked(who, each, hall, ids)).status not in (401, 404)}
    assert not found
    assert strangers.draft not in who.ask("GET", f"{API}/forums?state=draft").text
    assert who.page(f"/dien-dan/{strangers.draft}").status == 404


def test_an_organizer_reaches_nothing_of_another_forum_through_their_own(hall: Hall, strangers: Strangers) -> None:
    who, ids = strangers.people["organizer-elsewhere"], {**hall.ids, "forum_id": strangers.elsewhere}
    named = [each for each in FORUMS if len(each.ids) > 1]
    answers = {each.name: answer for each in named if (answer := asked(who, each, hall, ids)).status not in (403, 404)}
    assert not answers
    for part, body in (
        ("rounds", hall.round_body()),
        ("solutions", hall.solution_body(hall.ids["proposal_id"])),
        ("invitations", {"seat_ids": [hall.ids["seat_id"]]}),
    ):
        assert who.ask("POST", f"{API}/forums/{strangers.elsewhere}/{part}", body).status == 422


@pytest.mark.parametrize("kind", KINDS)
def test_nobody_else_sits_at_the_desk(kind: str, hall: Hall, strangers: Strangers) -> None:
    desk = [path for path in addresses("GET", hall) if "dieu-hanh" in path]
    assert len(desk) > 5
    assert not [path for path in desk if strangers.people[kind].page(path).status < 300]
