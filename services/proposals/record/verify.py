"""Checking a record: whether its ballots are what their leaves say, and its result what its ballots say.

Each finding says one thing that was looked at. A record of the right shape (`record.schema.json`) never makes this
fail, whatever it says. Whether somebody made a whole other record only others can tell: voters by the receipts they
kept, and anybody by a head of the log that was published before.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Any

from services.proposals.record import log, paper
from services.proposals.record.count import count
from services.proposals.record.findings import Finding
from services.proposals.record.leaf import ONE
from services.proposals.record.record import Form, NotABallot, ids, name_of, tie_order
from services.proposals.record.tree import Tree
from services.proposals.tally import METHODS

Json = Mapping[str, Any]
Path = tuple[str | int, ...]


SOME = 5  # differences that are told one by one


def check(record: Json, receipts: Sequence[str] = (), heads: Sequence[Json] = ()) -> list[Finding]:
    """Everything that can be found out about a record: alone, with receipts, and with heads of the log."""
    roll = (_roll, paper.check)
    checks = [_ballots, _tree, *roll, _ties, _result] if _is_known(record) else [_unknown, _tree, *roll]
    alone = [finding for look in (*checks, _log) for finding in look(record)]
    return [*alone, *_changes(record), *_heads(record, heads), *(_receipt(record, each) for each in receipts)]


def _is_known(record: Json) -> bool:
    return record["method"]["name"] in METHODS


def _unknown(record: Json) -> Iterator[Finding]:
    yield Finding(False, "unknown-method", {"method": record["method"]["name"]})


def _ballots(record: Json) -> Iterator[Finding]:
    form, leaves = Form(record), [ballot["leaf"] for ballot in record["ballots"]]
    found = [_leaf(form, ballot) for ballot in record["ballots"]]
    differ = [place for place, (leaf, said) in enumerate(zip(found, leaves, strict=True), 1) if leaf and leaf != said]
    all_differ = len(differ) == len(leaves) > 1
    troubles = {
        "no-ballot": [place for place, leaf in enumerate(found, 1) if leaf is None],
        "no-leaf-fits" if all_differ else "leaf-differs": differ,
        "not-sorted": [place for place, (one, other) in enumerate(pairwise(leaves), 2) if one > other],
        "option-twice": [place for place, option in enumerate(form.options, 1) if form.options.count(option) > 1],
    }
    if alike := [place for place, (one, other) in enumerate(pairwise(leaves), 2) if one == other]:
        yield Finding(None, "leaf-twice", {"some": alike})  # which voters who share a nonce can bring about
    yield from (Finding(False, word, {"some": places}) for word, places in troubles.items() if places)
    if not any(troubles.values()):
        yield Finding(True, "leaves-fit", {"ballots": len(leaves)})


def _leaf(form: Form, ballot: Json) -> str | None:
    try:
        return form.leaf(ballot)
    except NotABallot:
        return None


def _tree(record: Json) -> Iterator[Finding]:
    said, found = record["tree"], Tree([bytes.fromhex(ballot["leaf"]) for ballot in record["ballots"]])
    facts = {"said": said["size"], "found": found.size, "number": abs(said["size"] - found.size), "root": said["root"]}
    fits = found.root.hex() == said["root"]
    if found.size == said["size"]:
        yield Finding(fits, "tree-fits" if fits else "tree-differs", facts)
    elif fits:
        yield Finding(False, "tree-size-differs", facts)
    else:
        yield Finding(False, "ballots-missing" if found.size < said["size"] else "ballots-added", facts)


def _roll(record: Json) -> Iterator[Finding]:
    facts = {"ballots": len(record["ballots"]), "electors": record["roll"]["electors"]}
    troubles = [*_overfull(record), *_sums(record["roll"])]
    if facts["ballots"] > facts["electors"]:
        troubles.insert(0, Finding(False, "roll-too-small", facts))
    yield from troubles or [Finding(True, "roll-fits", facts)]


def _overfull(record: Json) -> Iterator[Finding]:
    """Weights that more ballots have than electors."""
    electors = record["roll"]["weights"]
    for weight, ballots in Counter(ballot.get("weight", ONE) for ballot in record["ballots"]).items():
        if ballots > electors.get(weight, 0):
            facts = {"weight": weight, "ballots": ballots, "electors": electors.get(weight, 0)}
            yield Finding(False, "weight-too-often", facts)


def _sums(roll: Json) -> Iterator[Finding]:
    """What the roll says of all its electors, and its weights do not."""
    pairs = roll["weights"].items()
    found = {
        "electors": Fraction(sum(electors for _, electors in pairs)),
        "entitled": sum((Fraction(weight) * electors for weight, electors in pairs), Fraction()),
    }
    for what, sum_ in found.items():
        if Fraction(roll[what]) != sum_:
            yield Finding(False, "roll-differs", {"what": what, "said": roll[what], "found": sum_})


def _ties(record: Json) -> Iterator[Finding]:
    if record["ties"] != _right_ties(record):
        yield Finding(False, "ties-differ")


def _right_ties(record: Json) -> Json:
    by = record["rule"].get("ties")
    return {"by": by, "order": tie_order(by, bytes.fromhex(record["tree"]["root"]), ids(record))}


def _result(record: Json) -> Iterator[Finding]:
    try:
        counted = count({**record, "ties": _right_ties(record)})
    except Exception as error:  # what makes no sense to a method, whatever it is, has no result
        yield Finding(False, "not-countable", {"why": type(error).__name__})
        return
    differences = list(_differences(record["result"], counted))
    for path, said, found in differences[:SOME]:
        yield Finding(False, "result-differs", {**_where(record, path), "said": said, "found": found})
    if not differences:
        yield Finding(True, "result-fits", {"method": record["method"]["name"]})


def _differences(said: Any, found: Any, path: Path = ()) -> Iterator[tuple[Path, Any, Any]]:
    """Where two values differ, as far down as they are alike in shape."""
    if isinstance(said, dict) and isinstance(found, dict) and said.keys() == found.keys():
        for name in said:
            yield from _differences(said[name], found[name], (*path, name))
    elif isinstance(said, list) and isinstance(found, list) and len(said) == len(found):
        for place, (one, other) in enumerate(zip(said, found, strict=True)):
            yield from _differences(one, other, (*path, place))
    elif type(said) is not type(found) or said != found:
        yield path, said, found


def _where(record: Json, path: Path) -> Json:
    """A place in the result, with the title of the option it is about."""
    what, *rest = path
    inner = [str(step) for step in rest]
    match path:
        case ("figures", int(place), *more) | ("decision", "options", int(place), *more):
            inner = [record["options"][place]["title"], *map(str, more)]
    return {"what": what, "where": ", ".join(inner)}


def _changes(record: Json) -> Iterator[Finding]:
    """What was changed under those who voted: worth knowing, as the ballots before it are not in the record."""
    numbers = {option["id"]: option["number"] for option in record["options"]}
    for change in record["round"].get("changes", ()):
        about = {"number": numbers.get(change["option"], change["option"]), "at": change["at"]}
        yield Finding(None, "option-changed", {**about, "ballots": change["ballots"]})


def _log(record: Json) -> Iterator[Finding]:
    changed = log.changed_parts(record)
    if changed or name_of(record) != record["log"]["name"]:
        yield Finding(False, "changed-since", {"parts": changed or ["log"]})
    elif log.is_entered(record):
        yield Finding(True, "entered", {"entry": record["entry"]})
    else:
        yield Finding(False, "not-entered", {"entry": record["entry"]})


def _heads(record: Json, heads: Sequence[Json]) -> Iterator[Finding]:
    """Whether all these heads are of one log: each must be how the longest began."""
    if not heads:
        yield Finding(None, "no-head")
        return
    every = [log.own_head(record), *heads]
    longest = max(every, key=lambda head: int(head["size"]))
    alike = [head for head in every if head["size"] == longest["size"]]
    proofs = [proof for head in alike for proof in head.get("consistency", ())]
    for head in every:
        if head is not longest:
            yield _began(head, longest, [each["proof"] for each in proofs if each["from"] == head["size"]])


def _began(head: Json, longest: Json, proofs: Sequence[Sequence[str]]) -> Finding:
    facts = {"size": head["size"], "later": longest["size"]}
    if head["size"] in (0, longest["size"]):
        proofs = [[]]  # nothing more is needed
    if not proofs:
        return Finding(False, "no-proof", facts)
    shown = any(log.began_as(head, longest, proof) for proof in proofs)
    return Finding(shown, "log-agrees" if shown else "log-rewritten", facts)


def _receipt(record: Json, given: str) -> Finding:
    receipt = "".join(given.split()).lower()
    place = next((place for place, ballot in enumerate(record["ballots"], 1) if ballot["leaf"] == receipt), None)
    if place is None:
        changes = record["round"].get("changes", ())
        word = "receipt-missing-or-set-aside" if changes else "receipt-missing"
        return Finding(False, word, {"receipt": receipt, "at": max((each["at"] for each in changes), default="")})
    return Finding(True, "receipt-found", {"receipt": receipt, "place": place, "choices": _read_out(record, place)})


def _read_out(record: Json, place: int) -> Any:
    """What the ballot says, by the numbers of the options; None if it is spoilt, or says nothing that can be read."""
    codes = record["ballots"][place - 1]["choices"]
    numbers = {option["id"]: option["number"] for option in record["options"]}
    try:
        return codes and {numbers[option]: choice for option, choice in Form(record).written(codes).items()}
    except (NotABallot, KeyError):
        return None
