"""Every refusal becomes a status, a title in the asked language, and words beside each field."""

import pytest

from services.gateway import problems
from services.gateway.faults import sentence_of
from services.gateway.languages import accepted, catalogue, chosen, translate
from services.gateway.problems import Problem, as_json, of_answer, of_refusal
from services.kit.errors import Busy, Fault, Invalid, Kind, Limited, Missing, NotSignedIn


def test_every_kind_has_a_status() -> None:
    assert set(problems.STATUS) == set(Kind)


def test_a_refusal_is_told_as_rfc_9457_has_it() -> None:
    told = as_json(of_refusal(Missing()), "vi")
    assert told["type"] == "/problems/missing"
    assert (told["title"], told["status"]) == (Missing.sentence, 404)
    assert len(told["correlation_id"]) >= 8


def test_faults_are_told_with_pointer_code_and_words() -> None:
    problem = of_refusal(Invalid([Fault("/title", "too-long", {"max": 200}), Fault("/title", "direction-mark")]))
    first = as_json(problem, "vi")["errors"][0]
    assert first == {"pointer": "/title", "code": "too-long", "detail": "Dài quá 200 ký tự.", "params": {"max": 200}}
    assert problem.details("vi") == {"/title": "Dài quá 200 ký tự."}


def test_a_services_refusal_arrives_whole() -> None:
    answer = {
        "slug": "ballot-superseded",
        "kind": "conflict",
        "sentence": "Phiếu đã được thay.",
        "facts": {"revision": 2},
        "faults": [{"pointer": "/replaces", "code": "stale"}],
    }
    problem = of_answer(answer)
    assert (problem.slug, problem.status, problem.facts["revision"]) == ("ballot-superseded", 409, 2)
    assert problem.faults[0].pointer == "/replaces"


@pytest.mark.parametrize("answer", [None, [], "text", {}, {"slug": "internal", "kind": "internal"}])
def test_an_answer_that_is_no_refusal_of_ours_is_an_internal_error_and_tells_nothing(answer: object) -> None:
    assert of_answer(answer).status == 500
    assert of_answer(answer).title("vi") == problems.INTERNAL


def test_it_says_when_to_come_back_where_coming_back_helps() -> None:
    assert of_refusal(Busy()).retry_after == 1
    assert of_refusal(Limited(retry_after=7)).retry_after == 7
    assert of_refusal(NotSignedIn()).retry_after is None
    assert Problem("internal", "internal", "…").retry_after is None


def test_a_fault_without_words_or_with_a_gap_in_them_is_said_to_be_wrong() -> None:
    for fault in (Fault("/x", "never-heard-of"), Fault("/x", "too-long")):
        assert sentence_of(fault, "vi") == "Giá trị này chưa đúng."


def test_a_sentence_nobody_translated_is_told_in_vietnamese() -> None:
    assert translate("Câu này chưa ai dịch.", "en") == "Câu này chưa ai dịch."
    assert translate("", "en") == ""
    assert translate(Missing.sentence, "en") != Missing.sentence


def test_what_a_catalogue_says_of_itself_is_never_a_sentence() -> None:
    assert "Content-Type" not in translate("", "en")
    assert catalogue("vi").gettext("Bất kỳ") == "Bất kỳ"


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("en-US,en;q=0.9", "en"),
        ("vi-VN,vi;q=0.9,en;q=0.8", "vi"),
        ("fr,en;q=0.5,vi;q=0.7", "vi"),
        ("fr", None),
        ("", None),
        ("en;q=0", None),
        ("en;q=abc, vi;q=0.1", "vi"),
        (",;,", None),
    ],
)
def test_the_language_a_browser_likes_best_among_ours(header: str, language: str | None) -> None:
    assert accepted(header) == language


def test_what_is_asked_for_wins_if_we_speak_it() -> None:
    assert chosen("en", "vi") == "en"
    assert chosen("fr", None, "en") == "en"
    assert chosen(None) == "vi"
