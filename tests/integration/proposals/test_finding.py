"""Proposals found: without marks, by sector, by what became of them, in three orders; alike; and across forums."""

from contextlib import closing
from pathlib import Path
from shutil import copy
from typing import Any

import psycopg2
import pytest

from deploy.local.postgres import Postgres
from services.kit import migrate
from services.kit.acting import NOBODY, Acting
from services.kit.migrate import KIT
from services.kit.vietnamese import sort_key
from services.proposals import finding, jobs, schemas, views
from services.proposals.commands import solutions
from tests.integration.proposals.hall import Hall, Json, ballot

HOSTILE = "100% <b>_\\'; DROP TABLE proposal; -- {0} %s 🗳"


def found(hall: Hall, acting: Acting = NOBODY, **wanted: Any) -> Json:
    """A page of proposals."""
    return hall.ask(finding.proposals, acting, schemas.FindProposals().load(wanted))


def numbers(hall: Hall, **wanted: Any) -> list[int]:
    return [item["number"] for item in found(hall, **wanted)["items"]]


def alike(hall: Hall, problem: str, measure: str) -> list[tuple[int, int]]:
    """The numbers and scores of what may say the same."""
    told = hall.ask(finding.similar, hall.delegate, {"problem": problem, "measure": measure})
    return [(item["proposal"]["number"], item["score"]) for item in told["items"]]


def everywhere(hall: Hall, acting: Acting, q: str) -> Json:
    """What a search across forums finds."""

    def ask(tx: Any, who: Acting, _: Any) -> Json:
        return finding.everywhere(tx, who, q)

    return hall.ask(ask, acting)


def test_words_are_found_without_their_marks_in_any_order_and_any_field(hall: Hall) -> None:
    hall.proposal(problem="Đường vào thôn hư hỏng", measure="Đổ bê tông", who_acts="Ủy ban nhân dân xã")
    hall.proposal(problem="Cán bộ thiếu kỹ năng", measure="Mở lớp", who_acts="Hội cấp tỉnh")
    for q in ("duong", "ĐƯỜNG hư", "be tong duong", "uy ban", "bê tông", "duo"):
        assert numbers(hall, q=q) == [1], q
    assert numbers(hall, q="hường xã") == [1, 2]  # the author of both
    assert numbers(hall, q="2") == [2]
    assert numbers(hall, q="uong") == []  # no word begins so
    assert numbers(hall, q=" ") == [1, 2]
    assert found(hall, q="không có gì như thế") == {
        "items": [],
        "next": None,
        "total": 0,
        "sectors": ["Hội cơ sở"],
    }


def test_what_is_looked_for_is_text_and_nothing_else(hall: Hall) -> None:
    hall.proposal(problem=HOSTILE)
    hall.proposal()
    for q in ("100%", "<b>_\\'", "drop table", "{0}", "%s", "_", "%", "🗳"):
        assert numbers(hall, q=q) == [1], q
    for q in ("1%0", "d_op", "\\%", "\\"):
        assert numbers(hall, q=q) == [], q
    assert found(hall, sector="' OR true --")["total"] == 0


def test_lists_are_narrowed_by_sector_and_by_what_became_of_a_proposal(hall: Hall) -> None:
    taken = hall.proposal()["proposal_id"]
    hall.proposal()
    hall.sql("UPDATE proposal SET sector = 'Sở, ngành' WHERE forum_id = %s AND number = 2", hall.forum_id)
    solution = hall.solution(proposal_ids=[str(taken)])
    assert numbers(hall, state="consolidated") == [1]
    assert numbers(hall, state="loose") == numbers(hall, sector="Sở, ngành") == [2]
    assert numbers(hall, state="loose", sector="Hội cơ sở") == []
    assert numbers(hall, solution_id=str(solution["solution_id"])) == [1]
    assert numbers(hall, solution_id=str(hall.solution()["solution_id"])) == []
    [item] = found(hall, state="consolidated")["items"]
    assert item["solution"] == {"solution_id": str(solution["solution_id"]), "number": 1, "title": solution["title"]}
    assert found(hall)["sectors"] == ["Hội cơ sở", "Sở, ngành"]


