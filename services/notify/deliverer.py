"""Handing letters to the mail server: a few are leased at a time, sent over one connection, their outcomes written.

A sender holds its letters by a lease. Whatever stops it (a crash, a lost connection to the database), what it had
leased and not settled is in state `sending` until the lease ends, and then unknown: it may or may not have been sent,
and is sent once more. So a sender leases few, writes their outcomes with its next claim, and gives back what it has not
tried. Any number of senders may run, in any number of processes.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from services.contracts import forum_stream
from services.kit import clock, crash
from services.kit.db import Database, Tx, as_json
from services.kit.errors import OutcomeUnknown, Unavailable
from services.kit.ids import random_id
from services.kit.links import Links
from services.kit.log import logger
from services.kit.mail import Letter, Outcome, Post
from services.notify import letters
from services.notify.model import EMAIL, VOTING, Claimed, Occasion, State, Step, after
from services.notify.store import claimed, queries

log = logger(__name__)

AT_ONCE = 8  # letters leased at a time: as many may become unknown when the process dies
SLICE_SECONDS = 3  # then the sender pauses, so that a process that is to stop can
LEASE_SECONDS = 60  # longer than a slice and a slow conversation with a mail server
AWAY_SECONDS = 0.5  # before the database is asked again
LONGEST_REASON = 300


@dataclass(frozen=True)
class Settled:
    """What became of one leased delivery."""

    delivery: Claimed
    step: Step
    reason: str
    outcome: Outcome | None = None  # None when it was not tried

    @property
    def row(self) -> dict[str, object]:
        """As the database is told."""
        return {
            "forum_id": self.delivery.forum_id,
            "delivery_id": self.delivery.delivery_id,
            "state": self.step.state,
            "tried": int(self.outcome is not None),
            "unknown": int(self.outcome == Outcome.UNKNOWN),
            "reason": self.reason[:LONGEST_REASON],
            "delay": self.step.delay,
        }


@dataclass(frozen=True)
class Sender:
    """One sender's means: the database, the mail server, and what its links are made of."""

    db: Database
    post: Post
    links: Links
    public_url: str

    def send_due(self) -> int:
        """Send what is due for a while; answers how many deliveries were settled."""
        try:
            return self._send_due(clock.monotonic() + SLICE_SECONDS)
        except Unavailable as error:  # the next tick tries again
            log.warning("sending waits", error=error.slug)
            return 0
        finally:
            self.post.close()

    def _send_due(self, end: float) -> int:
        lease, number = random_id(), 0
        settled: list[Settled] = []
        while deliveries := self._exchange(lease, settled, 0 if self._must_pause(settled, end) else AT_ONCE):
            settled = []
            for delivery in deliveries:
                settled.append(self._send(delivery))
                if self._must_pause(settled, end):
                    break  # the rest goes back untried
            number += len(settled)
        return number

    def _must_pause(self, settled: Sequence[Settled], end: float) -> bool:
        """Whether the slice is over, or the mail server has gone with the last letter."""
        tried_in_vain = bool(settled) and settled[-1].outcome not in (None, Outcome.ACCEPTED)
        return clock.monotonic() > end or (tried_in_vain and not self.post.connected)

    def _exchange(self, lease: UUID, settled: Sequence[Settled], amount: int) -> list[Claimed]:
        """Write outcomes and lease more. While the database is away they are kept, as long as the lease lasts."""
        end = clock.monotonic() + LEASE_SECONDS / 2
        while True:
            try:
                return self.db.transact(lambda tx: exchange(tx, lease, settled, amount))
            except Unavailable as error:
                nothing_lost = not settled and not isinstance(error, OutcomeUnknown)
                if nothing_lost or clock.monotonic() > end:
                    raise
                time.sleep(AWAY_SECONDS)

    def _send(self, delivery: Claimed) -> Settled:
        if delivery.moot:
            return Settled(delivery, Step(State.EXPIRED), delivery.moot)
        if not delivery.email:
            return Settled(delivery, Step(State.GIVEN_UP), "no-address")
        try:
            letter = self._letter(delivery, delivery.email)
            outcome, said = self.post.send(letter)
        except Exception as error:  # a letter may fail in any way; it must not hold up the others
            log.error("letter failed", delivery=str(delivery.delivery_id), error=type(error).__name__)
            outcome, said = Outcome.REFUSED, f"cannot be written: {type(error).__name__}: {error}"
        crash.here("mail_sent")
        return Settled(delivery, after(delivery, outcome), said, outcome)

    def _letter(self, delivery: Claimed, email: str) -> Letter:
        written = letters.write(delivery.material, self.public_url + path(delivery, self.links))
        return Letter(
            to_name=letters.line(delivery.material.full_name, 100),
            to_email=email,
            subject=written.subject,
            text=written.text,
            html=written.html,
            message_id=f"d-{delivery.delivery_id}",
            language=delivery.material.language,
        )


def exchange(tx: Tx, lease: UUID, settled: Sequence[Settled], amount: int) -> list[Claimed]:
    """Write outcomes, give back what else the lease holds, and lease up to `amount` more. Repeating it is harmless."""
    if settled:
        _settle(tx, lease, settled)
    queries.release(tx.connection, lease=lease)
    if not amount:
        return []
    return [claimed(row) for row in queries.claim(tx.connection, lease=lease, seconds=LEASE_SECONDS, amount=amount)]


def lapse(db: Database) -> int:
    """Find leases that ended without an outcome; answers how many deliveries became unknown."""
    try:
        number = int(db.transact(lambda tx: queries.lapse(tx.connection)))
    except Unavailable as error:  # the next tick tries again
        log.warning("lapsed leases wait", error=error.slug)
        return 0
    if number:
        log.warning("leases lapsed", deliveries=number)
    return number


def path(delivery: Claimed, links: Links) -> str:
    """Where the letter's link leads. For who has been invited to a seat, by way of the invitation, which knows them."""
    if delivery.occasion == Occasion.INVITATION:
        return (
            f"/moi/{links.make('invitation', [delivery.material.facts['seat_id'], delivery.material.facts['serial']])}"
        )
    if delivery.occasion in VOTING and delivery.seat_id and delivery.serial:
        token = links.make("invitation", [str(delivery.seat_id), delivery.serial])
        return f"/moi/{token}?den={delivery.material.path}"
    return delivery.material.path


def _settle(tx: Tx, lease: UUID, settled: Sequence[Settled]) -> None:
    rows = list(queries.settle(tx.connection, lease=lease, outcomes=as_json([each.row for each in settled])))
    written = {row["delivery_id"]: row["changed_at"] for row in rows}
    for each in settled:
        if each.step.state == State.GIVEN_UP and each.delivery.delivery_id in written:
            _tell_given_up(tx, each.delivery, written[each.delivery.delivery_id])


def _tell_given_up(tx: Tx, delivery: Claimed, at: object) -> None:
    tx.record(
        forum_stream(delivery.forum_id),
        "delivery_given_up.v1",
        {
            "forum_id": delivery.forum_id,
            "message_id": delivery.message_id,
            "person_id": delivery.person_id,
            "occasion": delivery.occasion,
            "channel": EMAIL,
            "at": at,
        },
    )
