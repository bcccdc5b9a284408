"""Ways to join people to what they chose, each known from some system that leaked so.

An attack looks at a dump and answers guesses: person → choices. One that pairs two orders has several ways to do it, so
it answers several guesses, the best of which counts. What an attack finds in a dump without a leak is nothing, or luck.
"""

import hmac
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Any
from uuid import UUID

from tests.integration.proposals.hall import Json
from tests.integration.proposals.leaks.dump import Choices, Dump, ballot_in, values_in

Guess = dict[UUID, Choices]
WORDS = ("yes", "no", "abstain")


def by_name(dump: Dump) -> list[Guess]:
    """A row that holds both a person and their ballot, its receipt or its nonce, as a stored answer does."""
    people, signs = {str(row["person_id"]): row["person_id"] for row in dump.voters}, dump.signs
    guess: Guess = {}
    for row in dump.rows:
        named = [people[str(value)] for value in values_in(row) if str(value) in people]
        if len(named) == 1 and (ballot := ballot_in(row, signs)):
            guess[named[0]] = ballot
    return [guess]


def by_key(dump: Dump) -> list[Guess]:
    """Any key there is, tried on every person: a row with the HMAC of a person and a ballot is that person's."""
    signs, rows = dump.signs, list(dump.rows)
    keys = {value for row in rows for value in row.values() if isinstance(value, bytes) and len(value) == 32}
    people = [row["person_id"] for row in dump.voters]
    of = {hmac.digest(key, person.bytes, "sha256"): person for key in keys for person in people}
    guess: Guess = {}
    for row in rows:
        ballot = ballot_in(row, signs)
        guess |= {of[value]: ballot for value in row.values() if isinstance(value, bytes) and value in of and ballot}
    return [guess]


def by_transaction(dump: Dump) -> list[Guess]:
    """Rows of one transaction share `xmin`: where one place on the roll and one ballot do, they belong together."""
    voters = _alone((row["xmin"], row["person_id"]) for row in dump.voters)
    pairs = ((row["xmin"], ballot) for rows in dump.ballot_tables.values() for row, ballot in rows)
    ballots = _alone(pairs)
    return [{voters[xmin]: ballots[xmin] for xmin in voters.keys() & ballots.keys()}]


def by_order_in_record(dump: Dump) -> list[Guess]:
    """The ballots as the record lists them, beside the people as the roll has them or as they voted."""
    listed = [tuple(ballot["choices"]) for ballot in dump.record["ballots"]]
    return _paired(dump, [listed])


def by_place_in_file(dump: Dump) -> list[Guess]:
    """Ballots as they lie in a table's file, which tells the order of writing."""
    return _paired(dump, [_ordered(rows, "ctid") for rows in dump.ballot_tables.values()])


def by_ordered_columns(dump: Dump) -> list[Guess]:
    """Ballots in the order of anything they carry: ids that are made in time's order, serial numbers, times, `xmin`."""
    orders = []
    for rows in dump.ballot_tables.values():
        names = [name for name, value in rows[0][0].items() if isinstance(value, UUID | int | str | bytes)]
        orders += [_ordered(rows, name) for name in names if name != "ctid"]
    return _paired(dump, orders)


def by_counts(dump: Dump) -> list[Guess]:
    """What changed between two events' counts is one ballot, where the event's transaction has one voter."""
    voters = _alone((row["xmin"], row["person_id"]) for row in dump.voters)
    guess, before = {}, None
    for event in sorted(dump.tables["event"], key=lambda row: row["seq"]):
        counts = _counts(event["data"]) if event["data"].get("round_id") == str(dump.round_id) else None
        if counts and before and event["xmin"] in voters and (ballot := _added(before, counts)):
            guess[voters[event["xmin"]]] = ballot
        before = counts or before
    return [guess]


