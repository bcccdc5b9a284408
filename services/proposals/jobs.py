"""What happens by itself: a round closes at its time, is sealed a little later, reminds those who have not voted."""

from collections.abc import Mapping
from uuid import UUID

from services.kit.db import Database, Tx
from services.kit.filling import fill
from services.kit.schedule import Handler, Job
from services.proposals import store
from services.proposals.commands import rounds
from services.proposals.model import finding
from services.proposals.model.rounds import Round
from services.proposals.store import queries


def handlers(seal_seconds: float) -> Mapping[str, Handler]:
    """Kind of job → what does it."""

    def close_round(tx: Tx, job: Job) -> None:
        round_ = _locked(tx, job)
        if round_.state == "open" and not round_.is_open(store.moment(tx)):
            rounds.shut(tx, round_, seal_seconds)

    return {rounds.CLOSE: close_round, rounds.SEAL: seal_round, rounds.REMIND: remind_of_round}


def seal_round(tx: Tx, job: Job) -> None:
    """Seal a round that has been closed for long enough."""
    round_ = _locked(tx, job)
    if round_.state == "closed":
        rounds.seal(tx, round_)


def remind_of_round(tx: Tx, job: Job) -> None:
    """Tell those who have not voted that a round closes soon; too late for that, nobody is told."""
    round_ = store.get_round(tx, *_names(job))
    if round_.is_open(store.moment(tx)):
        rows = queries.not_voted(tx.connection, **round_.key)
        people = [row["person_id"] for row in rows]
        rounds.tell_people(tx, "round_closing_soon.v1", round_, round_.closing, people)


def fill_texts(db: Database) -> None:
    """Fill in what rows are found by where an older version wrote them; mostly there are none."""
    fill(db, queries.proposals_not_filled, queries.fill_proposals, finding.proposal)
    fill(db, queries.solutions_not_filled, queries.fill_solutions, finding.solution)


def _locked(tx: Tx, job: Job) -> Round:
    return store.lock_round(tx, *_names(job))


def _names(job: Job) -> tuple[UUID, UUID]:
    return UUID(job.data["forum_id"]), UUID(job.data["round_id"])
