"""Making the record of a round: what is known of it, its ballots by leaf, their tree, and the result.

A record is plain JSON values; `record.schema.json` says what each of them is. Its name is the SHA-256 of its canonical
form without the member `log`, which can only be known once the name is.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from services.kit.errors import Refused
from services.proposals.record.canonical import digest
from services.proposals.record.count import count
from services.proposals.record.leaf import ONE, receipt
from services.proposals.record.tree import Tree
from services.proposals.tally import kind_of, limits
from services.proposals.tally.outcome import Report, quiet

FORMAT = "hienke-record.v1"
BY_LOT = "lot"

Record = dict[str, Any]


class NotABallot(ValueError):
    """Raised for choices that nobody could have cast in their round."""


@dataclass(frozen=True, slots=True)
class Cast:
    """A ballot that counts, without whose it is."""

    choices: Sequence[int] | None  # None: spoilt
    nonce: str  # of one that is marked as paper the number of its sheet
    weight: str = ONE
    paper: bool = False


class Form:
    """What the ballots of a round were written on: it says what a ballot means, and so what its leaf is."""

    def __init__(self, facts: Mapping[str, Any]) -> None:
        method = facts["method"]
        self.round_id, self.options = facts["round"]["id"], ids(facts)
        self.kind, self.limits = kind_of(method["name"]), limits(method["name"], method["settings"])

    def leaf(self, ballot: Mapping[str, Any]) -> str:
        """The hash of the leaf that this ballot has. Raises NotABallot."""
        choices = None if ballot["choices"] is None else self.written(ballot["choices"])
        return receipt(self.round_id, ballot["nonce"], choices, ballot.get("weight", ONE), ballot.get("paper", False))

    def written(self, codes: Sequence[int]) -> dict[str, Any]:
        """A ballot's choices as its voter wrote them. Raises NotABallot.

        They are read back, so that no other codes can pass for the same words.
        """
        try:
            choices: dict[str, Any] = self.kind.show(codes, self.options)
            if self.kind.read(choices, self.options, self.limits) == codes:
                return choices
        except (Refused, ValueError, IndexError, TypeError):
            pass
        raise NotABallot


def make(facts: Mapping[str, Any], ballots: Iterable[Cast], report: Report = quiet) -> Record:
    """The record of a round but for its place in the log; `facts` are its round, options, method, rule and roll.

    Voters who share a nonce can cast ballots that have one leaf; both are in the record then. Raises NotABallot, and
    what `count` raises.
    """
    form = Form(facts)
    listed = sorted((_ballot(form, ballot) for ballot in ballots), key=lambda ballot: str(ballot["leaf"]))
    tree = Tree([bytes.fromhex(ballot["leaf"]) for ballot in listed])
    ties = {"by": facts["rule"]["ties"], "order": tie_order(facts["rule"]["ties"], tree.root, form.options)}
    head = {"size": tree.size, "root": tree.root.hex()}
    record = {"format": FORMAT, **facts, "ballots": listed, "tree": head, "ties": ties}
    return {**record, "result": count(record, report)}


def ids(facts: Mapping[str, Any]) -> list[str]:
    """The options, in the order of the ballot."""
    return [option["id"] for option in facts["options"]]


def tie_order(by: str, root: bytes, options: Sequence[str]) -> list[int]:
    """The places of these options in the order in which they go where they are equal: as on the ballot, or by lot.

    The lot is drawn from the tree of the ballots: anybody can draw it again, and nobody could before the last ballot.
    """
    places = range(len(options))
    if by == BY_LOT:
        return sorted(places, key=lambda place: sha256(root + options[place].encode()).digest())
    return list(places)


def without_log(record: Mapping[str, Any]) -> Record:
    """What names a record."""
    return {member: value for member, value in record.items() if member != "log"}


def name_of(record: Mapping[str, Any]) -> str:
    """The name of a record."""
    return digest(without_log(record))


def _ballot(form: Form, cast: Cast) -> dict[str, Any]:
    ballot: dict[str, Any] = {"choices": None if cast.choices is None else list(cast.choices), "nonce": cast.nonce}
    if cast.weight != ONE:
        ballot["weight"] = cast.weight
    if cast.paper:
        ballot["paper"] = True
    return {**ballot, "leaf": form.leaf(ballot)}
