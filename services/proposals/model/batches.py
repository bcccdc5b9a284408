"""What batches of ballots and of opinions have in common: how they are read, how a refusal is an outcome."""

import re
from collections.abc import Callable
from typing import Any, TypeVar
from uuid import UUID

from services.kit.errors import Fault, Invalid, Malformed, Refused
from services.proposals.model.refusals import BatchTooLarge

Item = TypeVar("Item")

LARGEST_BATCH = 1_000

_ID = re.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}").fullmatch


def read_each(raw: Any, read: Callable[[Any], Item], what: str) -> list[Item | Refused]:
    """The items of a batch; one that cannot be read is a refusal in its place. Raises Malformed or BatchTooLarge.

    `read` raises Invalid; of whatever else it stumbles over, `what` is the code.
    """
    if not isinstance(raw, list):
        raise Malformed(reason="not-a-list")
    if len(raw) > LARGEST_BATCH:
        raise BatchTooLarge(most=LARGEST_BATCH)
    return [_read(item, read, what) for item in raw]


def same_id(text: str) -> str:
    """The one way to write this id; ids are compared as text in a batch. Raises ValueError or TypeError."""
    return text if _ID(text) else str(UUID(text))


def refusal(refused: Refused) -> dict[str, Any]:
    """The outcome of an item that is refused."""
    outcome: dict[str, Any] = {
        "outcome": "refused",
        "slug": refused.slug,
        "kind": refused.kind,
        "sentence": refused.sentence,
        "facts": refused.facts,
    }
    if isinstance(refused, Invalid):
        outcome["faults"] = [{"pointer": f.pointer, "code": f.code, "params": f.params} for f in refused.faults]
    return outcome


def _read(raw: Any, read: Callable[[Any], Item], what: str) -> Item | Refused:
    try:
        return read(raw)
    except Invalid as invalid:
        return invalid
    except (KeyError, TypeError, ValueError, AttributeError):
        return Invalid([Fault("", what)])
