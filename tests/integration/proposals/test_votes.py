"""Who voted what: for everybody where a round promises it, once it is certified; of any other round for nobody."""

import csv
import io
from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest

from services.kit import strict_json
from services.kit.acting import NOBODY, Acting
from services.kit.errors import Refused
from services.proposals import counter, schemas, votes
from services.proposals.commands import proxies, rounds
from tests.integration.proposals.hall import Hall, Json, ballot
from tests.integration.proposals.paper import desk

NAMES = ("Trần Anh", "Lê Thị Ánh", "Lê Ân", "Đỗ Bé", "Vũ Đào")  # in the order in which they are listed
ANYBODY = (NOBODY, Acting(uuid4()))


@pytest.fixture
def named(hall: Hall) -> Hall:
    """A forum whose delegates have names; the last of them comes first by id."""
    hall.delegates.sort(reverse=True)
    for person_id, name in zip(hall.delegates, NAMES, strict=True):
        reseat(hall, person_id, full_name=name)
    return hall


def reseat(hall: Hall, person_id: UUID, **told: Any) -> None:
    """Tell something else of a delegate's seat."""
    [row] = hall.sql("SELECT seat_id FROM seat WHERE person_id = %s AND forum_id = %s", person_id, hall.forum_id)
    hall.seat([person_id], "delegate", seat_id=row["seat_id"], **told)


def page(hall: Hall, round_: Json, acting: Acting = NOBODY, **wanted: Any) -> Json:
    """What is answered."""
    return hall.ask(votes.page, acting, UUID(str(round_["round_id"])), schemas.FindVotes().load(wanted))


def cells(hall: Hall, round_: Json) -> list[list[str]]:
    """The file, as a spreadsheet reads it."""
    text = hall.ask(votes.file, NOBODY, UUID(str(round_["round_id"])))["text"]
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def refusal(work: Callable[..., Any], *arguments: Any) -> str:
    """Why something is refused; nothing else is told."""
    with pytest.raises(Refused) as caught:
        work(*arguments)
    assert not caught.value.facts
    return caught.value.slug


def cast(hall: Hall, round_: Json, who: int, written: dict[int, Any], **changes: Any) -> None:
    """A delegate's ballot, with choices by place on the ballot."""
    options = [str(option["solution_id"]) for option in round_["options"]]
    choices = {options[place]: choice for place, choice in written.items()}
    [told] = hall.cast(ballot(round_, hall.delegates[who], choices=choices, **changes))
    assert told["outcome"] == "counted", told


#: method → what the first and the second delegate write, by place on the ballot, and how their file has it
KINDS: list[tuple[str, list[dict[int, Any]], list[list[str]]]] = [
    (
        "yes-no-abstain",
        [{0: "yes", 1: "no", 2: "abstain"}, {0: "no", 1: "no", 2: "yes"}],
        [
            ["Đã bỏ phiếu", "", "Đồng ý", "Không đồng ý", "Không có ý kiến"],
            ["Đã bỏ phiếu", "", "Không đồng ý", "Không đồng ý", "Đồng ý"],
        ],
    ),
    ("single-choice", [{1: True}, {}], [["Đã bỏ phiếu", "", "", "x", ""], ["Phiếu trắng", "", "", "", ""]]),
    ("approval", [{0: True, 2: True}, {}], [["Đã bỏ phiếu", "", "x", "", "x"], ["Phiếu trắng", "", "", "", ""]]),
    ("score", [{0: 5, 2: 0}, {}], [["Đã bỏ phiếu", "", "5", "", "0"], ["Phiếu trắng", "", "", "", ""]]),
    ("schulze", [{0: 2, 1: 1, 2: 2}, {}], [["Đã bỏ phiếu", "", "2", "1", "2"], ["Phiếu trắng", "", "", "", ""]]),
    ("scottish-stv", [{2: 1, 0: 2}, {1: 1}], [["Đã bỏ phiếu", "", "2", "", "1"], ["Đã bỏ phiếu", "", "", "1", ""]]),
]


