"""The counter: counts the ballots of sealed rounds from nothing, and certifies what they come to.

    python -m services.proposals.counter

A process of its own, without eventlet: counting takes a whole processor for as long as a minute, and ballots of other
rounds must not wait for it. It can be killed anywhere and may run twice: a sealed round's ballots do not change, and
only who finds it still in counting certifies it.
"""

import signal
import sys
import time
from collections.abc import Callable
from typing import NoReturn

from services.kit import clock, crash, log, settings
from services.kit.db import Database
from services.kit.errors import Refused, Unavailable
from services.proposals import model
from services.proposals.commands import certifying
from services.proposals.model import results
from services.proposals.model.refusals import CountingFailed
from services.proposals.model.rounds import Round

IDLE = 0.3  # seconds between two looks for a round that waits
LONGEST_PAUSE = 10.0
TELL_SECONDS = 1.0  # between two tidings of progress

logger = log.logger(__name__)


def count_next(db: Database) -> bool:
    """Count the round that has waited longest; answers whether there was one."""
    round_ = db.read(certifying.next_round)
    if round_ is None:
        return False
    began = clock.monotonic()
    try:
        facts = certifying.facts_of(db, round_)
        counted = results.count(facts, _teller(db, round_))
        crash.here("counted_before_commit")
        db.transact(lambda tx: certifying.certify(tx, round_, counted))
    except Unavailable:
        raise  # it waits, and is counted when the database is back
    except Exception as error:  # whatever it is, other rounds must not wait for this one, and an organizer is told
        slug = error.slug if isinstance(error, Refused) else CountingFailed.slug
        logger.error("round not certified", round=str(round_.round_id), reason=slug, exc_info=error)
        db.transact(lambda tx: certifying.give_up(tx, round_, slug))
        return True
    logger.info("round counted", round=str(round_.round_id), seconds=round(clock.monotonic() - began, 1))
    return True


def _teller(db: Database, round_: Round) -> Callable[[int, int], None]:
    """Tells how far counting has come, at most once a second."""
    last = clock.monotonic()

    def tell(done: int, of: int) -> None:
        nonlocal last
        if of and clock.monotonic() - last > TELL_SECONDS:
            last = clock.monotonic()
            db.transact(lambda tx: certifying.tell_progress(tx, round_, done * 100 // of))

    return tell


def run(values: settings.Settings) -> NoReturn:
    """Count what waits, for ever, until SIGTERM or SIGINT."""
    log.configure("counter", values.log_level)
    crash.arm(values.crash_at)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: sys.exit(0))
    db, pause = Database(values.database_url, model.CONSTRAINTS, size=1), IDLE
    while True:
        try:
            pause = 0 if count_next(db) else IDLE
        except Exception as error:  # whatever it is, the other rounds and the next attempt must not suffer
            reason = str(error).partition("\n")[0]  # the lines after it may quote a ballot
            logger.warning("counting interrupted", error=type(error).__name__, reason=reason[:200])
            pause = min(max(pause, IDLE) * 2, LONGEST_PAUSE)
        time.sleep(pause)


if __name__ == "__main__":
    run(settings.read("proposals"))
