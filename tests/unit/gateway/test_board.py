"""The board as a value: counts only go forward, and a change says exactly what differs."""

from typing import Any

from services.gateway.board import difference, edition, forward, with_counts


def round_(name: str, version: int, ballots: int = 0) -> dict[str, Any]:
    return {"round_id": name, "title": "Vòng", "version": version, "ballots": ballots, "tally": None}


def board(*rounds: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"proposals": 0, "solutions": [], "rounds": list(rounds), **more}


def counted(name: str, version: int, ballots: int) -> dict[str, Any]:
    return {"forum_id": "f", "round_id": name, "version": version, "ballots": ballots, "tally": [{"yes": ballots}]}


def test_counts_are_written_into_their_round_and_no_other() -> None:
    after = with_counts(board(round_("a", 1), round_("b", 1)), counted("b", 2, 7))
    assert [each["ballots"] for each in after["rounds"]] == [0, 7]
    assert after["rounds"][1]["tally"] == [{"yes": 7}]


def test_counts_that_are_older_or_of_no_known_round_change_nothing() -> None:
    before = board(round_("a", 5, 50))
    assert with_counts(before, counted("a", 4, 40)) is before
    assert with_counts(before, counted("a", 5, 99)) is before
    assert with_counts(before, counted("x", 9, 1)) is before


def test_what_was_shown_is_not_taken_back_by_an_older_answer() -> None:
    shown, fresh = board(round_("a", 5, 50), proposals=3), board(round_("a", 4, 40), round_("b", 1), proposals=4)
    after = forward(shown, fresh)
    assert [each["version"] for each in after["rounds"]] == [5, 1]
    assert after["proposals"] == 4


def test_a_change_holds_only_items_that_differ() -> None:
    before, after = board(round_("a", 1), round_("b", 1)), board(round_("a", 1), round_("b", 2, 9))
    assert difference(before, after) == {"rounds": [round_("b", 2, 9)]}


def test_a_change_names_what_has_gone_and_what_is_new() -> None:
    before = board(solutions=[{"solution_id": "1", "title": "một"}])
    after = board(solutions=[{"solution_id": "2", "title": "hai"}], proposals=1)
    assert difference(before, after) == {
        "solutions": [{"solution_id": "2", "title": "hai"}],
        "removed": {"solutions": ["1"]},
        "proposals": 1,
    }


def test_nothing_new_is_no_change() -> None:
    assert difference(board(round_("a", 1)), board(round_("a", 1))) == {}


def test_a_change_applied_to_what_was_shown_gives_what_is() -> None:
    before = board(round_("a", 1), solutions=[{"solution_id": "1", "t": 1}, {"solution_id": "2", "t": 1}])
    after = board(round_("a", 3, 2), round_("b", 1), solutions=[{"solution_id": "2", "t": 9}], proposals=8)
    change = difference(before, after)
    lists = {"rounds": "round_id", "solutions": "solution_id"}
    rebuilt = {**before, **{name: value for name, value in change.items() if name not in (*lists, "removed")}}
    for name, key in lists.items():
        items = {item[key]: item for item in [*before[name], *change.get(name, [])]}
        rebuilt[name] = [i for i in items.values() if i[key] not in change.get("removed", {}).get(name, [])]
    assert rebuilt == after


def test_an_edition_is_another_when_anything_is_but_the_counts() -> None:
    def whole(**more: Any) -> dict[str, Any]:
        first = {**round_("a", 1), "state": "prepared"}
        return {
            **board(first, assignments=[], conclusion=None),
            "solutions": [{"solution_id": "1", "version": 1}],
            **more,
        }

    same = [whole(), whole(proposals=7), with_counts(whole(), counted("a", 2, 7))]
    others = [
        whole(rounds=[{**round_("a", 1), "state": "open"}]),
        whole(rounds=[]),
        whole(solutions=[{"solution_id": "1", "version": 2}]),
        whole(solutions=[]),
        whole(assignments=[{"assignment_id": "1", "version": 1}]),
        whole(conclusion={"number": "01"}),
    ]
    assert len({edition(each) for each in same}) == 1
    assert len({edition(each) for each in [*same, *others]}) == 1 + len(others)