@pytest.mark.parametrize(("method", "written", "filed"), KINDS)
def test_everybody_sees_who_voted_what_and_who_did_not(
    named: Hall, method: str, written: list[dict[int, Any]], filed: list[list[str]]
) -> None:
    round_ = named.opened(method=method, names_shown=True)
    for who, choices in enumerate(written):
        cast(named, round_, who, choices)
    named.certified(round_["round_id"])
    options = [str(option["solution_id"]) for option in round_["options"]]
    wanted = [{options[place]: choice for place, choice in choices.items()} for choices in written]
    for acting in (*ANYBODY, named.delegate, named.organizer):
        seen = page(named, round_, acting)
        assert [vote["full_name"] for vote in seen["items"]] == list(NAMES)
        assert [vote["choices"] for vote in seen["items"]] == [*wanted, None, None, None]
        assert (seen["found"], seen["next"]) == (5, None)
        assert {name for vote in seen["items"] for name in vote} == {
            *("full_name", "position", "sector", "weight", "holder", "choices", "spoilt")
        }
    rows = cells(named, round_)
    assert rows[0] == ["Họ và tên", "Chức vụ", "Khối", "Hệ số", "Phiếu", "Người bỏ phiếu thay", *rows[0][6:]]
    assert [row[0] for row in rows[1:]] == list(NAMES)
    assert [row[4:] for row in rows[1:]] == [*filed, *[["Không bỏ phiếu", "", "", "", ""]] * 3]


def test_the_ballot_that_counts_is_shown_and_who_cast_it_for_another(named: Hall) -> None:
    reseat(named, named.delegates[1], full_name=NAMES[1], weight="1.5")
    prepared = named.prepared(1, proxies=2, names_shown=True)
    for elector in (1, 2):
        given = {"holder_id": named.delegates[4]}
        named.do(proxies.give_proxy, Acting(named.delegates[elector]), prepared["round_id"], given)
    round_ = named.open(prepared)
    cast(named, round_, 0, {0: "yes"})
    cast(named, round_, 0, {0: "no"}, replaces=1, nonce="another-nonce-of-hers")
    cast(named, round_, 4, {0: "abstain"}, proxy_of=str(named.delegates[1]), nonce="nonce-for-the-second")
    named.certified(round_["round_id"])
    seen = page(named, round_)["items"]
    option = str(round_["options"][0]["solution_id"])
    assert [(vote["choices"], vote["holder"]) for vote in seen] == [
        ({option: "no"}, None),
        ({option: "abstain"}, "Vũ Đào"),
        (None, None),  # a proxy nobody voted with
        (None, None),
        (None, None),
    ]
    assert [vote["weight"] for vote in seen] == ["1", "1.5", "1", "1", "1"]
    assert cells(named, round_)[2][3:] == ["1.5", "Đã bỏ phiếu", "Vũ Đào", "Không có ý kiến"]


@pytest.mark.parametrize("told", [{"names_shown": False}, {"secret": True}, {"secret": True, "names_shown": True}])
def test_of_a_round_that_does_not_promise_it_nobody_is_told(named: Hall, told: Json) -> None:
    round_ = named.opened(**told)
    named.cast(*[ballot(round_, person_id) for person_id in named.delegates])
    for work in (lambda: None, lambda: named.certified(round_["round_id"])):
        work()
        for acting in (*ANYBODY, named.delegate, named.organizer):
            assert refusal(page, named, round_, acting) == "names-not-shown"
            assert refusal(named.ask, votes.file, acting, round_["round_id"]) == "names-not-shown"


def test_a_secret_round_tells_nothing_even_if_its_row_said_names_are_shown(named: Hall) -> None:
    round_ = named.opened(secret=True)
    named.cast(*[ballot(round_, person_id) for person_id in named.delegates])
    named.certified(round_["round_id"])
    named.sql("UPDATE round SET names_shown = true WHERE round_id = %s", round_["round_id"])
    assert refusal(page, named, round_) == "names-not-shown"


def test_nobody_sees_it_before_the_round_is_certified(named: Hall) -> None:
    prepared = named.prepared(1, names_shown=True)

    def refused() -> set[str]:
        everybody = (*ANYBODY, named.delegate, named.organizer)
        pages = {refusal(page, named, prepared, acting) for acting in everybody}
        return pages | {refusal(named.ask, votes.file, acting, prepared["round_id"]) for acting in everybody}

    assert refused() == {"missing"}
    round_ = named.open(prepared)
    named.cast(*[ballot(round_, person_id) for person_id in named.delegates])
    assert refused() == {"missing"}
    named.do(rounds.pause_round, named.organizer, round_["round_id"])
    assert refused() == {"missing"}
    named.sealed(round_["round_id"])
    assert refused() == {"missing"}
    named.do(rounds.certify_round, named.organizer, round_["round_id"])
    assert refused() == {"missing"}
    assert counter.count_next(named.db)
    assert len(page(named, round_)["items"]) == 5


