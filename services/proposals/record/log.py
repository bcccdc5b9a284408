"""The log of records that were issued: it only grows, and a proof shows that it only grew (RFC 9162, 2.1).

Its leaves are the names of the records, in the order in which they were issued; its head at a moment is published, and
whoever kept one can have it shown that a later log began as theirs, so that no record in it was replaced since.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from services.proposals.record.canonical import digest
from services.proposals.record.record import Record, name_of, without_log
from services.proposals.record.tree import EMPTY, Tree, grew_from, has_leaf, leaf_hash

HEAD_FORMAT = "hienke-log-head.v1"

Head = dict[str, Any]


def enter(record: Mapping[str, Any], earlier: Sequence[str]) -> Record:
    """A record with its place in the log, after the records with these names: what is published."""
    numbered = {**record, "entry": len(earlier) + 1}
    name = name_of(numbered)
    parts = {member: digest(value) for member, value in numbered.items()}
    tree = _tree([*earlier, name])
    proof = [node.hex() for node in tree.inclusion(len(earlier))]
    return {**numbered, "log": {"name": name, "parts": parts, "root": tree.root.hex(), "proof": proof}}


def published_head(names: Sequence[str], at: datetime, since: Iterable[int] = ()) -> Head:
    """The head of the log of these records, with proofs that it grew from the log of the first so many, for each."""
    tree = _tree(names)
    time = at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="seconds") + "Z"
    proofs = [
        {"from": size, "proof": [node.hex() for node in tree.consistency(size)]}
        for size in since
        if 0 <= size <= tree.size
    ]
    return {"format": HEAD_FORMAT, "size": tree.size, "root": tree.root.hex(), "time": time, "consistency": proofs}


def own_head(record: Mapping[str, Any]) -> Head:
    """The head of the log when this record was its last."""
    return {"size": record["entry"], "root": record["log"]["root"]}


def is_entered(record: Mapping[str, Any]) -> bool:
    """Whether a record stands in the log where it says."""
    leaf, size, log = leaf_hash(bytes.fromhex(name_of(record))), record["entry"], record["log"]
    return has_leaf(leaf, size - 1, size, _bytes(log["proof"]), bytes.fromhex(log["root"]))


def changed_parts(record: Mapping[str, Any]) -> list[str]:
    """The members of a record that are not what they were when it was entered."""
    known = record["log"]["parts"]
    now = {member: digest(value) for member, value in without_log(record).items()}
    return [member for member in sorted(known.keys() | now.keys()) if known.get(member) != now.get(member)]


def began_as(head: Mapping[str, Any], later: Mapping[str, Any], proof: Sequence[str]) -> bool:
    """Whether the log with the later head once had this one."""
    root, later_root = bytes.fromhex(head["root"]), bytes.fromhex(later["root"])
    if head["size"] == 0:
        return root == EMPTY
    return grew_from(head["size"], root, later["size"], later_root, _bytes(proof))


def _tree(names: Sequence[str]) -> Tree:
    return Tree([leaf_hash(bytes.fromhex(name)) for name in names])


def _bytes(proof: Sequence[str]) -> list[bytes]:
    return [bytes.fromhex(node) for node in proof]
