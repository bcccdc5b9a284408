"""A ballot's leaf: what its receipt is the hash of, and what the published record says of it.

A leaf is the JSON object of the ballot's choices, its nonce and its round. A ballot that does not weigh one vote has
its `weight` in it too: the roll is frozen before anybody votes, so the voter is told with the receipt, and nobody can
give the weight to another ballot later without that receipt being missed. A paper ballot of a named round
has `paper` in it and the number of its sheet for a nonce; a spoilt one, which nobody could count, has null for choices.
So all that is counted of a ballot is in its leaf.
"""

import hashlib
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import orjson

ONE = "1"  # the weight that goes without saying


def receipt(
    round_id: str, nonce: str, choices: Mapping[str, Any] | None, weight: str = ONE, paper: bool = False
) -> str:
    """The hash of the ballot's leaf (RFC 6962, 2.1): what a voter keeps to find the ballot in the published record."""
    leaf: dict[str, Any] = {"choices": choices, "nonce": nonce, "round": round_id}
    if weight != ONE:
        leaf["weight"] = weight
    if paper:
        leaf["paper"] = True
    canonical = orjson.dumps(leaf, option=orjson.OPT_SORT_KEYS)  # RFC 8785's form: all of it is ASCII text
    return hashlib.sha256(b"\0" + canonical).hexdigest()


def weight_text(weight: Decimal) -> str:
    """A weight as a leaf says it: a decimal in one way only."""
    return f"{weight.normalize():f}"