def test_most_agreed_come_first_and_pages_follow_on_one_another(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finding, "PAGE", 2)
    offered = [hall.proposal()["proposal_id"] for _ in range(5)]
    hall.judge(*[(offered[3], who, "agree") for who in hall.delegates[:3]])
    hall.judge((offered[1], hall.delegates[0], "agree"), (offered[4], hall.delegates[0], "disagree"))
    expected = {"oldest": [1, 2, 3, 4, 5], "newest": [5, 4, 3, 2, 1], "most-agreed": [4, 2, 1, 3, 5]}
    for order, whole in expected.items():
        pages = [found(hall, order=order)]
        while pages[-1]["next"] and len(pages) < 5:
            pages.append(found(hall, order=order, after=pages[-1]["next"]))
        assert [item["number"] for page in pages for item in page["items"]] == whole, order
        assert [page["total"] for page in pages] == [5, 5, 5] and pages[-1]["next"] is None
    assert found(hall, after="-5~5") == {"items": [], "next": None, "total": 5, "sectors": ["Hội cơ sở"]}


def test_a_list_says_what_one_thinks_oneself(hall: Hall) -> None:
    judged = hall.proposal()["proposal_id"]
    hall.judge((judged, hall.delegates[0], "pass"))
    for acting, own in ((hall.delegate, "pass"), (hall.organizer, None), (NOBODY, None)):
        [item] = found(hall, acting)["items"]
        assert (item["own_opinion"], item["opinions"]["pass"]) == (own, 1)


def test_a_proposal_tells_what_became_of_it(hall: Hall) -> None:
    offered = hall.proposal()["proposal_id"]
    lonely = hall.ask(views.proposal, NOBODY, offered)
    assert (lonely["solution"], lonely["rounds"], lonely["assignments"]) == (None, [], [])
    opened = hall.opened(1)
    solution_id = opened["options"][0]["solution_id"]
    hall.sql("INSERT INTO solution_proposal VALUES (%s, %s, %s)", hall.forum_id, offered, solution_id)
    hall.cast(*[ballot(opened, who) for who in hall.delegates])
    assert [each["adopted"] for each in hall.ask(views.proposal, NOBODY, offered)["rounds"]] == [None]
    hall.certified(opened["round_id"])
    hall.conclude({"solution_id": solution_id, "due_on": "2099-12-31"})
    told = hall.ask(views.proposal, NOBODY, offered)
    assert told["solution"]["solution_id"] == told["solution_id"] == str(solution_id)
    assert [(each["state"], each["adopted"]) for each in told["rounds"]] == [("certified", True)]
    assert [(each["state"], each["body_id"]) for each in told["assignments"]] == [("given", str(hall.body_id))]


def test_what_may_say_the_same_is_named(hall: Hall) -> None:
    road, class_ = "Đường vào thôn hư hỏng nặng mùa mưa", "Cán bộ Hội thiếu kỹ năng tuyên truyền"
    hall.proposal(problem=road, measure="Huyện bố trí vốn đổ bê tông")
    hall.proposal(problem=class_, measure="Mở lớp bồi dưỡng hằng năm cho cán bộ")
    [(number, score)] = alike(hall, "Mùa mưa đường vào thôn hư hỏng", "Bố trí vốn đổ bê tông đường thôn")
    assert number == 1 and score >= 75
    assert alike(hall, "Chợ xã thiếu nước sạch", "Khoan giếng") == []
    assert alike(hall, HOSTILE, HOSTILE) == []
    assert alike(hall, "x", "\\") == []


def test_at_most_five_are_named_however_many_say_the_same(hall: Hall) -> None:
    for _ in range(7):
        hall.proposal()
    assert [score >= 75 for _, score in alike(hall, "Cán bộ Hội thiếu kỹ năng", "Bồi dưỡng hằng năm")] == [True] * 5


