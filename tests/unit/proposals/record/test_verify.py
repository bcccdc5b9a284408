"""A record that was tampered with is seen, and said in words: whether a file was changed, or all of it made anew."""

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest

from services.proposals.record import shape, verify
from services.proposals.record.findings import LANGUAGES, Finding, sentences
from services.proposals.record.log import enter
from services.proposals.record.record import Cast, Form, make, tie_order
from services.proposals.record.tree import Tree
from tests.unit.proposals.record.samples import EARLIER, HOSTILE, OPTIONS, ballots, facts, head_of, record
from tests.unit.proposals.record.values import wrong

Json = dict[str, Any]

RECORD = record()
HEAVY = next(place for place, ballot in enumerate(RECORD["ballots"]) if "weight" in ballot)
LIGHT = next(place for place, ballot in enumerate(RECORD["ballots"]) if ballot["choices"] == [0, 1, 0])


def words(said: Json, language: str = "en") -> str:
    return "\n".join(finding.sentence(language) for finding in verify.check(said) if not finding.good)


def root_of(said: Json) -> bytes:
    return Tree([bytes.fromhex(ballot["leaf"]) for ballot in said["ballots"]]).root


def test_of_a_record_as_it_was_issued_everything_is_as_it_should_be() -> None:
    found = verify.check(RECORD, [RECORD["ballots"][0]["leaf"]], [head_of(RECORD, 6)])
    good = [
        "leaves-fit",
        "tree-fits",
        "roll-fits",
        "sheets-fit",
        "result-fits",
        "entered",
        "log-agrees",
        "receipt-found",
    ]
    assert [finding.word for finding in found] == good
    assert all(finding.good for finding in found)


def test_what_was_not_looked_at_is_said() -> None:
    assert verify.check(RECORD)[-1] == Finding(None, "no-head")


def test_that_an_option_was_changed_is_told_and_explains_a_receipt_that_is_missing() -> None:
    said = facts()
    change = {"at": "2026-11-25T08:05:00Z", "option": OPTIONS[0], "ballots": 7}
    said["round"]["changes"] = [{**change, "at": "2026-11-25T08:02:00Z"}, change]
    changed = enter(make(said, ballots()), EARLIER)
    shape.check(changed, shape.schema("record"))
    *_, one, other, _, receipt = verify.check(changed, ["0" * 64])
    assert (one.good, one.word, other.facts["number"], other.facts["ballots"]) == (None, "option-changed", 4, 7)
    assert (receipt.good, receipt.word) == (False, "receipt-missing-or-set-aside")
    assert "before 2026-11-25T08:05:00Z (UTC) were set aside" in receipt.sentence("en")
    assert verify.check(RECORD, ["0" * 64])[-1].word == "receipt-missing"


# What somebody does to a file they have ------------------------------------------------------------------------------


def choice(said: Json) -> None:
    said["ballots"][LIGHT]["choices"] = [0, 0, 0]


def ballot_missing(said: Json) -> None:
    del said["ballots"][2]


def ballot_added(said: Json) -> None:
    ballot = {"choices": [0, 0, 0], "nonce": "nonce-of-a-nobody"}
    said["ballots"].append({**ballot, "leaf": Form(said).leaf(ballot)})
    said["ballots"].sort(key=lambda each: each["leaf"])


def ballot_swapped(said: Json) -> None:
    ballot_added(said)
    del said["ballots"][LIGHT if said["ballots"][LIGHT]["choices"] == [0, 1, 0] else LIGHT + 1]


def ballot_doubled(said: Json) -> None:
    said["ballots"].insert(3, deepcopy(said["ballots"][2]))


def ballot_doubled_for_another(said: Json) -> None:
    said["ballots"][3] = deepcopy(said["ballots"][2])


def rule(said: Json) -> None:
    said["rule"]["majority"] = "9/10"


def rule_without_effect(said: Json) -> None:
    said["rule"]["majority"] = "51/100"


def option_removed(said: Json) -> None:
    del said["options"][2]


def options_in_another_order(said: Json) -> None:
    said["options"].reverse()


def option_renamed(said: Json) -> None:
    said["options"][0]["title"] = "Khác"


def weight(said: Json) -> None:
    del said["ballots"][HEAVY]["weight"]


def weight_of_another(said: Json) -> None:
    said["ballots"][LIGHT]["weight"] = said["ballots"][HEAVY].pop("weight")