def test_what_was_on_paper_is_in_it_like_all_others(named: Hall) -> None:
    paper = desk(named, named.opened(1, names_shown=True))
    for person in (0, 1, 2):
        paper.hand_out(person)
    named.cast(ballot(paper.round, named.delegates[3], "no"))
    named.sealed(paper.round["round_id"])
    paper.enter_of(0, 7, "yes")
    paper.enter_of(1, 8, None)
    for number in (7, 8):
        paper.confirm(number)
    assert named.counted(paper.round["round_id"])["ballots"] == 3
    seen = {vote["full_name"]: vote for vote in page(named, paper.round)["items"]}
    told = [(vote["choices"] and vote["choices"][paper.options[0]], vote["spoilt"]) for vote in map(seen.get, NAMES)]
    assert told == [("yes", False), (None, True), (None, False), ("no", False), (None, False)]
    states = {row[0]: row[4] for row in cells(named, paper.round)[1:]}
    assert [states[name] for name in NAMES[:3]] == ["Đã bỏ phiếu", "Phiếu hỏng", "Không bỏ phiếu"]


def test_a_cancelled_round_tells_nothing(named: Hall) -> None:
    round_ = named.opened(1, names_shown=True)
    named.cast(*[ballot(round_, person_id) for person_id in named.delegates])
    named.do(rounds.cancel_round, named.organizer, round_["round_id"])
    assert refusal(page, named, round_, named.organizer) == "missing"


def test_it_is_followed_page_by_page_and_searched_without_marks(named: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    round_ = named.opened(1, names_shown=True)
    named.certified(round_["round_id"])
    monkeypatch.setattr(votes, "PAGE", 2)
    read, after = [], None
    while True:
        seen = page(named, round_, **({"after": after} if after else {}))
        read.append([vote["full_name"] for vote in seen["items"]])
        if not (after := seen["next"]):
            break
    assert read == [list(NAMES[:2]), list(NAMES[2:4]), list(NAMES[4:])]
    found = page(named, round_, q="le an")
    assert ([vote["full_name"] for vote in found["items"]], found["found"]) == (["Lê Thị Ánh", "Lê Ân"], 2)
    assert page(named, round_, q="khong co ai") == {"items": [], "next": None, "found": 0}
    assert page(named, round_, after=str(uuid4()))["items"] == [], "after somebody who is not on the roll"
    assert len(cells(named, round_)) == 6, "a file is whole"


def test_who_lost_their_seat_since_is_called_as_the_directory_does(named: Hall) -> None:
    round_ = named.opened(1, names_shown=True)
    named.certified(round_["round_id"])
    gone = named.delegates[0]
    named.sql("DELETE FROM seat WHERE forum_id = %s AND person_id = %s", named.forum_id, gone)
    named.sql("INSERT INTO person (person_id, full_name) VALUES (%s, 'Trần Anh')", gone)
    seen = page(named, round_)
    assert sorted(vote["full_name"] for vote in seen["items"]) == sorted(NAMES)


HOSTILE = ("=HYPERLINK(1)", "@SUM(1)", "+84", "-1; =2", "<script>alert(1)</script>", "'; DROP TABLE ballot; --")


def test_what_people_wrote_is_text_in_the_file_whatever_it_looks_like(named: Hall) -> None:
    for person_id, name in zip(named.delegates, HOSTILE, strict=False):
        reseat(named, person_id, full_name=name, position=name, sector=name)
    solution = named.solution(title="Đường; =1+1")
    round_ = named.opened(solution_ids=[str(solution["solution_id"])], names_shown=True)
    named.cast(*[ballot(round_, person_id) for person_id in named.delegates])
    named.certified(round_["round_id"])
    rows = cells(named, round_)
    assert rows[0][-1].endswith("Đường; '=1+1")
    assert len(rows) == 6
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))]
    assert {vote["full_name"] for vote in page(named, round_)["items"]} == set(HOSTILE[:5]), "programs get it as it is"
    assert strict_json.dumps(page(named, round_, q="%"))


def test_a_query_that_asks_for_something_else_is_refused(hall: Hall) -> None:
    assert set(schemas.FindVotes().validate({"after": "1", "q": "x" * 101, "who": "all"})) == {"after", "q", "who"}
