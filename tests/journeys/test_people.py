"""People through the public API: a list out of a workbook, who organizes, what one changes and reads about oneself."""

import base64
import csv
import io
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import openpyxl
import pytest

from deploy.local.stack import Stack
from services.kit.acting import Acting, Statements
from services.kit.exports import inert
from tests.journeys.asking import API, Asker, sign_in
from tests.journeys.hall import Hall, address, at
from tests.waiting import eventually

ANDROID = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 Chrome/142.0.0.0 Mobile Safari/537.36"


@pytest.fixture(scope="module")
def forum(admin: Asker) -> dict[str, Any]:
    """A forum of its own."""
    body = {"kind": "hội", "code": f"N-{address()[:8]}", "name": "Hội LHPN tỉnh"}
    host = admin.done("POST", "/bodies", body)["body_id"]
    facts = {"title": "Tọa đàm", "summary": "", "place": "", "starts_at": at(1), "ends_at": at(2)}
    made: dict[str, Any] = admin.done("POST", "/forums", {**facts, "host_body_id": host})
    return made


def workbook(*rows: tuple[str, ...]) -> str:
    """A workbook in base64."""
    book = openpyxl.Workbook()
    for row in (("DANH SÁCH ĐẠI BIỂU",), ("Họ và tên", "Email", "Khối", "Ghi chú"), *rows):
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return base64.b64encode(out.getvalue()).decode()


def test_a_list_in_a_workbook_is_looked_at_and_then_imported(admin: Asker, forum: dict[str, Any]) -> None:
    rows = [(name, address(), "Hội", "x") for name in ("Lê Ân", "Vũ Ánh", "Bùi Anh", "Lê Ân")]
    path, file = f"/forums/{forum['forum_id']}", workbook(*rows)
    looked = admin.done("POST", f"{path}/delegates/import", {"file": file})
    assert (looked["new"], looked["applied"], looked["ignored"], looked["faults"]) == (4, False, ["Ghi chú"], [])
    assert [(each["line"], each["code"]) for each in looked["warnings"]] == [(6, "name-twice")]
    applied = admin.done("POST", f"{path}/delegates/import", {"file": file, "apply": True})
    assert (applied["new"], applied["applied"]) == (4, True)
    listed = admin.done("GET", f"{path}/seats?q=hoi&limit=2")
    assert ([seat["full_name"] for seat in listed["items"]], listed["found"]) == (["Bùi Anh", "Vũ Ánh"], 4)
    rest = admin.done("GET", f"{path}/seats?q=hoi&after={listed['next']}")
    assert [seat["full_name"] for seat in rest["items"]] == ["Lê Ân", "Lê Ân"]


def test_a_workbook_with_faults_and_one_that_cannot_be_read_are_refused_in_words(
    admin: Asker, forum: dict[str, Any]
) -> None:
    path = f"{API}/forums/{forum['forum_id']}/delegates/import"
    faulty = {"file": workbook(("Lê Ân", "khong-phai-thu", "Hội")), "apply": True}
    answer = admin.ask("POST", path, faulty).json
    assert [fault["line"] for fault in answer["facts"]["faults"]] == [3]
    assert [error["pointer"] for error in answer["errors"]] == ["/file"]
    for content, code in ((b"PK\x03\x04x", "file-broken"), (b"%PDF", "file-not-a-list")):
        answer = admin.ask("POST", path, {"file": base64.b64encode(content).decode()}, Accept_Language="vi")
        [error] = answer.json["errors"]
        assert (answer.status, error["pointer"], error["code"]) == (422, "/file", code)
        assert error["detail"].startswith("Tệp này")
    large = base64.b64encode(b"x" * (5 * 1024 * 1024 + 1)).decode()
    [error] = admin.ask("POST", path, {"file": large}, Accept_Language="en").json["errors"]
    assert error["detail"] == "The file is larger than 5 MB."


