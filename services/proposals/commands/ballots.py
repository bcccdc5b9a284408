"""Counting ballots: one batch, one transaction, one event for each round."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from services.contracts import forum_stream
from services.kit import clock, crash
from services.kit.db import Tx
from services.kit.errors import Refused
from services.proposals import store
from services.proposals.model.ballots import Ballot, Voting, count_batch
from services.proposals.model.rounds import tally_is_visible
from services.proposals.tally import METHODS


def count_ballots(tx: Tx, forum_id: UUID, batch: Sequence[Ballot | Refused], arrived: float) -> dict[str, Any]:
    """Count a batch that reached us at `arrived` (monotonic): what it waited here does not make its ballots late."""
    waited_ms = round((clock.monotonic() - arrived) * 1000)
    ballots = [ballot for ballot in batch if isinstance(ballot, Ballot)]
    rounds = store.lock_voting(tx, forum_id, ballots)
    standings = store.standings(tx, forum_id, rounds, ballots) if rounds else {}
    counted = count_batch(rounds, standings, batch, waited_ms)
    if counted.standings:
        store.put_standings(tx, forum_id, counted.rounds, counted.standings)
        store.put_counts(tx, forum_id, counted.rounds)
    for voting in counted.rounds:
        tx.record(forum_stream(forum_id), "ballots_counted.v1", _news(forum_id, voting))
    crash.here("ballots_before_commit")
    return {"outcomes": counted.outcomes}


def _news(forum_id: UUID, voting: Voting) -> dict[str, Any]:
    """The counts as they now are; none while they may not be seen."""
    visible = bool(voting.counts) and tally_is_visible(voting.state, voting.live_tally)
    pairs, method = zip(voting.options, voting.counts, strict=False), METHODS[voting.method]
    return {
        "forum_id": forum_id,
        "round_id": voting.round_id,
        "ballots": voting.ballots,
        "tally": [method.describe(option, counts) for option, counts in pairs] if visible else None,
        "version": voting.version,
    }
