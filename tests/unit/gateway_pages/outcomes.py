"""What methods make of some fifty ballots over four options, as the proposals service answers it."""

from typing import Any

from services.proposals.tally import METHODS
from services.proposals.tally.outcome import Terms, as_json
from services.proposals.tally.profile import Profile
from tests.unit.gateway_pages.samples import OPTIONS, round_by

#: codes in the order of the options, and how many cast such a ballot
Ballots = list[tuple[int, list[int]]]

WORDS: Ballots = [(18, [0, 0, 1, 2]), (15, [1, 0, 2, 0]), (11, [0, 1, 1, 0])]
ONES: Ballots = [(9, [1, 0, 0, 0]), (12, [0, 1, 0, 0]), (9, [0, 0, 1, 0])]
MARKS: Ballots = [(18, [1, 1, 0, 0]), (15, [0, 1, 0, 1]), (11, [0, 0, 1, 1]), (2, [0, 0, 0, 0])]
SCORES: Ballots = [(18, [5, 3, 0, -1]), (15, [1, 4, 2, 5])]
#: no two of these rank the same first, so votes move; and three of them lead to each other in a circle
RANKS: Ballots = [
    (18, [1, 2, 3, 0]),
    (15, [0, 1, 0, 2]),
    (11, [0, 0, 1, 2]),
    (9, [3, 0, 2, 1]),
    (3, [0, 0, 1, 0]),
    (2, [0, 0, 0, 0]),
]
CIRCLE: Ballots = [(18, [1, 2, 3, 0]), (15, [3, 1, 2, 0]), (11, [2, 3, 1, 4]), (4, [0, 0, 2, 1]), (2, [0, 0, 0, 0])]
BALLOTS: dict[str, Ballots] = {
    "yes-no-abstain": WORDS,
    "single-choice": ONES,
    "score": SCORES,
    **dict.fromkeys(("approval", "greedy", "phragmen", "equal-shares"), MARKS),
    **dict.fromkeys(("borda", "instant-runoff", "scottish-stv"), RANKS),
    **dict.fromkeys(("schulze", "ranked-pairs"), CIRCLE),
}
WITH_A_BUDGET = ("greedy", "phragmen", "equal-shares")


def outcome(method: str) -> dict[str, Any]:
    """The answer of a method, as JSON."""
    settings = round_by("greedy")["settings"] if method in WITH_A_BUDGET else {}
    terms = Terms(
        winners=4 if settings else 2,
        tie_order=range(4),
        costs=[settings["costs"][option] for option in OPTIONS] if settings else (),
        budget=settings.get("budget", 0),
        completion="add1u",
    )
    cast = [codes for number, codes in BALLOTS[method] for _ in range(number)]
    told: dict[str, Any] = as_json(METHODS[method].tally(Profile.of(cast, len(OPTIONS)), terms))
    return told


def result(method: str, **told: Any) -> dict[str, Any]:
    """A result with everything in it that can be: one is adopted, the next to be voted on again."""
    found = outcome(method)
    chosen, places = found["chosen"], range(len(OPTIONS))
    numbers = {"entitled": 60, "present": 52, "cast": 46, "blank": 2, "spoilt": 1}
    decision = {
        "adopted": chosen[:1],
        "undecided": chosen[1:],
        "options": [
            {
                "adopted": place in chosen[:1],
                "undecided": place in chosen[1:],
                "support": 20,
                "base": 46,
                "share": "10/23",
                "over": over,
                "closest": closest,
            }
            for place, over, closest in zip(places, (1, 0, "-3/2", None), (None, 1, 2, 5), strict=True)
        ],
        "presence": {"needed": 40, "there": 52, "over": 12, "reached": True},
        "participation": {"needed": 50, "there": 46, "over": -4, "reached": False},
        "quorate": True,
        "what_if": {"valid": chosen[:1], "present": [], "entitled": chosen},
    }
    said = [{"not_marked": 27, "votes": 3} for _ in places]
    return {
        **found,
        "decision": decision,
        "turnout": {
            "people": numbers,
            "votes": {**numbers, "cast": "95/2"},
            "weighted": True,
            "sheets": 12,
            "on_paper": 15,
        },
        "sectors": [
            {"sector": "Hội", "electors": 40, "ballots": 30, "said": said},
            {"sector": "Sở", "electors": 4, "ballots": None, "said": None},
        ],
        "record": {"name": "ab" * 32, "entry": 7},
        **told,
    }
