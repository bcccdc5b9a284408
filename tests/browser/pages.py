"""Every page in every state: one line each. `test_pages.py` opens each in each language and looks hard at it."""

from collections.abc import Callable
from dataclasses import dataclass, field

from tests.browser.visits import Visit

FORUM, DESK = "/dien-dan/{forum_id}", "/dien-dan/{forum_id}/dieu-hanh"
BOOTH = FORUM + "/bieu-quyet/{round_id}"
ROLL = DESK + "/bieu-quyet/{round_id}/cu-tri"
SHEETS = DESK + "/bieu-quyet/{round_id}/phieu-giay"
WORK = "/viec-can-tra-loi/{forum_id}/{assignment_id}"
DETAILS = "/dien-dan/moi/chi-tiet?mau=like&cu={forum_id}&bat-dau=29/05/2027 08:00"
NOWHERE = "00000000-0000-7000-8000-000000000000"
OTHER_BALLOTS = tuple(f"{way}, voting" for way in ("single", "marks", "scores", "equals", "ranking", "budget"))
ALL_PAPER = ("paper", "long, paper", "hostile, paper")
ALL_OVER, ALL_VOTING = ("over", "long, over", "hostile, over"), ("voting", "long, voting", "hostile, voting")


@dataclass(frozen=True)
class Row:
    """One page: who opens which address in a forum of which state (`forums.STATES`).

    `then`: what is done there before it is looked at. Names are unique together with states; two rows of one name are
    one page, and two pages must not have one title.
    """

    name: str
    who: str
    address: str
    state: str = "voting"
    status: int = 200
    then: Callable[[Visit], None] = field(default=lambda visit: None)

    def __str__(self) -> str:
        return f"{self.name} ({self.who}, {self.state})"


def send_nothing(button: str, status: int = 422) -> Callable[[Visit], None]:
    """Press a button of a form in which nothing is filled in; the form comes back with its faults."""

    def then(visit: Visit) -> None:
        visit.watch.allow(status)
        with visit.page.expect_response(lambda answer: answer.request.method == "POST"):
            visit.page.get_by_role("button", name=visit.say(button), exact=True).last.press("Enter")
        visit.page.wait_for_load_state()

    return then


def save_without_a_title(visit: Visit) -> None:
    """Of a form that comes filled in."""
    visit.page.get_by_label(visit.say("Tên diễn đàn"), exact=True).fill("")
    send_nothing("Lưu bản nháp")(visit)


def choose_all(visit: Visit) -> None:
    """A ballot filled in, on the page where it is looked at again."""
    for choice in visit.page.get_by_role("radio", name=visit.say("Đồng ý"), exact=True).all():
        choice.press("Space")
    visit.page.get_by_role("button", name=visit.say("Xem lại phiếu")).press("Enter")
    visit.page.wait_for_load_state()


NEXT, LOOK, ORDER = "Tiếp tục", "Xem lại ngay", "Đổi thứ tự trên phiếu"


def prepare(*buttons: str) -> Callable[[Visit], None]:
    """A round with every solution on its ballot, as far as these buttons lead."""

    def then(visit: Visit) -> None:
        visit.page.get_by_label(visit.say("Tên vòng biểu quyết"), exact=True).fill("…")
        for solution in visit.page.get_by_role("checkbox").all():
            solution.press("Space")
        for button in buttons:
            visit.page.get_by_role("button", name=visit.say(button), exact=True).press("Enter")
            visit.page.wait_for_load_state()

    return then


def equal_shares_wrong(visit: Visit) -> None:
    """The step that asks for most, with what is wrong in it."""
    prepare(NEXT)(visit)
    visit.page.get_by_role("radio", name=visit.say("Chia phần bằng nhau (Equal Shares)")).press("Space")
    visit.page.get_by_role("button", name=visit.say(NEXT), exact=True).press("Enter")
    visit.page.get_by_role("radio", name=visit.say("Ngân sách"), exact=True).press("Space")
    send_nothing(NEXT)(visit)


