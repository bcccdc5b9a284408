"""Setting ballots aside: an option was changed under them, so none of them says what its elector meant.

The roll forgets who has voted, and revisions begin anew above all there were: a form that showed the old text, sent or
only opened, replaces a revision that nobody has any more, and is not counted.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from services.kit.db import Tx, as_json
from services.proposals import secret_ballots, store
from services.proposals.commands.rounds import tell, tell_people
from services.proposals.model.refusals import SolutionInVote
from services.proposals.model.rounds import RUNNING, Round
from services.proposals.model.sheet_refusals import SheetsHandedOut
from services.proposals.store import queries
from services.proposals.tally import METHODS


def lock_voted_on(tx: Tx, forum_id: UUID, solution_id: UUID) -> list[Round]:
    """The rounds that take ballots on a solution, or would if they were not paused; locked, in id order.

    Raises SolutionInVote when another one has come further with it: what people voted on does not change any more.
    And SheetsHandedOut when sheets are about with what it was: nobody could tell them from those with what it is.
    """
    of = {"forum_id": forum_id, "solution_id": solution_id}
    rows = list(queries.lock_rounds_of_solution(tx.connection, **of, states=[*RUNNING, "certified"]))
    found = [store.get_round(tx, forum_id, row["round_id"]) for row in rows]
    now = store.moment(tx)
    if not all(round_.state == "paused" or round_.is_open(now) for round_ in found):
        raise SolutionInVote
    if on_paper := sum(round_.on_paper for round_ in found):
        raise SheetsHandedOut(on_paper=on_paper)
    return found


def set_ballots_aside(tx: Tx, round_: Round, solution: Mapping[str, Any]) -> None:
    """No ballot of this locked round counts any more; everybody is told, and those who had voted to vote again."""
    now, (voters, highest) = store.moment(tx), _forget_ballots(tx, round_)
    change = {"at": now, "solution_id": solution["solution_id"], "ballots": round_.ballots}
    queries.put_set_aside(
        tx.connection,
        **round_.key,
        more=highest + 1,
        counts=as_json(METHODS[round_.method].empty(len(round_.options)) if round_.counts else []),
        change=as_json([change]),
    )
    tell(tx, "round_amended.v1", **round_.key)
    told = {f"solution_{name}": solution[name] for name in ("number", "title")}
    told |= {"solution_id": solution["solution_id"], "changed_at": now}
    tell_people(tx, "ballots_set_aside.v1", round_, round_.closing_if_resumed(now), voters, **told)


def _forget_ballots(tx: Tx, round_: Round) -> tuple[list[UUID], int]:
    """Take all ballots out, a page at a time, so that no statement takes long; who cast them, and the last revision."""
    voters, highest, after = set(), 0, UUID(int=0)
    while page := store.take_back_revisions(tx, round_, after):
        last = max(row["person_id"] for row in page)
        queries.drop_ballots(tx.connection, **round_.key, after=after, last=last)
        voters |= {row["voter"] for row in page}
        highest, after = max(highest, *(row["revision"] for row in page)), last
    if not round_.named:  # at last, as nobody who looks for their ballot gets past it until we are done
        secret_ballots.empty(tx, round_.round_id)
    return sorted(voters), highest
