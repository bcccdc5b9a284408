"""What the hall's screen shows: decided from the forum, its board, the clock, and what the organizers have chosen.

A scene is JSON: `name`, and what any scene has (`forum`, `short_path`, `phase`, `next_phase`); `programme` has
`phases`, `voting` and `result` have `round`, `notice` has `text`. The options of a round carry counts only where these
may be shown.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from services.gateway.pages.formats import instant

Json = dict[str, Any]
Told = Mapping[str, Any]

#: A result, and before it the counting, stays on the screen this long after the vote, unless another phase has begun.
STAYS = timedelta(hours=1)
OF_FORUM = ("forum_id", "title", "host_name", "place", "state", "starts_at", "ends_at", "time_zone", "short_code")
OF_PHASE = ("phase_id", "kind", "title", "opens_at", "closes_at", "state")
OF_ROUND = (
    "round_id",
    "title",
    "method",
    "named",
    "live_tally",
    "state",
    "opened_at",
    "closes_at",
    "ballots",
    "on_paper",
    "electors",
    "unit",
    "progress",
)
#: the counts there may be of an option, and whether a certified result has adopted it
OF_COUNT = ("yes", "no", "abstain", "votes", "adopted")
VOTING = ("open", "paused")
ENDED = ("closed", "sealed", "counting", "certified")


def what_is_shown(forum: Told, board: Told | None, now: datetime) -> Json:
    """The scene: the organizers' choice where it can be shown, else whatever the forum has come to."""
    chosen = forum["scene"]
    if chosen["name"] == "notice":
        return _scene(forum, now, "notice", text=chosen["text"])
    if chosen["name"] in ("waiting", "programme"):
        return _plain(forum, now, chosen["name"])
    round_ = _of(board, chosen["round_id"]) if chosen["name"] != "auto" else None
    if round_ is not None:
        return _of_round(forum, now, round_, chosen["name"])
    return _by_itself(forum, board, now)


def _by_itself(forum: Told, board: Told | None, now: datetime) -> Json:
    """Waiting before the opening, the vote while there is one, its result for a while, otherwise the programme."""
    if forum["state"] in ("draft", "announced", "cancelled"):
        return _plain(forum, now, "waiting")
    rounds = board["rounds"] if board else ()
    running = [round_ for round_ in rounds if round_["state"] in VOTING]
    if running:
        return _of_round(forum, now, min(running, key=lambda round_: instant(round_["closes_at"])), "voting")
    over = [round_ for round_ in rounds if round_["state"] in ENDED]
    latest = max(over, key=lambda round_: instant(round_["closes_at"]), default=None)
    if latest is not None and _still_matters(forum, latest, now):
        return _of_round(forum, now, latest, "result")
    return _plain(forum, now, "programme")


def _still_matters(forum: Told, round_: Told, now: datetime) -> bool:
    closed = instant(round_["closes_at"])
    begun = (phase for phase in forum["phases"] if phase["state"] == "open" and instant(phase["opens_at"]) > closed)
    return now < closed + STAYS and not any(begun)


def _of_round(forum: Told, now: datetime, round_: Told, name: str) -> Json:
    """A round on the screen; as a result only once it is certified, until then as the vote it is."""
    shown = "result" if name == "result" and round_["state"] == "certified" else "voting"
    may_count = shown == "result" or round_["live_tally"]
    counts = {count["solution_id"]: count for count in round_["tally"] or ()} if may_count else {}
    options = [_option(option, counts.get(option["solution_id"])) for option in round_["options"]]
    return _scene(forum, now, shown, round={**_some(round_, OF_ROUND), "options": options})


def _option(option: Told, count: Told | None) -> Json:
    return {"number": option["number"], "title": option["title"], "count": _some(count, OF_COUNT) if count else None}


def _plain(forum: Told, now: datetime, name: str) -> Json:
    more = {"phases": [_some(phase, OF_PHASE) for phase in forum["phases"]]} if name == "programme" else {}
    return _scene(forum, now, name, **more)


def _scene(forum: Told, now: datetime, name: str, **more: Any) -> Json:
    return {
        "name": name,
        "forum": _some(forum, OF_FORUM),
        "short_path": f"/f/{forum['short_code']}",
        "phase": _phase([phase for phase in forum["phases"] if phase["state"] == "open"][::-1]),
        "next_phase": _phase([phase for phase in forum["phases"] if _is_to_come(phase, now)]),
        **more,
    }


def _is_to_come(phase: Told, now: datetime) -> bool:
    return bool(phase["state"] == "planned" and instant(phase["closes_at"]) > now)


def _phase(phases: Sequence[Told]) -> Json | None:
    return _some(phases[0], OF_PHASE) if phases else None


def _of(board: Told | None, round_id: str) -> Told | None:
    """The round of that id, once it has been opened."""
    rounds = board["rounds"] if board else ()
    there = (round_ for round_ in rounds if round_["round_id"] == round_id)
    return next((round_ for round_ in there if round_["state"] in (*VOTING, *ENDED)), None)


def _some(whole: Told, names: Sequence[str]) -> Json:
    return {name: whole[name] for name in names if name in whole}