def test_others_are_answered_while_a_workbook_is_opened(admin: Asker, forum: dict[str, Any]) -> None:
    path = f"{API}/forums/{forum['forum_id']}/delegates/import"
    large = {"file": workbook(*((f"Lê {number}", f"p{number}@hoi.example", "Hội") for number in range(10_000)))}
    with ThreadPoolExecutor(1) as beside:
        began = time.monotonic()
        opened = beside.submit(admin.ask, "POST", path, large)
        waits = []
        while not opened.done():
            asked = time.monotonic()
            assert admin.ask("GET", f"{API}/me").status == 200
            waits.append(time.monotonic() - asked)
        took = time.monotonic() - began
    assert opened.result().json["new"] == 10_000
    assert max(waits) < took / 2 and len(waits) > 5


def test_the_list_comes_back_as_a_file_in_which_nothing_is_computed(hostile_hall: Hall) -> None:
    answer = hostile_hall.organizer.ask("GET", f"{API}{hostile_hall.path}/seats.csv")
    assert answer.status == 200
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=")
    rows = list(csv.reader(io.StringIO(answer.body.decode("utf-8-sig"), newline="")))
    seats = hostile_hall.organizer.done("GET", f"{hostile_hall.path}/seats")["items"]
    assert [row[0] for row in rows[1:]] == [inert(seat["full_name"]) for seat in seats]
    assert any(row[0].startswith("'=HYPERLINK") for row in rows)


def test_an_edit_of_what_another_has_changed_is_refused_and_a_second_organizer_takes_part(
    stack: Stack, admin: Asker, forum: dict[str, Any]
) -> None:
    path, email = f"/forums/{forum['forum_id']}", address()
    read = admin.ask("GET", API + path)
    names = ("title", "summary", "place", "host_body_id", "time_zone", "starts_at", "ends_at", "link_signs_in")
    body = {name: read.json[name] for name in names}
    seat = {"full_name": "Hồ Tổ", "email": email, "sector": "Ban tổ chức", "roles": ["organizer"]}
    admin.done("POST", f"{path}/seats", seat)
    second = sign_in(stack, email)
    amended = second.ask("PUT", API + path, {**body, "title": "Đổi mới"}, If_Match=read.headers["ETag"])
    assert (amended.status, amended.json["title"], amended.json["version"]) == (200, "Đổi mới", 2)
    assert admin.ask("PUT", API + path, body, If_Match=read.headers["ETag"]).status == 412
    assert eventually(lambda: admin.done("GET", path)["title"] == "Đổi mới")
    assert [each["title"] for each in second.done("GET", "/search?q=doi%20moi")["forums"]] == ["Đổi mới"]


def test_one_changes_and_reads_what_is_about_oneself_and_ends_a_session(stack: Stack, hall: Hall) -> None:
    here, there = sign_in(stack, hall.delegate_email), sign_in(stack, hall.delegate_email)
    me = here.done("PUT", "/me", {"greeting": "chị", "language": "en"})
    assert (me["greeting"], me["language"], here.done("GET", "/me")["greeting"]) == ("chị", "en", "chị")
    newest = here.done("GET", "/me/sessions")["items"][0]
    assert not newest["current"]
    here.done("DELETE", f"/me/sessions/{newest['session_id']}")
    assert (there.ask("GET", f"{API}/me").status, here.ask("GET", f"{API}/me").status) == (401, 200)
    kept = here.done("GET", "/me/data")
    assert kept["person"]["email"] == hall.delegate_email
    said = here.done("GET", "/me/data/proposals")
    assert (len(said["proposals"]), [ballot["revision"] for ballot in said["ballots"]]) == (2, [1])
    told = eventually(lambda: here.done("GET", "/me/data/messages"))
    assert "invitation" in {message["occasion"] for message in told["messages"]}
    here.done("PUT", "/me", {"greeting": "đại biểu", "language": "vi"})


def test_a_session_says_in_which_browser_it_began(stack: Stack, admin: Asker) -> None:
    statement = Statements(stack.settings["INTERNAL_KEY"]).sign(Acting(operator=True))
    asked = {"email": stack.settings["ADMIN_EMAIL"]}
    link = Asker(stack.urls["forum"]).ask("POST", "/sign-in/operator-links", asked, Acting=statement).json
    phone = Asker(admin.site)
    phone.token = phone.done("POST", "/sign-in/links", {"token": link["token"]}, User_Agent=ANDROID)["token"]
    [current] = [each for each in phone.done("GET", "/me/sessions")["items"] if each["current"]]
    assert current["device"] == "Chrome, Android"
