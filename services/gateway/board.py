"""The board of a forum as a value: what an event changes in it, and what differs between two of them. No I/O.

Counts of opinions are not on the board, where a thousand proposals would weigh too much: they pass through as told.
"""

import hashlib
from collections.abc import Mapping
from typing import Any

from services.kit import strict_json

Board = dict[str, Any]

#: the lists of a board whose items are sent one by one, and what names an item
LISTS = {"solutions": "solution_id", "rounds": "round_id", "assignments": "assignment_id"}
COUNTS = ("ballots", "tally", "version")
OPINIONS = ("agree", "disagree", "pass")


def are_counts(data: Mapping[str, Any]) -> bool:
    """Whether an event's data are counts that can be kept: what is kept is applied again and again."""
    numbers = all(type(data.get(name)) is int for name in ("ballots", "version"))
    return numbers and isinstance(data.get("round_id"), str) and isinstance(data.get("tally", 0), list | None)


def opinion_counts(data: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """The counts of opinions an event carries, by proposal; what is none is left out."""
    items = data.get("proposals")
    told = [item for item in items if isinstance(item, dict)] if isinstance(items, list) else []
    return {
        item["proposal_id"]: {name: item[name] for name in ("proposal_id", *OPINIONS)}
        for item in told
        if isinstance(item.get("proposal_id"), str) and all(type(item.get(name)) is int for name in OPINIONS)
    }


def with_counts(board: Board, counted: Mapping[str, Any]) -> Board:
    """The board after ballots were counted; the same board when it knew already."""
    rounds = board.get("rounds") or []
    if not any(_is_behind(round_, counted) for round_ in rounds):
        return board
    news = {name: counted[name] for name in COUNTS}
    return {**board, "rounds": [{**each, **news} if _is_behind(each, counted) else each for each in rounds]}


def forward(shown: Board | None, fresh: Board) -> Board:
    """The fresh board, with nothing in it older than what was shown."""
    if shown is None:
        return fresh
    return {**fresh, **{name: _forward(shown, fresh, name, key) for name, key in LISTS.items() if name in fresh}}


def difference(shown: Mapping[str, Any], fresh: Mapping[str, Any]) -> dict[str, Any]:
    """What changed: whole attributes, but of lists only the items that are new or other; `removed` names those gone."""
    change: dict[str, Any] = {}
    removed: dict[str, list[str]] = {}
    for name, value in fresh.items():
        if name in LISTS and isinstance(shown.get(name), list):
            before, after = _by_id(shown, name), _by_id(fresh, name)
            changed = [item for key, item in after.items() if before.get(key) != item]
            gone = [key for key in before if key not in after]
            change |= {name: changed} if changed else {}
            removed |= {name: gone} if gone else {}
        elif shown.get(name) != value:
            change[name] = value
    return {**change, "removed": removed} if removed else change


def edition(board: Mapping[str, Any]) -> str:
    """Ten letters that are others as soon as anything on the board is but its counts: what a page was drawn from."""
    rounds = [{name: value for name, value in each.items() if name not in COUNTS} for each in board["rounds"]]
    versions = [
        [[item[LISTS[name]], item.get("version")] for item in board[name]] for name in ("solutions", "assignments")
    ]
    return hashlib.sha256(strict_json.dumps([rounds, *versions, board.get("conclusion")])).hexdigest()[:10]


def round_states(board: Mapping[str, Any]) -> dict[str, str]:
    """Round → its state."""
    return {each["round_id"]: each["state"] for each in board["rounds"]}


def _is_behind(round_: Mapping[str, Any], counted: Mapping[str, Any]) -> bool:
    return bool(round_["round_id"] == counted["round_id"] and round_["version"] < counted["version"])


def _by_id(board: Mapping[str, Any], name: str) -> dict[str, Any]:
    return {item[LISTS[name]]: item for item in board[name]}


def _forward(shown: Board, fresh: Board, name: str, key: str) -> list[Any]:
    before = {item[key]: item for item in shown.get(name) or []}
    return [_newer(before.get(item[key]), item) for item in fresh[name]]


def _newer(before: Any, item: Any) -> Any:
    return before if before is not None and before.get("version", 0) > item.get("version", 0) else item
