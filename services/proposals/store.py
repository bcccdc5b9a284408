"""Rows to values and back; the SQL is in `queries.sql`."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from services.kit.db import Tx, as_json
from services.kit.errors import Missing
from services.kit.queries import load
from services.proposals.model import opinions
from services.proposals.model.assignments import Assignment
from services.proposals.model.ballots import Ballot, Place, Standing, Voting
from services.proposals.model.forums import Forum, takes_part
from services.proposals.model.rounds import Option, Round
from services.proposals.tally import METHODS

queries = load(__file__)

PAGE_OF_BALLOTS = 2_000
PAGE_OF_ROLL = 10_000
_FIRST = UUID(int=0)


def moment(tx: Tx) -> datetime:
    """The database's clock at this moment."""
    now: datetime = queries.moment(tx.connection)
    return now


def get_round(tx: Tx, forum_id: UUID, round_id: UUID) -> Round:
    """One round. Raises Missing."""
    row = queries.round(tx.connection, forum_id=forum_id, round_id=round_id)
    if row is None:
        raise Missing
    return _rounds(tx, forum_id, [row])[0]


def lock_round(tx: Tx, forum_id: UUID, round_id: UUID) -> Round:
    """One round, and nobody else changes it or counts ballots in it until we are done. Raises Missing."""
    queries.lock_round(tx.connection, forum_id=forum_id, round_id=round_id)
    return get_round(tx, forum_id, round_id)


def all_rounds(tx: Tx, forum_id: UUID) -> list[Round]:
    """The rounds of a forum in the order they were prepared."""
    return _rounds(tx, forum_id, list(queries.rounds(tx.connection, forum_id=forum_id)))


def _rounds(tx: Tx, forum_id: UUID, rows: Sequence[dict[str, Any]]) -> list[Round]:
    options: dict[UUID, list[Option]] = defaultdict(list)
    for row in queries.options(tx.connection, forum_id=forum_id, round_ids=[row["round_id"] for row in rows]):
        options[row.pop("round_id")].append(Option(**row))
    return [Round(**row, options=tuple(options[row["round_id"]])) for row in rows]


def pages_of_ballots(tx: Tx, forum_id: UUID, round_id: UUID) -> Iterator[list[list[int]]]:
    """The choices of all ballots of a round, some at a time, so that nothing takes long at a stretch."""
    after = _FIRST
    while rows := list(
        queries.page_of_ballots(
            tx.connection, forum_id=forum_id, round_id=round_id, after=after, amount=PAGE_OF_BALLOTS
        )
    ):
        yield [row["choices"] for row in rows]
        after = rows[-1]["elector"]


def freeze_roll(tx: Tx, forum_id: UUID, round_id: UUID) -> list[UUID]:
    """Write down who may vote, a page at a time, so that no statement takes long; answers them."""
    electors: list[UUID] = []
    of = {"forum_id": forum_id, "round_id": round_id, "amount": PAGE_OF_ROLL}
    while page := list(queries.freeze_roll(tx.connection, **of, after=electors[-1] if electors else _FIRST)):
        electors += sorted(row["person_id"] for row in page)
    return electors


def lock_assignment(tx: Tx, forum_id: UUID, assignment_id: UUID) -> Assignment:
    """One assignment, for changing. Raises Missing."""
    row = queries.lock_assignment(tx.connection, forum_id=forum_id, assignment_id=assignment_id)
    if row is None:
        raise Missing
    return Assignment(**row)


def lock_voting(tx: Tx, forum_id: UUID, ballots: Sequence[Ballot]) -> dict[str, Voting]:
    """The rounds these ballots are for, locked in id order."""
    wanted = list({ballot.round_id for ballot in ballots})
    rows = queries.lock_rounds(tx.connection, forum_id=forum_id, round_ids=wanted)
    return {row["round_id"]: _voting(row) for row in rows}


def _voting(row: dict[str, Any]) -> Voting:
    return Voting(
        row["round_id"],
        row["state"],
        row["closes_at"],
        row["live_tally"],
        METHODS[row["method"]],
        row["options"],
        row["ballots"],
        row["counts"],
        row["version"],
        row["now"],
    )


