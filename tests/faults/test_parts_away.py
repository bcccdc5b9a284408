"""Each part alone: what the others do while it is away, and what happens when it is back."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import requests

from bench import hall
from bench.hall import Hall
from deploy.local.stack import Stack
from tests.faults.audit import Audit
from tests.faults.voters import Crowd, Voter, insist
from tests.waiting import eventually

pytestmark = pytest.mark.faults

DELEGATES = 12


@pytest.fixture(scope="module")
def stack(own_stack: Callable[..., Stack]) -> Iterator[Stack]:
    """A system of this module's own, since its parts are stopped."""
    with own_stack(SEAL_SECONDS="1", RECONCILE_SECONDS="2") as running:
        yield running


@pytest.fixture
def forum(stack: Stack) -> Hall:
    """A forum that is known everywhere."""
    values = stack.environment
    filled = hall.fill(stack.urls["gateway"], stack.urls["mail"], values["ADMIN_EMAIL"], DELEGATES, invite=True)
    eventually(Audit(values).caught_up, within=30)
    return filled


def test_with_the_broker_stopped_a_forum_goes_on_and_everything_catches_up(stack: Stack, forum: Hall) -> None:
    assert stack.broker
    voters = sign_in(stack, forum)
    stack.broker.stop()
    try:
        result = vote_and_certify(stack, forum, voters)
        assert result["state"] == "certified" and result["ballots"] == DELEGATES
    finally:
        stack.broker.start()
        stack.broker.wait_ready()
    audit = Audit(stack.environment)
    eventually(audit.caught_up, within=60)
    assert [str(finding) for finding in audit.listeners() if not finding.holds] == []
    eventually(lambda: told(stack, voters[0]) >= {"voting-opened", "result"}, within=30)


def test_with_notify_stopped_a_forum_runs_and_its_messages_come_later(stack: Stack, forum: Hall) -> None:
    voters = sign_in(stack, forum)
    stack.stop_process("notify")
    try:
        result = vote_and_certify(stack, forum, voters)
        conclusion = conclude(forum, result)
        assert conclusion["number"]
    finally:
        stack.start_process("notify")
    eventually(lambda: told(stack, voters[0]) >= {"voting-opened", "result"}, within=30)


def test_with_proposals_stopped_the_forum_opens_and_says_what_is_missing(stack: Stack, forum: Hall) -> None:
    gateway = stack.urls["gateway"]
    stack.stop_process("proposals")
    try:
        page = requests.get(f"{gateway}/dien-dan/{forum.forum_id}", headers={"Accept": "text/html"}, timeout=10)
        ballot = requests.put(
            f"{gateway}/api/v1{forum.path}/rounds/{forum.forum_id}/ballot",
            json={"choices": {}, "replaces": 0, "nonce": "n" * 20},
            headers={"Authorization": f"Bearer {sign_in(stack, forum)[0].token}"},
            timeout=10,
        )
    finally:
        stack.start_process("proposals")
        stack.wait_ready()
    assert page.status_code == 200 and "Diễn đàn thử tải" in page.text
    assert "chưa" in page.text.lower()
    assert ballot.status_code == 503 and ballot.headers["Retry-After"]


def test_with_the_forum_service_stopped_voting_goes_on(stack: Stack, forum: Hall) -> None:
    voters = sign_in(stack, forum)
    stack.stop_process("forum")
    try:
        result = vote_and_certify(stack, forum, voters)
    finally:
        stack.start_process("forum")
        stack.wait_ready()
    assert result["state"] == "certified" and result["ballots"] == DELEGATES


def sign_in(stack: Stack, forum: Hall) -> list[Voter]:
    """Every delegate, signed in."""
    key = stack.environment["LINK_KEY"]
    return [Voter(seat.person_id, forum.token_of(seat, key)) for seat in forum.seats]


def vote_and_certify(stack: Stack, forum: Hall, voters: list[Voter]) -> dict[str, Any]:
    """A round from its opening to its certified result; everybody votes."""
    round_id = forum.open_round("Vòng thiếu một phần hệ thống")
    path = f"{forum.path}/rounds/{round_id}"
    crowd = Crowd(f"{stack.urls['gateway']}/api/v1{path}/ballot", forum.solutions, voters, choices=("yes",))
    crowd.start()
    eventually(lambda: all(voter.counted for voter in voters), within=30)
    crowd.finish()
    forum.organizer.post(f"{path}/close")
    eventually(lambda: forum.organizer.get(path)["state"] == "sealed", within=30)
    forum.organizer.post(f"{path}/certify")
    eventually(lambda: forum.organizer.get(path)["state"] == "certified", within=30)
    certified: dict[str, Any] = forum.organizer.get(path)
    return certified


def conclude(forum: Hall, result: dict[str, Any]) -> dict[str, Any]:
    """Issue the conclusion over what was adopted."""
    adopted = [count["solution_id"] for count in result["tally"] if count["adopted"]]
    body = forum.organizer.get("/bodies")["items"][0]["body_id"]
    items = [{"solution_id": solution, "due_on": "2030-01-31", "body_ids": [body]} for solution in adopted]
    issued: dict[str, Any] = forum.organizer.post(f"{forum.path}/conclusion", {"items": items})
    return issued


def told(stack: Stack, voter: Voter) -> set[str]:
    """What a delegate's inbox is about."""
    url, headers = f"{stack.urls['gateway']}/api/v1/me/messages", {"Authorization": f"Bearer {voter.token}"}
    answer = insist(lambda: requests.get(url, headers=headers, timeout=10))
    assert answer is not None
    return {message["occasion"] for message in answer.json()["items"]}
