"""The organizer's desk: who may enter, what is to do, and the steps of a forum's life."""

from tests.integration.gateway.stage import Stage, refusal
from tests.integration.gateway_pages.course import FORUM, F, person
from tests.integration.gateway_pages.visitor import Visitor, text
from tests.unit.gateway_pages import samples

DESK = f"{FORUM}/dieu-hanh"
PAGES = (
    "",
    "/dai-bieu",
    "/dai-bieu/nhap",
    "/dai-bieu/them",
    "/thu-tu",
    "/ap-phich",
    "/giai-phap",
    "/giai-phap/moi",
    "/bieu-quyet",
    "/dieu-khien",
    "/man-hinh",
    "/ket-luan",
    "/theo-doi",
    "/thong-tin",
)


def test_the_desk_is_for_organizers(running: Stage, delegate: Visitor) -> None:
    assert [page for page in PAGES if delegate.get(DESK + page).status != 403] == []
    running.forum.answers["GET /me"] = (200, person("organizer"))
    assert [page for page in PAGES if delegate.get(DESK + page).status != 200] == []


def test_every_page_opens_while_the_other_services_are_away(running: Stage, organizer: Visitor) -> None:
    running.proposals.stop()
    running.notify.stop()
    running.parts.copies.forget_all()
    assert [page for page in PAGES if organizer.get(DESK + page).status != 200] == []
    assert "Chưa xem được ý kiến, giải pháp và biểu quyết." in text(organizer.get(DESK))


def test_a_round_is_still_closed_while_the_directory_is_away(running: Stage, organizer: Visitor) -> None:
    running.forum.stop()
    running.parts.copies.forget_all()
    page = organizer.get(f"{DESK}/dieu-khien")
    assert page.status == 200
    assert "Chưa xem được các màn hình của hội trường." in text(page)


def test_a_forum_the_other_services_have_not_heard_of_has_its_desk(running: Stage, organizer: Visitor) -> None:
    missing = (404, refusal("missing", "missing"))
    running.notify.answers[f"GET /forums/{F}/messages"] = missing
    running.proposals.answers |= {f"GET /forums/{F}/board": missing, f"GET /forums/{F}/proposals": missing}
    assert [page for page in PAGES if organizer.get(DESK + page).status != 200] == []


def test_what_is_late_is_marked(running: Stage, organizer: Visitor) -> None:
    draft = {**samples.forum(), "state": "draft", "starts_at": "2023-05-29T01:00:00Z"}
    running.forum.answers[f"GET /forums/{F}"] = (200, draft)
    shown = text(organizer.get(DESK))
    assert "Diễn đàn chưa công bố." in shown
    assert "Trễ" in shown


def test_closing_the_forum_is_asked_once_more(running: Stage, organizer: Visitor) -> None:
    running.forum.answers[f"POST /forums/{F}/close"] = (200, samples.forum())
    sure = organizer.get(f"{DESK}/be-mac")
    assert "không ai gửi ý kiến hay biểu quyết được nữa" in text(sure)
    assert not running.forum.asked_for(f"/forums/{F}/close")
    assert organizer.fill_in(sure, f"{DESK}/be-mac").headers["Location"] == DESK
    assert len(running.forum.asked_for(f"/forums/{F}/close")) == 1


def test_a_refused_step_is_said_on_the_page_one_came_from(running: Stage, organizer: Visitor) -> None:
    said = refusal("x", "conflict", "Còn vòng biểu quyết chưa có kết quả.")
    running.forum.answers[f"POST /forums/{F}/close"] = (409, said)
    sent_on = organizer.fill_in(organizer.get(f"{DESK}/be-mac"), f"{DESK}/be-mac")
    assert "Còn vòng biểu quyết chưa có kết quả." in text(organizer.get(sent_on.headers["Location"]))


def test_a_phase_is_closed_from_the_control_desk_and_back_there(running: Stage, organizer: Visitor) -> None:
    phase_id = samples.forum()["phases"][1]["phase_id"]
    path = f"/forums/{F}/phases/{phase_id}/close"
    running.forum.answers[f"POST {path}"] = (200, samples.forum())
    address = f"{DESK}/buoc/{phase_id}/dong?tu=dieu-khien"
    assert address in text(organizer.get(f"{DESK}/dieu-khien"))
    sure = organizer.get(address)
    assert "Đóng bước “Bước 1” ngay bây giờ?" in text(sure)
    assert organizer.fill_in(sure, address).headers["Location"] == f"{DESK}/dieu-khien"
