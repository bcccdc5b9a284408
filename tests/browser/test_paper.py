"""A round voted on paper: handed out, entered and confirmed by keyboard alone, without scripts and with them."""

from playwright.sync_api import expect

from deploy.local.stack import Stack
from tests.browser.forums import Forum
from tests.browser.hands import Keyboard
from tests.browser.pages import BOOTH, FORUM, SHEETS
from tests.browser.visits import Visits
from tests.journeys.asking import Asker
from tests.journeys.hall import address
from tests.waiting import eventually


def test_what_was_voted_on_paper_comes_into_the_result(visits: Visits, site: Stack, admin: Asker) -> None:
    forum, second = Forum(site, admin).opens_voting(), address()
    forum.seat(second, "organizer")
    sheets, elector = SHEETS.format(**forum.ids), forum.texts("delegate")

    anybody = visits()
    anybody.go(FORUM.format(**forum.ids))
    one = visits(forum.token("organizer"), scripts=False)
    hands = Keyboard(one.page)
    one.go(sheets)
    hands.press("Phát phiếu giấy")
    hands.arrive("Danh sách cử tri")
    hands.press(f"Phát phiếu giấy {elector}")
    expect(one.page.get_by_role("cell", name="Đã nhận phiếu giấy")).to_be_visible()
    expect(anybody.page.locator("[data-on-paper]")).to_have_text("1")

    forum.organizer.done("POST", f"{forum.round}/close", {})
    one.go(sheets)
    hands.press("Nhập phiếu giấy")
    hands.arrive("Nhập phiếu giấy")
    one.page.get_by_label("Tên ghi trên phiếu").select_option(index=1)
    hands.choose(f"1. {forum.texts('solution')}", "Đồng ý")
    hands.press("Lưu và nhập phiếu tiếp theo")
    hands.arrive("Các phiếu đã nhập")
    expect(one.page.get_by_text("một người khác trong ban tổ chức phải đối chiếu")).to_be_visible()

    eventually(lambda: forum.round_state() == "sealed", 40, "the round is sealed")
    other = visits(forum.token(second))
    hands = Keyboard(other.page)
    other.go(sheets)
    hands.press("Đối chiếu 1 phiếu")
    hands.arrive("Phiếu số 1")
    hands.press("Đúng như trên giấy")
    hands.arrive("Các phiếu đã nhập")
    hands.press("Xác nhận kết quả")
    eventually(lambda: forum.round_state() == "certified", 20, "all is counted")
    other.go(BOOTH.format(**forum.ids) + "/ket-qua")
    expect(other.page.get_by_text("Trong đó 1 phiếu giấy.")).to_be_visible()