def figure(said: Json) -> None:
    said["result"]["figures"][1]["yes"] = 9


def winner(said: Json) -> None:
    said["result"]["chosen"] = [1 - said["result"]["chosen"][0]]


def decision(said: Json) -> None:
    said["result"]["decision"]["adopted"] = [2]


def tree_head(said: Json) -> None:
    said["tree"]["root"] = "00" * 32


def tree_size(said: Json) -> None:
    said["tree"]["size"] = 8


def roll_smaller(said: Json) -> None:
    said["roll"] |= {"electors": 8, "entitled": "11", "weights": {"1": 6, "2.5": 2}}


def roll_larger(said: Json) -> None:
    said["roll"]["electors"] = 100


def roll_without_weights(said: Json) -> None:
    said["roll"] |= {"entitled": "12", "weights": {"1": 12}}


def option_doubled(said: Json) -> None:
    said["options"][2]["id"] = OPTIONS[0]


def lot(said: Json) -> None:
    said["ties"]["order"].reverse()


def sorting(said: Json) -> None:
    said["ballots"].reverse()


def round_id(said: Json) -> None:
    said["round"]["id"] = OPTIONS[0]


def method(said: Json) -> None:
    said["method"]["name"] = "by-acclamation"


def log_entry(said: Json) -> None:
    said["log"]["proof"][0] = "00" * 32


def log_number(said: Json) -> None:
    said["entry"] = 5


TAMPERINGS: dict[Callable[[Json], None], tuple[str, str]] = {
    choice: ("leaf-differs", f"A ballot was changed: ballot {LIGHT + 1} is not what the receipt says."),
    ballot_missing: ("ballots-missing", "1 missing: the tree head is that of 9 ballots, and here are only 8."),
    ballot_added: ("ballots-added", "1 added: the tree head is that of 9 ballots, and here are 10."),
    ballot_swapped: ("tree-differs", "The ballots do not make the tree head: one was swapped or changed"),
    ballot_doubled_for_another: ("tree-differs", "Ballots are alike: ballot 4 is the same as the one just before."),
    ballot_doubled: (
        "leaf-twice",
        "ballot 4 is the same as the one just before. A ballot was doubled",
    ),
    rule: ("result-differs", "No longer as it was: the rule."),
    rule_without_effect: ("changed-since", "No longer as it was: the rule."),
    option_removed: ("no-ballot", "A ballot or the list of options was changed:"),
    options_in_another_order: ("leaf-differs", "No longer as it was: the list of options."),
    option_renamed: ("changed-since", "No longer as it was: the list of options."),
    weight: ("leaf-differs", f"ballot {HEAVY + 1} is not what the receipt says. The choices, the nonce, the weight"),
    weight_of_another: ("leaf-differs", "is not what the receipt says. The choices, the nonce, the weight"),
    figure: ("result-differs", "a figure differs (\ufffd<script>"),
    winner: ("result-differs", "Counted again, who is chosen differs"),
    decision: (
        "result-differs",
        "Counted again, what the rule makes of it differs (adopted, 0): written is 2, counted",
    ),
    tree_head: (
        "tree-differs",
        "The ballots do not make the tree head: one was swapped or changed, or the head itself was.",
    ),
    tree_size: ("tree-size-differs", "The tree head was changed: it is that of 9 ballots, and it says 8."),
    roll_smaller: (
        "roll-too-small",
        "9 ballots of only 8 electors: ballots were added, or the size of the roll was changed.",
    ),
    roll_larger: ("roll-differs", "The roll was changed (electors): it says 100, and its weights make 12."),
    roll_without_weights: (
        "weight-too-often",
        "Ballots of weight 2.5: 1; electors who have it: 0. The weight of a ballot, or the roll, was changed.",
    ),
    option_doubled: ("option-twice", "The list of options was changed: one stands in it twice."),
    lot: ("ties-differ", "The order for ties was changed"),
    sorting: ("not-sorted", "The ballots are not sorted by receipt"),
    round_id: ("no-leaf-fits", "No ballot is what its receipt says"),
    method: ("unknown-method", "this program does not know the method by-acclamation"),
    log_entry: ("not-entered", "The record is not in the log"),
    log_number: ("changed-since", "No longer as it was: its number in the log."),
}


