"""The list of delegates at the desk: searched, imported after a look at it, changed one by one."""

import base64
from typing import Any

from tests.integration.gateway.stage import Stage, refusal
from tests.integration.gateway_pages.course import FORUM, F, seats
from tests.integration.gateway_pages.visitor import Visitor, text
from tests.unit.gateway_pages import samples

LIST = f"{FORUM}/dieu-hanh/dai-bieu"
IMPORT = f"/forums/{F}/delegates/import"
FILE = "Họ và tên;Email;Khối\nLê Thị Bé;be@hoi.vn;Hội\n".encode("utf-8-sig")
SEAT = samples.seat()["seat_id"]


def report(**facts: Any) -> Any:
    return lambda asked: (200, {**samples.preview(), "applied": asked.json["apply"], **facts})


def test_the_list_is_searched_filtered_and_gone_through(running: Stage, organizer: Visitor) -> None:
    running.forum.answers[f"GET /forums/{F}/seats"] = (200, {**seats(), "next": SEAT})
    shown = text(organizer.get(f"{LIST}?q=anh&vai-tro=delegate&khoi=&moi=false&sau={SEAT}"))
    asked = [each.query for each in running.forum.asked_for(f"/forums/{F}/seats")]
    assert f"after={SEAT}&q=anh&role=delegate&invited=false" in asked
    assert f"{LIST}?q=anh&amp;vai-tro=delegate&amp;moi=false&amp;sau={SEAT}#list" in shown
    assert "Tìm thấy 1 người." in shown


def test_a_file_is_looked_at_before_it_is_imported(running: Stage, organizer: Visitor) -> None:
    running.forum.answers[f"POST {IMPORT}"] = report(faults=[])
    action = f"{LIST}/nhap"
    preview = organizer.send_file(organizer.get(action), action, "file", FILE)
    assert "Lê Thị Bé" in text(preview)
    assert "Tên này đã có ở dòng 2." in text(preview)  # to be looked at; it keeps nobody out
    assert organizer.fill_in(preview, action, apply="yes").headers["Location"] == LIST
    asked = running.forum.asked_for(IMPORT)
    assert [each.json["apply"] for each in asked] == [False, True]
    assert [base64.b64decode(each.json["file"]) for each in asked] == [FILE, FILE]


def test_a_file_with_faults_says_where_and_offers_no_import(running: Stage, organizer: Visitor) -> None:
    running.forum.answers[f"POST {IMPORT}"] = report()
    action = f"{LIST}/nhap"
    shown = text(organizer.send_file(organizer.get(action), action, "file", FILE))
    assert "Dòng 3, cột Thư điện tử:" in shown
    assert "và 2 lỗi nữa" in shown
    assert 'value="yes"' not in shown


def test_what_is_no_list_is_refused_beside_the_field(running: Stage, organizer: Visitor) -> None:
    fault = [{"pointer": "/file", "code": "file-not-a-list", "params": {}}]
    running.forum.answers[f"POST {IMPORT}"] = (422, refusal("invalid", "invalid", faults=fault))
    action = f"{LIST}/nhap"
    page = organizer.get(action)
    nothing = organizer.send_file(page, action, "file", b"")
    assert (nothing.status, "Hãy chọn tệp danh sách." in text(nothing)) == (422, True)
    assert not running.forum.asked_for(IMPORT)
    picture = organizer.send_file(page, action, "file", b"\x89PNG")
    assert (picture.status, "Tệp này không phải là danh sách." in text(picture)) == (422, True)


def test_the_example_opens_in_excel(running: Stage, organizer: Visitor) -> None:
    got = organizer.get(f"{FORUM}/dieu-hanh/mau-danh-sach.csv")
    assert got.body.startswith("\ufeffHọ và tên;Email;Khối;".encode())
    assert 'filename="mau-danh-sach.csv"' in got.headers["Content-Disposition"]


def test_the_list_is_taken_out_as_a_file(running: Stage, organizer: Visitor, visitor: Visitor) -> None:
    file = {"file_name": "dai-bieu.csv", "text": "\ufeffHọ và tên\r\n"}
    running.forum.answers[f"GET /forums/{F}/seats.csv"] = (200, file)
    got = organizer.get(f"{FORUM}/dieu-hanh/danh-sach-dai-bieu.csv")
    assert (got.headers.get_content_type(), text(got)) == ("text/csv", file["text"])
    assert visitor.get(f"{FORUM}/dieu-hanh/danh-sach-dai-bieu.csv").headers["Location"].startswith("/dang-nhap")