def by_weight(dump: Dump) -> list[Guess]:
    """Of all who have some weight, the record says what they chose, if they chose alike or are alone."""
    ballots = defaultdict(set)
    for ballot in dump.record["ballots"]:
        ballots[ballot.get("weight", "1")].add(tuple(ballot["choices"]))
    weights = {row["person_id"]: f"{row['weight'].normalize():f}" for row in dump.voters}
    alike = {weight: next(iter(chosen)) for weight, chosen in ballots.items() if len(chosen) == 1}
    return [{person: alike[weight] for person, weight in weights.items() if weight in alike}]


def by_sector(dump: Dump) -> list[Guess]:
    """Figures of a sector whose votes all went one way; and what is left when the told are taken from the whole."""
    voters = defaultdict(list)
    for row in dump.voters:
        voters[row["sector"]].append(row["person_id"])
    told = [sector for sector in dump.result["sectors"] if sector["said"]]
    guess = {person: ballot for each in told for person in voters[each["sector"]] if (ballot := _of_one_mind(each))}
    rest = [people for sector, people in voters.items() if sector not in {each["sector"] for each in told}]
    if told and (ballot := _of_one_mind({"said": _less(dump.record["result"]["figures"], told)})):
        guess |= {person: ballot for people in rest for person in people}
    return [guess]


def by_sheet_number(dump: Dump) -> list[Guess]:
    """Sheets by their numbers, where the record tells them, beside who was handed one, one after another."""
    sheets = [ballot for ballot in dump.record["ballots"] if ballot["nonce"].isdigit()]
    listed = [tuple(sheet["choices"]) for sheet in sorted(sheets, key=lambda sheet: int(sheet["nonce"]))]
    handed = sorted((row for row in dump.voters if row["on_paper"]), key=lambda row: row["xmin"])
    return [dict(zip((row["person_id"] for row in handed), listed, strict=False))]


ATTACKS: Sequence[Callable[[Dump], list[Guess]]] = (
    by_name,
    by_key,
    by_transaction,
    by_order_in_record,
    by_place_in_file,
    by_ordered_columns,
    by_counts,
    by_weight,
    by_sector,
    by_sheet_number,
)


def _paired(dump: Dump, orders: Iterable[list[Choices]]) -> list[Guess]:
    """Each order of ballots beside each order of people, first to first."""
    ways: list[Callable[[Json], Any]] = [
        lambda row: (row["xmin"], row["ctid"]),
        lambda row: row["ctid"],
        lambda row: row["person_id"],
    ]
    people = [[row["person_id"] for row in sorted(dump.voters, key=way)] for way in ways]
    return [dict(zip(who, ballots, strict=False)) for ballots in orders for who in people]


def _ordered(rows: list[tuple[Json, Choices]], column: str) -> list[Choices]:
    return [ballot for _, ballot in sorted(rows, key=lambda pair: pair[0][column])]


def _alone(pairs: Iterable[tuple[int, Any]]) -> dict[int, Any]:
    """What stands alone with its number."""
    pairs = list(pairs)
    often = Counter(number for number, _ in pairs)
    return {number: what for number, what in pairs if often[number] == 1}


def _counts(data: Json) -> list[list[int]] | None:
    tally = data.get("tally")
    return [[option[word] for word in WORDS] for option in tally] if tally and "yes" in tally[0] else None


def _added(before: list[list[int]], after: list[list[int]]) -> Choices | None:
    """The ballot that makes these counts of those, whatever it weighs."""
    changes = [[b - a for a, b in zip(*option, strict=True)] for option in zip(before, after, strict=True)]
    first_ballot = all(min(change) == 0 and sum(change) == max(change) > 0 for change in changes)
    return tuple(change.index(max(change)) for change in changes) if first_ballot else None


def _of_one_mind(sector: Json) -> Choices | None:
    said = [[int(option[word]) for word in WORDS] for option in sector["said"]]
    alike = all(max(option) == sum(option) > 0 for option in said)
    return tuple(option.index(max(option)) for option in said) if alike else None


def _less(figures: list[Json], told: list[Json]) -> list[Json]:
    def left(place: int, word: str) -> int:
        return int(figures[place][word]) - sum(int(sector["said"][place][word]) for sector in told)

    return [{word: left(place, word) for word in WORDS} for place in range(len(figures))]