@pytest.mark.parametrize("tamper", TAMPERINGS, ids=lambda tamper: tamper.__name__)
def test_a_tampering_is_seen_and_said(tamper: Callable[[Json], None]) -> None:
    said = deepcopy(RECORD)
    tamper(said)
    word, sentence = TAMPERINGS[tamper]
    assert word in {finding.word for finding in verify.check(said) if not finding.good}
    assert sentence in words(said)
    assert words(said, "vi").count("\n") == words(said).count("\n")


@pytest.mark.parametrize("tamper", TAMPERINGS, ids=lambda tamper: tamper.__name__)
def test_what_is_changed_after_the_issue_is_not_the_record_of_the_log(tamper: Callable[[Json], None]) -> None:
    said = deepcopy(RECORD)
    tamper(said)
    assert wrong(said) & {"changed-since", "not-entered"}


# What somebody does who can make the whole file anew ------------------------------------------------------------------


def forged(change: Callable[[list[Cast], Json], None]) -> Json:
    """Another record, in which everything agrees with everything, in the same place of the log."""
    cast, known = ballots(), facts()
    change(cast, known)
    return enter(make(known, cast), EARLIER)


def one_says_yes(cast: list[Cast], known: Json) -> None:
    cast[4] = Cast([0, 0, 0], cast[4].nonce)


def one_is_lost(cast: list[Cast], known: Json) -> None:
    del cast[4]


def one_weighs_less(cast: list[Cast], known: Json) -> None:
    cast[6] = Cast(cast[6].choices, cast[6].nonce)


def the_rule_is_another(cast: list[Cast], known: Json) -> None:
    known["rule"]["majority"] = "9/10"


@pytest.mark.parametrize(
    ("change", "voter"), [(one_says_yes, 4), (one_is_lost, 4), (one_weighs_less, 6)], ids=lambda each: str(each)[:20]
)
def test_a_record_made_anew_agrees_with_itself_and_is_given_away_by_a_receipt(
    change: Callable[[list[Cast], Json], None], voter: int
) -> None:
    said, cast = forged(change), ballots()[voter]
    kept = Form(facts()).leaf({"choices": cast.choices, "nonce": cast.nonce, "weight": cast.weight})
    assert wrong(said) == set()
    assert wrong(RECORD, kept) == set()
    assert wrong(said, kept) == {"receipt-missing"}


@pytest.mark.parametrize("change", [one_says_yes, one_is_lost, one_weighs_less, the_rule_is_another])
def test_a_record_made_anew_is_given_away_by_any_head_that_was_published_since(
    change: Callable[[list[Cast], Json], None],
) -> None:
    assert wrong(forged(change), heads=(head_of(RECORD, 6),)) == {"log-rewritten"}


# Receipts ------------------------------------------------------------------------------------------------------------


def test_a_receipt_shows_the_ballot_by_the_numbers_of_the_options() -> None:
    place = LIGHT + 1
    [found] = [
        each for each in verify.check(RECORD, [RECORD["ballots"][LIGHT]["leaf"].upper()]) if "receipt" in each.word
    ]
    assert found.sentence("vi").endswith(f"phiếu thứ {place}: 4: đồng ý, 5: không đồng ý, 6: đồng ý.")


@pytest.mark.parametrize("receipt", ["", "0" * 64, "\x1b[2J", "🎫" * 1000])
def test_what_is_no_receipt_of_it_is_said_to_be_none(receipt: str) -> None:
    [found] = [each for each in verify.check(RECORD, [receipt]) if "receipt" in each.word]
    assert found.word == "receipt-missing"
    assert "\x1b" not in found.sentence("vi")


# The sentences -------------------------------------------------------------------------------------------------------


def test_every_sentence_is_there_in_every_language() -> None:
    told = {word: texts for word, texts in sentences().items() if word != "names"} | dict(sentences()["names"])
    assert {word: set(texts) for word, texts in told.items()} == {word: set(LANGUAGES) for word in told}


def test_somebody_elses_text_cannot_steer_a_terminal() -> None:
    said = deepcopy(RECORD)
    said["method"]["name"] = "x"
    sentence = Finding(False, "unknown-method", {"method": HOSTILE * 50}).sentence("vi")
    assert not {"\x1b", "\u202e", "\n"} & set(sentence)
    assert len(sentence) < 400


def test_a_tie_order_is_never_taken_from_the_record() -> None:
    said = deepcopy(RECORD)
    said["ties"]["order"] = [2, 2, 900]
    assert {"ties-differ", "changed-since"} == wrong(said)
    assert tie_order("lot", root_of(RECORD), OPTIONS) == RECORD["ties"]["order"]