def test_one_person_is_added(running: Stage, organizer: Visitor) -> None:
    running.forum.answers[f"POST /forums/{F}/seats"] = (200, samples.seat())
    typed = {"full_name": "Lê Thị Bé", "email": "be@hoi.vn", "position": "", "sector": "Hội", "roles": ["organizer"]}
    page = organizer.get(f"{LIST}/them?vai-tro=organizer")
    assert 'value="organizer" checked' in text(page)
    assert organizer.fill_in(page, f"{LIST}/them", **typed, body_code="", weight="").headers["Location"] == LIST
    [asked] = [each for each in running.forum.asked_for(f"/forums/{F}/seats") if each.method == "POST"]
    assert asked.json == typed


def test_nothing_typed_of_a_person_is_lost(running: Stage, organizer: Visitor) -> None:
    fault = [{"pointer": "/email", "code": "not-an-email", "params": {}}]
    running.forum.answers[f"POST /forums/{F}/seats"] = (422, refusal("invalid", "invalid", faults=fault))
    typed = {"full_name": "Lê Thị Bé", "email": "be-at", "position": "", "sector": "Hội", "roles": ["guest"]}
    again = organizer.fill_in(organizer.get(f"{LIST}/them"), f"{LIST}/them", **typed)
    assert (again.status, 'href="#email"' in text(again)) == (422, True)
    assert 'value="be-at"' in text(again)
    assert 'value="guest" checked' in text(again)


def test_one_person_is_changed(running: Stage, organizer: Visitor) -> None:
    path, page = f"/forums/{F}/seats/{SEAT}", f"{LIST}/{SEAT}/sua"
    running.forum.answers[f"GET {path}"] = (200, {**samples.seat(), "body_code": "hoi-lhpn"})
    running.forum.answers[f"PUT {path}"] = (200, samples.seat())
    assert f'href="{page}"' in text(organizer.get(LIST))
    shown = organizer.get(page)
    filled = Visitor.filled_in(shown)
    assert [filled[name] for name in ("full_name", "position", "sector", "body_code")] == [
        *("Nguyễn Thị Ánh", "Chủ tịch", "Hội", "hoi-lhpn")
    ]
    typed = {"full_name": "Nguyễn Ánh", "position": "", "sector": "Xã", "body_code": "", "roles": ["guest"]}
    assert organizer.fill_in(shown, page, **typed).headers["Location"] == LIST
    [asked] = running.forum.asked_for(path, "PUT")
    assert asked.json == {name: value for name, value in typed.items() if name != "body_code"}


def test_nothing_typed_to_change_a_person_is_lost(running: Stage, organizer: Visitor) -> None:
    path, page = f"/forums/{F}/seats/{SEAT}", f"{LIST}/{SEAT}/sua"
    running.forum.answers[f"GET {path}"] = (200, {**samples.seat(), "body_code": None})
    fault = [{"pointer": "/body_code", "code": "unknown-body", "params": {}}]
    running.forum.answers[f"PUT {path}"] = (422, refusal("invalid", "invalid", faults=fault))
    again = organizer.fill_in(organizer.get(page), page, full_name="Của tôi", body_code="khong-co", roles=["guest"])
    assert (again.status, 'href="#body_code"' in text(again)) == (422, True)
    assert [each in text(again) for each in ('value="Của tôi"', 'value="khong-co"', 'value="guest" checked')] == [
        True
    ] * 3
    running.forum.answers[f"GET {path}"] = (404, refusal("missing", "missing"))
    assert organizer.get(page).status == 404


def test_withdrawing_is_asked_once_more_by_the_name_the_directory_says(running: Stage, organizer: Visitor) -> None:
    running.forum.answers[f"DELETE /forums/{F}/seats/{SEAT}"] = (200, {})
    running.forum.answers[f"GET /forums/{F}/seats/{SEAT}"] = (200, {**samples.seat(), "body_code": None})
    address = f"{LIST}/{SEAT}/rut"
    sure = organizer.get(address)
    assert "Rút tên Nguyễn Thị Ánh khỏi danh sách?" in text(sure)
    assert organizer.fill_in(sure, address).headers["Location"] == LIST
    assert len(running.forum.asked_for(f"/forums/{F}/seats/{SEAT}", "DELETE")) == 1
