"""Counting opinions: one batch, one transaction, one event with the new counts."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from services.contracts import forum_stream
from services.kit.db import Tx
from services.kit.errors import Refused
from services.proposals import store
from services.proposals.model.opinions import Counts, Opinion, count_batch, described


def count_opinions(tx: Tx, forum_id: UUID, batch: Sequence[Opinion | Refused]) -> dict[str, Any]:
    """Count a batch; each opinion has an outcome of its own."""
    opinions = [opinion for opinion in batch if isinstance(opinion, Opinion)]
    counted = count_batch(store.opinions_standing(tx, forum_id, opinions), batch)
    if counted.given:
        store.put_opinions(tx, forum_id, counted.given, counted.counts)
        tx.record(forum_stream(forum_id), "opinions_counted.v1", _news(forum_id, counted.counts))
    return {"outcomes": counted.outcomes}


def _news(forum_id: UUID, counts: Mapping[str, Counts]) -> dict[str, Any]:
    """The counts as they now are, and nothing of who said what."""
    proposals = [{"proposal_id": proposal_id, **described(each)} for proposal_id, each in counts.items()]
    return {"forum_id": forum_id, "proposals": proposals}
