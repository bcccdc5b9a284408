"""Delegates who vote while the system is being broken, and remember what they were told.

A voter sends a ballot until it gets a definite answer, as a page does: the same ballot, with the same nonce, again
after every dropped connection and every 503. So an answer lost on the way cannot be taken for a vote that was lost.
"""

import random
import secrets
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import requests

CHOICES = ("yes", "no", "abstain")
#: seconds one ballot may take to a definite answer, with every part of the system killed in between
PATIENCE = 90.0


@dataclass
class Voter:
    """One delegate: what they were last told is counted, and what they were told that cannot be."""

    person_id: str
    token: str
    counted: dict[str, Any] | None = None  # the last ballot that was answered "counted", with its receipt
    answers: int = 0
    surprises: list[str] = field(default_factory=list)

    @property
    def revision(self) -> int:
        """The revision of the ballot that counts."""
        return self.counted["revision"] if self.counted else 0


class Crowd:
    """Voters voting and voting again, each one's ballots one after the other, until told to stop."""

    def __init__(
        self,
        ballot_url: str,
        solutions: Sequence[str],
        voters: Sequence[Voter],
        choices: Sequence[str] = CHOICES,
        threads: int = 6,
    ) -> None:
        self.ballot_url, self.solutions, self.voters, self.choices = ballot_url, solutions, voters, choices
        self._stop = threading.Event()
        self._threads = [
            threading.Thread(target=self._vote, args=(self.voters[n::threads],), daemon=True) for n in range(threads)
        ]

    @property
    def answers(self) -> int:
        """How many ballots have been answered "counted" so far."""
        return sum(voter.answers for voter in self.voters)

    def start(self) -> None:
        """Begin voting."""
        for thread in self._threads:
            thread.start()

    def finish(self) -> None:
        """Let every voter get the answer to the ballot in hand, then stop."""
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def _vote(self, mine: Sequence[Voter]) -> None:
        session = requests.Session()
        while not self._stop.is_set():
            for voter in mine:
                self._cast(session, voter, random.Random())

    def _cast(self, session: requests.Session, voter: Voter, chance: random.Random) -> None:
        ballot = {
            "choices": {solution: chance.choice(self.choices) for solution in self.solutions},
            "replaces": voter.revision,
            "nonce": secrets.token_urlsafe(18),
        }
        answer = insist(lambda: session.put(self.ballot_url, json=ballot, headers=_bearer(voter), timeout=12))
        if answer is None or answer.status_code != 200:
            voter.surprises.append(f"{answer.status_code} {answer.text[:200]}" if answer is not None else "no answer")
            return
        told = answer.json()
        if told["revision"] != voter.revision + 1:
            voter.surprises.append(f"revision {told['revision']} after {voter.revision}")
        voter.counted = {**ballot, **told}
        voter.answers += 1


def insist(send: Callable[[], requests.Response], patience: float = PATIENCE) -> requests.Response | None:
    """Send until there is a definite answer: not a dropped connection, not a 429, 502 or 503."""
    end = time.monotonic() + patience
    pause = threading.Event()
    while time.monotonic() < end:
        try:
            answer = send()
        except requests.RequestException:
            pause.wait(0.2)
            continue
        if answer.status_code not in (429, 502, 503):
            return answer
        pause.wait(min(float(answer.headers.get("Retry-After", "1")), 1.0) / 4)
    return None


def _bearer(voter: Voter) -> dict[str, str]:
    return {"Authorization": f"Bearer {voter.token}"}
