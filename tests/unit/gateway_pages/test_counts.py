"""The options of a round with what is known of each."""

from services.gateway.pages.counts import CHOICES, counted, mark_items, score_items, single_items, total
from tests.unit.gateway_pages.samples import OPTIONS, round_, round_by

A, B, C, D = OPTIONS


def test_a_word_on_every_option_is_a_part_of_all_words_on_it() -> None:
    counts = counted(round_("certified"))
    assert counts.said == CHOICES
    [option] = counts.options
    assert (option["yes"], option["whole"], option["adopted"]) == (1234, 1241, True)
    assert counts.adopted == [option]


def test_marks_are_a_part_of_all_ballots_or_of_the_most_there_are() -> None:
    tally = [{"solution_id": A, "votes": 9, "blank": 1, "adopted": None}]
    few = counted(round_by("approval", tally=tally, ballots=20, unit=2))
    assert few.said == ("votes",)
    assert [(option["votes"], option["whole"]) for option in few.options] == [(9, 40), (0, 40), (0, 40), (0, 40)]
    heavy = counted(round_by("approval", tally=tally, ballots=2))
    assert heavy.options[0]["whole"] == 9


def test_some_methods_count_nothing_for_each_and_say_only_what_is_adopted() -> None:
    before = counted(round_by("schulze"))
    assert (before.said, before.is_decided, before.adopted) == ((), False, [])
    tally = [{"solution_id": option, "adopted": option == C} for option in OPTIONS]
    after = counted(round_by("schulze", "certified", tally=tally))
    assert (after.said, after.is_decided) == ((), True)
    assert [option["number"] for option in after.adopted] == [3]


def test_what_is_marked_says_what_it_costs() -> None:
    round_of = round_by("greedy")
    items = mark_items("vi", round_of["options"], {A: "Mở lớp"}, round_of["settings"]["costs"], {f"choice-{B}": "yes"})
    assert items[0]["text"] == "1. Bồi dưỡng cán bộ (50.000.000 đồng)"
    assert [item["checked"] for item in items] == [False, True, False, False]
    assert [item["hint"] for item in items] == [{"text": "Mở lớp"}, None, None, None]
    assert total(round_of["settings"]["costs"], {A: True, B: True}) == 150_000_000


def test_of_one_to_choose_none_stands_last_and_is_not_chosen_by_itself() -> None:
    options = round_by("single-choice")["options"]
    fresh, chosen = single_items(options, {}, None, "none of them"), single_items(options, {}, "none", "none of them")
    assert [item["checked"] for item in fresh] == [False] * 5
    assert [item["checked"] for item in chosen] == [False] * 4 + [True]


def test_scores_go_from_nought_and_no_score_is_one_of_the_choices() -> None:
    items = score_items(3, "", "no score")
    assert [item["text"] for item in items] == ["0", "1", "2", "3", "no score"]
    assert [item["checked"] for item in items] == [False] * 4 + [True]
