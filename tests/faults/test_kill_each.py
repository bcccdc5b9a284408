"""Kill -9 of every part in turn, while the story is played and delegates vote: nothing lost, doubled or out of order.

`make faults` runs it with `-s` and so prints the counts. It must fail when the promise is broken: run with the position
not saved (`tests/faults/README.md` says how), it does.
"""

import os
import threading
from collections.abc import Callable, Iterator, Sequence

import pytest
import requests

from bench import hall
from deploy import story
from deploy.local.stack import Stack
from tests.faults.audit import Audit, Finding
from tests.faults.voters import Crowd, Voter, insist
from tests.faults.witness import Witness
from tests.waiting import eventually

pytestmark = pytest.mark.faults

PROCESSES = ("proposals", "relay-proposals", "counter", "forum", "relay-forum", "notify", "relay-notify", "gateway")
SERVERS = ("postgres", "broker")
VICTIMS = (*PROCESSES, *SERVERS)  # each alone, and then all at once
#: how often everything is killed; `make faults` sets more
TURNS = int(os.environ.get("FAULT_TURNS", "1"))
DELEGATES = 60
#: ballots that must have been counted after one kill before the next
PROGRESS = 150
RECOVERY_SECONDS = 60


@pytest.fixture
def stack(own_stack: Callable[..., Stack]) -> Iterator[Stack]:
    """A system of our own, with its seal after two seconds and its reconciliation often."""
    with own_stack(SEAL_SECONDS="2", RECONCILE_SECONDS="3") as running:
        assert running.broker
        running.broker.wait_ready()
        yield running


def test_kill_each_part_while_the_story_and_the_voting_go_on(stack: Stack) -> None:
    witness = Witness(stack.environment["AMQP_URI"])
    crowd, forum, round_id = gather(stack)
    performance = Performance(stack)
    crowd.start()
    performance.start()
    for victims in [*([victim] for victim in VICTIMS), VICTIMS] * TURNS:
        names = ", ".join(victims)
        wait_for_progress(stack, crowd, f"before the kill of {names}")
        print(f"kill -9 {names} after {crowd.answers:,} counted ballots")
        kill(stack, victims)
        wait_for_progress(stack, crowd, f"after the kill of {names}")
    crowd.finish()
    performance.finish()
    findings = examine(stack, witness, crowd, forum, round_id)
    print("\n".join(str(finding) for finding in findings))
    assert performance.held, "the story found something wrong:\n" + "\n".join(performance.said)
    assert [str(finding) for finding in findings if not finding.holds] == []


class Performance:
    """The story, played in a thread of its own."""

    def __init__(self, stack: Stack) -> None:
        values = stack.environment
        self.said: list[str] = []
        self.held = False
        self._where = (stack.urls["gateway"], stack.urls["mail"], values["ADMIN_EMAIL"])
        self._thread = threading.Thread(target=self._play, daemon=True)

    def start(self) -> None:
        """Raise the curtain."""
        self._thread.start()

    def finish(self) -> None:
        """See it to its end."""
        self._thread.join()

    def _play(self) -> None:
        self.held = story.play(*self._where, echo=lambda line: self.said.append(str(line)))


def gather(stack: Stack) -> tuple[Crowd, hall.Hall, str]:
    """A hall of delegates, each signed in through their own invitation, with a round open."""
    values = stack.environment
    gateway = stack.urls["gateway"]
    filled = hall.fill(gateway, stack.urls["mail"], values["ADMIN_EMAIL"], DELEGATES, invite=True)
    voters = [Voter(seat.person_id, filled.token_of(seat, values["LINK_KEY"])) for seat in filled.seats]
    round_id = filled.open_round("Vòng bị phá")
    url = f"{gateway}/api/v1{filled.path}/rounds/{round_id}/ballot"
    return Crowd(url, filled.solutions, voters), filled, round_id


def kill(stack: Stack, victims: Sequence[str]) -> None:
    """Kill -9 processes, which their supervisor starts again, and servers, which whoever waits starts again."""
    if stack.broker and "broker" in victims:
        stack.broker.wait_ready()  # it may still be getting up from the last time
        stack.broker.settle()
    for victim in victims:
        if victim in PROCESSES:
            stack.kill(victim)
        else:
            getattr(stack, victim).kill()


def wait_for_progress(stack: Stack, crowd: Crowd, when: str) -> None:
    """Wait until more ballots have been counted: nobody had to lend a hand.

    Servers are looked after all the time, as by `hienke up`: a PostgreSQL that was killed cannot start before its last
    backend has noticed.
    """
    goal = crowd.answers + PROGRESS

    def progressed() -> bool:
        stack.revive()
        return crowd.answers >= goal

    eventually(progressed, within=RECOVERY_SECONDS, saying=f"{PROGRESS} more ballots {when}")


def examine(stack: Stack, witness: Witness, crowd: Crowd, forum: hall.Hall, round_id: str) -> list[Finding]:
    """Wait until everyone has caught up, then compare."""
    stack.wait_ready()
    audit = Audit(stack.environment)
    eventually(audit.caught_up, within=RECOVERY_SECONDS, saying="everyone to catch up")
    return [
        *audit.ballots(round_id, crowd.voters),
        *audit.feeds(witness.testify()),
        *audit.inbox(forum.forum_id, DELEGATES),
        Finding("options the gateway shows with another count", shown_otherwise(stack, forum, round_id, audit), 0),
    ]


def shown_otherwise(stack: Stack, forum: hall.Hall, round_id: str, audit: Audit) -> int:
    """Options of the round whose count on the public page is not the one in the database."""
    address = f"{stack.urls['gateway']}/api/v1{forum.path}/rounds/{round_id}"
    return eventually_same(lambda: audit.counts(round_id), lambda: _shown(address))


def eventually_same(one: Callable[[], list[list[int]]], other: Callable[[], list[list[int]]]) -> int:
    """How many still differ when the second has had time to follow the first."""
    try:
        eventually(lambda: one() == other(), within=5)
    except AssertionError:
        return sum(a != b for a, b in zip(one(), other(), strict=True))
    return 0


def _shown(address: str) -> list[list[int]]:
    answer = insist(lambda: requests.get(address, timeout=5))
    assert answer is not None
    return [[count["yes"], count["no"], count["abstain"]] for count in answer.json()["tally"]]
