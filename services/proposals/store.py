"""Rows to values and back; the SQL is in `queries.sql`."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from services.kit.db import Tx, as_json
from services.kit.errors import Missing
from services.kit.queries import load
from services.proposals import secret_ballots, secret_sheets
from services.proposals.model import opinions
from services.proposals.model.admissions import Admission
from services.proposals.model.assignments import Assignment
from services.proposals.model.ballots import Ballot, Place, Standing, Voting
from services.proposals.model.forums import Forum, takes_part
from services.proposals.model.proxies import Proxy
from services.proposals.model.rounds import RUNNING, Option, Round
from services.proposals.model.sheets import Sheet

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


def page_of_ballots(tx: Tx, round_: Round, after: UUID) -> list[dict[str, Any]]:
    """Ballots of a named round in the order of its electors, some at a time, so that no statement takes long."""
    return list(queries.page_of_ballots(tx.connection, **round_.key, after=after, amount=PAGE_OF_BALLOTS))


def page_of_secret_ballots(tx: Tx, round_: Round, after: bytes) -> list[dict[str, Any]]:
    """Ballots of a secret round, some at a time, in the order of what finds them."""
    return secret_ballots.page(tx, round_.round_id, after, PAGE_OF_BALLOTS)


def page_of_roll(tx: Tx, round_: Round, after: UUID) -> list[dict[str, Any]]:
    """Places on a round's roll, some at a time."""
    return list(queries.page_of_roll(tx.connection, **round_.key, after=after, amount=PAGE_OF_ROLL))


def sheets(tx: Tx, round_: Round, number: int | None = None) -> list[Sheet]:
    """The sheets of a round by number, or the one with this; of a secret round there are none once it has a result."""
    if round_.named:
        return [Sheet(**row) for row in queries.sheets(tx.connection, **round_.key, number=number)]
    kept = round_.on_paper and round_.state in RUNNING
    return [Sheet(**row) for row in secret_sheets.find(tx, round_.round_id, number)] if kept else []


def take_back_revisions(tx: Tx, round_: Round, after: UUID) -> list[dict[str, Any]]:
    """The next of those who have voted, after a person, have not: elector, voter, and the revision they were at."""
    return list(queries.take_back_revisions(tx.connection, **round_.key, after=after, amount=PAGE_OF_ROLL))


def freeze_roll(tx: Tx, forum_id: UUID, round_id: UUID) -> list[UUID]:
    """Write down who may vote, a page at a time, so that no statement takes long; answers them."""
    electors: list[UUID] = []
    of = {"forum_id": forum_id, "round_id": round_id, "amount": PAGE_OF_ROLL}
    while page := list(queries.freeze_roll(tx.connection, **of, after=electors[-1] if electors else _FIRST)):
        electors += sorted(row["person_id"] for row in page)
    return electors


def delegates(tx: Tx, forum_id: UUID, people: Sequence[UUID]) -> dict[UUID, dict[str, Any]]:
    """Those of these people who hold a delegate's seat: name, sector, weight."""
    rows = queries.delegates(tx.connection, forum_id=forum_id, person_ids=list(people))
    return {row["person_id"]: dict(row) for row in rows}


def names(tx: Tx, forum_id: UUID, people: Sequence[UUID]) -> dict[UUID, str]:
    """What these people are called; empty where nobody has told."""
    rows = queries.names(tx.connection, forum_id=forum_id, person_ids=list(set(people)))
    return {row["person_id"]: row["full_name"] for row in rows}


def proxies_about(tx: Tx, round_: Round, people: Sequence[UUID]) -> list[Proxy]:
    """The proxies of a round that these people gave or were given, whatever became of them."""
    return [Proxy(**row) for row in queries.proxies_about(tx.connection, **round_.key, person_ids=list(people))]


def admissions(tx: Tx, round_: Round) -> list[Admission]:
    """Who came on a round's roll late, or is to, in the order it was proposed."""
    rows = queries.admissions(tx.connection, **round_.key)
    return [Admission(**row) for row in rows]


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
    return {row["round_id"]: Voting(**row, key=_key(tx, row)) for row in rows}


def _key(tx: Tx, row: dict[str, Any]) -> bytes | None:
    """The key of a secret round, while there is one."""
    secret = not row["named"] and row["state"] in RUNNING
    return secret_ballots.key_of(tx, UUID(row["round_id"])) if secret else None


def standings(tx: Tx, forum_id: UUID, rounds: dict[str, Voting], ballots: Sequence[Ballot]) -> dict[Place, Standing]:
    """Where the electors of these ballots stand; who is not on the roll is not in it. After `lock_voting` only."""
    round_ids, person_ids = [list(column) for column in zip(*{ballot.place for ballot in ballots}, strict=True)]
    rows = queries.standings(tx.connection, forum_id=forum_id, round_ids=round_ids, person_ids=person_ids)
    found = {(row["round_id"], row["person_id"]): row for row in rows}
    for voting in rounds.values():
        if voting.key:
            _add_secret(tx, voting, {place: row for place, row in found.items() if place[0] == voting.round_id})
    return {place: _standing(row, rounds[place[0]].unit) for place, row in found.items()}


def _add_secret(tx: Tx, voting: Voting, places: dict[Place, dict[str, Any]]) -> None:
    keys = {secret_ballots.elector(voting.key or b"", place[1]): row for place, row in places.items()}
    for key, (choices, nonce) in secret_ballots.find(tx, UUID(voting.round_id), keys).items():
        keys[key] |= {"choices": choices, "nonce": nonce}


def _standing(row: dict[str, Any], unit: int) -> Standing:
    weight = unit if row["weight"] is None else int(row["weight"] * unit)
    if not row["revision"]:
        return Standing(0, [], "", weight, row["holder"], row["on_paper"])
    return Standing(row["revision"], row["choices"], row["nonce"], weight, row["holder"], row["on_paper"])


def places_of(tx: Tx, round_: Round, person_id: UUID) -> list[dict[str, Any]]:
    """The places on a round's roll that are a person's own, or whose proxy they hold, with the ballots that are in."""
    places = [dict(row) for row in queries.places_of(tx.connection, **round_.key, person_id=person_id)]
    if not round_.named and round_.state in RUNNING:
        secret = secret_ballots.key_of(tx, round_.round_id)
        keys = {secret_ballots.elector(secret, str(place["person_id"])): place for place in places}
        for key_of, (choices, nonce) in secret_ballots.find(tx, round_.round_id, keys).items():
            keys[key_of] |= {"choices": choices, "nonce": nonce}
    return places


def put_standings(tx: Tx, forum_id: UUID, rounds: Sequence[Voting], changed: dict[Place, Standing]) -> None:
    """Store ballots, each in the place of the one it replaces, and raise the revisions on the roll."""
    keys = {voting.round_id: voting.key for voting in rounds}
    rows = [
        {"round_id": round_id, "elector": person_id, "choices": standing.choices, "nonce": standing.nonce}
        for (round_id, person_id), standing in changed.items()
        if not keys[round_id]
    ]
    if rows:
        queries.put_ballots(tx.connection, forum_id=forum_id, ballots=as_json(rows))
    for round_id, key in keys.items():
        if key:
            of = {who: standing for (where, who), standing in changed.items() if where == round_id}
            cast = {secret_ballots.elector(key, who): (each.choices, each.nonce) for who, each in of.items()}
            secret_ballots.put(tx, UUID(round_id), cast)
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