def fill_in(visit: Visit) -> None:
    """A ballot of another kind, whatever that is, on the page where it is looked at again."""
    for radio in (
        visit.page.get_by_role("radio", name="4", exact=True).all() or visit.page.get_by_role("radio").all()[:1]
    ):
        radio.press("Space")
    for box in visit.page.get_by_role("checkbox").all()[:2]:
        box.press("Space")
    for rank, place in enumerate(visit.page.locator("[data-ranking] input").all(), 1):
        place.fill(str(rank))
    press_review(visit)


def press_review(visit: Visit) -> None:
    """With whatever is chosen, which may be nothing."""
    visit.page.get_by_role("button", name=visit.say("Xem lại phiếu")).press("Enter")
    visit.page.wait_for_load_state()


def rows(name: str, who: str, address: str, *states: str, **more: object) -> list[Row]:
    """One page in several states."""
    return [Row(name, who, address, state, **more) for state in states]  # type: ignore[arg-type]


PAGES: list[Row] = [
    # everybody
    Row("home", "nobody", "/"),
    *rows("home", "delegate", "/", "voting", "changed, voting", "long, over", "hostile, over"),
    Row("home", "organizer", "/"),
    Row("help", "nobody", "/tro-giup"),
    Row("kit", "nobody", "/kit"),
    Row("pair a screen", "nobody", "/man-hinh"),
    Row("pair a screen, by its code", "nobody", "/man-hinh/ABC234"),
    Row("sign in", "nobody", "/dang-nhap"),
    Row("sign in, wrong", "nobody", "/dang-nhap", then=send_nothing("Gửi mã cho tôi")),
    Row("sign in by link", "nobody", "/vao/{link}"),
    *rows("invitation", "nobody", "/moi/{invitation}", "empty", "long, voting", "hostile, voting"),
    *rows("inbox", "delegate", "/hop-thu", *ALL_OVER),
    # a forum
    *rows("forum", "nobody", FORUM, "empty", "voting", "over"),
    *rows("forum, in large text", "nobody", FORUM + "?chu=lon", "voting", "long, voting"),
    *rows("forum", "delegate", FORUM, "empty", *ALL_VOTING, "changed, voting", "marks, voting", "ranking, voting"),
    *rows("forum", "leader", FORUM, *ALL_OVER),
    *rows("proposals", "nobody", FORUM + "/hien-ke", "empty", "voting"),
    *rows("proposals", "delegate", FORUM + "/hien-ke", "empty", *ALL_VOTING),
    Row("proposals, nothing found", "nobody", FORUM + "/hien-ke?tim=khongcogi"),
    Row("propose", "delegate", FORUM + "/hien-ke/gui"),
    Row("propose, wrong", "delegate", FORUM + "/hien-ke/gui", then=send_nothing("Tiếp tục")),
    *rows("proposal", "nobody", FORUM + "/hien-ke/{proposal_id}", *ALL_OVER),
    *rows("proposal", "delegate", FORUM + "/hien-ke/{proposal_id}", *ALL_VOTING),
    Row("withdraw", "delegate", FORUM + "/hien-ke/{proposal_id}/rut"),
    *rows("judge", "other delegate", FORUM + "/y-kien-nhanh", "empty", *ALL_VOTING),
    *rows("proxies", "delegate", BOOTH + "/uy-quyen", *ALL_VOTING),
    *rows("ballot", "delegate", BOOTH, *ALL_VOTING, "changed, voting", *OTHER_BALLOTS),
    Row("ballot, wrong", "delegate", BOOTH, then=send_nothing("Xem lại phiếu")),
    Row("ballot, wrong", "delegate", BOOTH, "single, voting", then=send_nothing("Xem lại phiếu")),
    *rows("review", "delegate", BOOTH, *ALL_VOTING, then=choose_all),
    *rows("review", "delegate", BOOTH, *OTHER_BALLOTS, then=fill_in),
    Row("review, blank", "delegate", BOOTH, "marks, voting", then=press_review),
    *rows("receipt", "delegate", BOOTH + "/da-ghi-nhan", "over", "hostile, over", "ranking, over"),
    Row("ballot, closed", "delegate", BOOTH, "over"),
    Row("ballot, closed", "delegate", BOOTH, "ranking, over"),
    Row("ballot, for another", "delegate", f"{BOOTH}/thay/{NOWHERE}"),
    *rows("result of a round", "nobody", BOOTH + "/ket-qua", "voting", *ALL_OVER),
    *rows("result of a round", "delegate", BOOTH + "/ket-qua", "ranking, over", "equals, over", "budget, over"),
    *rows("who voted what", "nobody", BOOTH + "/ai-chon-gi", *ALL_OVER, "equals, over", "budget, over"),
    Row("who voted what, nobody found", "nobody", BOOTH + "/ai-chon-gi?q=khongcogi", "over"),
    Row("who voted what, of a secret round", "nobody", BOOTH + "/ai-chon-gi", "ranking, over", status=403),
    *rows("programme", "nobody", FORUM + "/chuong-trinh", "voting", "long, voting", "hostile, voting"),
    *rows("solutions", "nobody", FORUM + "/giai-phap", "empty", *ALL_VOTING),
    *rows("result", "nobody", FORUM + "/ket-qua", "empty", *ALL_OVER, "ranking, over"),
    # leaders
    *rows("work", "leader", "/viec-can-tra-loi", "empty", *ALL_OVER),
    *rows("assignment", "leader", WORK, *ALL_OVER),
    Row("assignment, wrong", "leader", WORK, "over", then=send_nothing("Không nhận")),
    Row("a body's work", "leader", "/don-vi/{body_id}", "over"),
    # oneself, and whatever else there is
    *(Row(f"docs{part}", "nobody", f"/docs{part}") for part in ("", "/events", "/problems")),
    Row("me", "delegate", "/toi"),
    Row("me, changing", "delegate", "/toi/sua"),
    Row("privacy", "nobody", "/quyen-rieng-tu"),
    *rows("search", "delegate", "/tim?q=Noi+dung", "voting", "hostile, voting"),
    Row("search, nothing", "nobody", "/tim"),
    # organizers
    *rows("desk", "organizer", DESK, "empty", *ALL_OVER),
    Row("desk: facts", "organizer", DESK + "/thong-tin"),
    *rows("desk: delegates", "organizer", DESK + "/dai-bieu", "empty", *ALL_OVER),
    Row("desk: a delegate", "organizer", DESK + "/dai-bieu/them"),
    Row("desk: a delegate, wrong", "organizer", DESK + "/dai-bieu/them", then=send_nothing("Thêm người này")),
    *rows("desk: changing a delegate", "organizer", DESK + "/dai-bieu/{seat_id}/sua", "voting", "hostile, voting"),
    Row("desk: withdraw a delegate", "organizer", DESK + "/dai-bieu/{seat_id}/rut"),
    Row("desk: roster", "organizer", DESK + "/dai-bieu/nhap"),
    *rows("desk: solutions", "organizer", DESK + "/giai-phap", "empty", *ALL_VOTING),
    Row("desk: new solution", "organizer", DESK + "/giai-phap/moi"),
    Row("desk: new solution, wrong", "organizer", DESK + "/giai-phap/moi", then=send_nothing("Lưu giải pháp")),
    *rows("desk: solution", "organizer", DESK + "/giai-phap/{solution_id}", *ALL_VOTING),
    *rows("desk: rounds", "organizer", DESK + "/bieu-quyet", "empty", *ALL_VOTING, "over"),
    *rows("desk: prepare a round", "organizer", DESK + "/bieu-quyet/moi", "empty", *ALL_VOTING),
    Row("desk: prepare a round, wrong", "organizer", DESK + "/bieu-quyet/moi", then=send_nothing("Tiếp tục")),
    *rows("desk: order of a ballot", "organizer", DESK + "/bieu-quyet/moi", *ALL_VOTING, then=prepare(ORDER)),
    Row("desk: method of a round", "organizer", DESK + "/bieu-quyet/moi", then=prepare(NEXT)),
    Row("desk: rule of a round", "organizer", DESK + "/bieu-quyet/moi", then=prepare(NEXT, NEXT)),
    *rows("desk: rule of a round, wrong", "organizer", DESK + "/bieu-quyet/moi", *ALL_VOTING, then=equal_shares_wrong),
    Row("desk: conduct of a round", "organizer", DESK + "/bieu-quyet/moi", then=prepare(NEXT, NEXT, NEXT)),
    *rows("desk: look at a round", "organizer", DESK + "/bieu-quyet/moi", *ALL_VOTING, then=prepare(LOOK)),
    *rows("desk: control", "organizer", DESK + "/dieu-khien", "empty", *ALL_VOTING),
    *rows("desk: electors", "organizer", ROLL, *ALL_VOTING, "over"),
    Row("desk: electors, nobody found", "organizer", ROLL + "?q=khongcogi"),
    Row("desk: late elector", "organizer", ROLL + "/them"),
    Row("desk: strike a proxy", "organizer", ROLL + "/{person_id}/bac"),
    *rows("desk: hand out a sheet", "organizer", ROLL + "/{elector}/phieu-giay?ten={elector_name}", *ALL_VOTING),
    *rows("desk: sheets", "organizer", SHEETS, "voting", *ALL_PAPER),
    *rows("desk: enter a sheet", "organizer", SHEETS + "/nhap", *ALL_PAPER),
    Row(
        "desk: enter a sheet, wrong",
        "organizer",
        SHEETS + "/nhap",
        "paper",
        then=send_nothing("Lưu và nhập phiếu tiếp theo"),
    ),
    *rows("desk: a sheet", "organizer", SHEETS + "/1", *ALL_PAPER),
    *rows("desk: print sheets", "organizer", SHEETS + "/in", *ALL_VOTING, "marks, voting", "ranking, voting"),
    *rows("desk: rounds", "organizer", DESK + "/bieu-quyet", "paper"),
    Row("desk: close a round", "organizer", DESK + "/bieu-quyet/{round_id}/dong"),
    Row("desk: close the forum", "organizer", DESK + "/be-mac"),
    Row("desk: screens", "organizer", DESK + "/man-hinh"),
    Row("desk: poster", "organizer", DESK + "/ap-phich"),
    *rows("desk: conclusion", "organizer", DESK + "/ket-luan", "empty", *ALL_OVER),
    *rows("desk: follow-up", "organizer", DESK + "/theo-doi", "empty", *ALL_OVER),
    *rows("desk: messages", "organizer", DESK + "/thu-tu", *ALL_OVER),
    *rows("desk: letter", "organizer", DESK + "/thu-tu/xem-thu-moi", "voting", "long, voting"),
    Row("new forum", "organizer", "/dien-dan/moi"),
    Row("new forum, wrong", "organizer", "/dien-dan/moi/chi-tiet", status=422),
    Row("new forum, details", "organizer", DETAILS),
    Row("new forum, details, wrong", "organizer", DETAILS, then=save_without_a_title),
    Row("bodies", "organizer", "/co-quan"),
    Row("bodies, wrong", "organizer", "/co-quan", then=send_nothing("Thêm cơ quan")),
    *rows("body", "organizer", "/co-quan/{body_id}", *ALL_VOTING),
    Row("body, changing", "organizer", "/co-quan/{body_id}/sua"),
    Row("organizers", "organizer", "/ban-to-chuc"),
    # what goes wrong
    Row("not found", "nobody", "/khong-co", status=404),
    Row("not found", "delegate", f"/dien-dan/{NOWHERE}", status=404),
    Row("not allowed", "delegate", DESK, status=403),
]