def test_a_search_reaches_the_forums_one_may_know_of_and_no_other(hall: Hall) -> None:
    word = f"từ{str(hall.forum_id)[:8]}"
    draft = Hall(hall.db, organizer=hall.organizer).build()
    for each in (hall, draft):
        each.proposal(each.organizer, problem=f"Ở đây có {word} rất lạ")
        each.solution(title=f"Giải pháp {word}")
    gone = draft.solution(title=word)
    draft.do(solutions.withdraw_solution, draft.organizer, gone["solution_id"])
    draft.sql("UPDATE forum SET announced = false, state = 'draft' WHERE forum_id = %s", draft.forum_id)
    for acting, forums in ((NOBODY, [hall]), (draft.delegate, [hall]), (hall.organizer, [hall, draft])):
        told = everywhere(hall, acting, word.upper())
        assert {each["forum_id"] for each in told["proposals"]} == {str(each.forum_id) for each in forums}
        assert {each["forum_id"] for each in told["solutions"]} == {str(each.forum_id) for each in forums}
        assert len(told["solutions"]) == len(forums)
    [proposal] = everywhere(hall, NOBODY, word)["proposals"]
    assert proposal["snippet"].startswith(f"Ở đây có {word} rất lạ")
    assert (proposal["number"], proposal["forum_title"]) == (1, "Nâng cao chất lượng cán bộ Hội")


def test_a_search_for_nothing_finds_nothing_and_one_for_everything_is_bounded(hall: Hall) -> None:
    for _ in range(21):
        hall.proposal()
    assert everywhere(hall, NOBODY, "\u0301") == {"proposals": [], "solutions": []}
    assert len(everywhere(hall, NOBODY, "c")["proposals"]) == 20
    assert everywhere(hall, NOBODY, "%%%") == {"proposals": [], "solutions": []}


def test_a_revised_solution_is_found_by_what_it_says_now(hall: Hall) -> None:
    made, word = hall.solution(), f"mới{str(hall.forum_id)[:8]}"
    data = schemas.ReviseSolution().load({"title": f"Tên {word}", "text": "Nội dung"})
    hall.do(solutions.revise_solution, hall.organizer, made["solution_id"], data, None)
    assert [each["title"] for each in everywhere(hall, NOBODY, word)["solutions"]] == [f"Tên {word}"]


def test_what_was_there_before_searching_was_is_found_too(postgres: Postgres, tmp_path: Path) -> None:
    migrations, url = KIT.parent.parent / "proposals" / "migrations", postgres.fresh_database("proposals_before")
    for earlier in ("0001_proposals.sql", "0002_opinions.sql"):
        copy(migrations / earlier, tmp_path)
    migrate.apply(url, KIT, tmp_path)
    with closing(psycopg2.connect(url)) as connection, connection, connection.cursor() as cursor:
        cursor.execute(EARLIER_PROPOSAL)
        cursor.execute(EARLIER_SOLUTION)
        cursor.execute(EARLIER_SEAT)
    migrate.apply(url, migrations)
    with closing(psycopg2.connect(url)) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT search_text FROM proposal UNION ALL SELECT search_text FROM solution")
        assert cursor.fetchall() == [(" duong sua xa le man 7",), (" doi moi cach lam 3",)]
        cursor.execute("SELECT search_text, sort_key, weight FROM seat")
        assert cursor.fetchall() == [(" le thi man chu tich hoi", sort_key("Lê Thị Mận"), 1)]


def test_what_an_older_process_writes_meanwhile_is_found_a_little_later(hall: Hall) -> None:
    hall.sql(EARLIER_PROPOSAL)
    hall.sql(EARLIER_SOLUTION)
    jobs.fill_texts(hall.db)
    rows = hall.sql("SELECT search_text FROM proposal UNION ALL SELECT search_text FROM solution")
    assert {" duong sua xa le man 7", " doi moi cach lam 3"} <= {row["search_text"] for row in rows}


EARLIER_PROPOSAL = """
INSERT INTO proposal (forum_id, proposal_id, number, person_id, author, sector, problem, measure, who_acts, by_when)
VALUES (gen_random_uuid(), gen_random_uuid(), 7, gen_random_uuid(), 'Lê Mận', 'Hội', 'Đường', 'Sửa', 'Xã', '')"""
EARLIER_SEAT = """
INSERT INTO seat (forum_id, seat_id, person_id, full_name, position, sector, roles)
VALUES (gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), 'Lê Thị Mận', 'Chủ tịch', 'Hội', '{delegate}')"""
EARLIER_SOLUTION = """
INSERT INTO solution (forum_id, solution_id, number, title, text, body_ids)
VALUES (gen_random_uuid(), gen_random_uuid(), 3, 'Đổi mới', 'Cách làm', '{}')"""