def standings(tx: Tx, forum_id: UUID, ballots: Sequence[Ballot]) -> dict[Place, Standing]:
    """Where the electors of these ballots stand; who is not on the roll is not in it. After `lock_voting` only."""
    places = {(ballot.round_id, ballot.person_id) for ballot in ballots}
    round_ids, person_ids = [list(column) for column in zip(*places, strict=True)]
    rows = queries.standings(tx.connection, forum_id=forum_id, round_ids=round_ids, person_ids=person_ids)
    return {(row["round_id"], row["person_id"]): _standing(row) for row in rows}


def _standing(row: dict[str, Any]) -> Standing:
    return Standing(row["revision"], row["choices"], row["nonce"]) if row["revision"] else Standing()


def put_standings(tx: Tx, forum_id: UUID, changed: dict[Place, Standing]) -> None:
    """Store ballots, each in the place of the one it replaces, and raise the revisions on the roll."""
    rows = [
        {"round_id": round_id, "elector": person_id, "choices": standing.choices, "nonce": standing.nonce}
        for (round_id, person_id), standing in changed.items()
    ]
    queries.put_ballots(tx.connection, forum_id=forum_id, ballots=as_json(rows))
    round_ids, person_ids = [list(column) for column in zip(*changed, strict=True)]
    revisions = [standing.revision for standing in changed.values()]
    raised = queries.raise_revisions(
        tx.connection, forum_id=forum_id, round_ids=round_ids, person_ids=person_ids, revisions=revisions
    )
    if raised != len(changed):
        raise RuntimeError("a roll changed while its round was locked")  # nothing is stored, nobody is told "counted"


def put_counts(tx: Tx, forum_id: UUID, rounds: Sequence[Voting]) -> None:
    """Store running counts."""
    rows = [{"round_id": r.round_id, "ballots": r.ballots, "counts": r.counts, "version": r.version} for r in rounds]
    queries.put_counts(tx.connection, forum_id=forum_id, rounds=as_json(rows))


def opinions_standing(tx: Tx, forum_id: UUID, given: Sequence[opinions.Opinion]) -> opinions.Standing:
    """What these opinions meet; the proposals they are on are locked in id order."""
    row = queries.forum_as_seen(tx.connection, forum_id=forum_id, person_id=None)
    forum = Forum(**row) if row else None
    person_ids = list({opinion.person_id for opinion in given})
    seats = queries.roles_of(tx.connection, forum_id=forum_id, person_ids=person_ids)
    seated = {seat["person_id"] for seat in seats if takes_part(seat["roles"])}
    proposal_ids = list({opinion.proposal_id for opinion in given})
    rows = queries.lock_proposals(tx.connection, forum_id=forum_id, proposal_ids=proposal_ids)
    counts = {row["proposal_id"]: [row[word] for word in opinions.WORDS] for row in rows}
    return opinions.Standing(
        forum if forum and forum.announced else None, seated, counts, _opinions_before(tx, forum_id, given)
    )


def _opinions_before(tx: Tx, forum_id: UUID, given: Sequence[opinions.Opinion]) -> dict[opinions.Place, str]:
    """What was said before on the same proposals by the same people. After `lock_proposals` only."""
    proposal_ids, person_ids = [o.proposal_id for o in given], [o.person_id for o in given]
    rows = queries.opinions_given(tx.connection, forum_id=forum_id, proposal_ids=proposal_ids, person_ids=person_ids)
    return {(row["proposal_id"], row["person_id"]): row["opinion"] for row in rows}


def put_opinions(tx: Tx, forum_id: UUID, given: dict[opinions.Place, str], counts: dict[str, opinions.Counts]) -> None:
    """Store opinions, each in the place of the one it replaces, and the counts."""
    proposal_ids, person_ids = [list(column) for column in zip(*given, strict=True)]
    queries.put_opinions(
        tx.connection,
        forum_id=forum_id,
        proposal_ids=proposal_ids,
        person_ids=person_ids,
        opinions=list(given.values()),
    )
    rows = [{"proposal_id": proposal_id, **opinions.described(each)} for proposal_id, each in counts.items()]
    queries.put_opinion_counts(tx.connection, forum_id=forum_id, counts=as_json(rows))
