"""What each kind of person does from the link they were sent to the end, step by step.

A journey is a generator: it does a step and yields the step's number. Tests run it through; walks look at each page.
Its words are the source's; whoever takes it reads them in their language.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from playwright.sync_api import expect

from services.gateway.pages.desk.turns import QUESTIONS
from services.gateway.pages.methods import GROUPS, METHODS
from services.gateway.pages.notices import SENTENCES
from services.gateway.pages.rule_texts import NAMES
from services.gateway.pages.words import ANSWERS, CHOICES
from tests.browser.forums import Forum
from tests.browser.hands import Hands
from tests.browser.visits import Visit, path_of
from tests.mails import Mail, Mails, code
from tests.waiting import eventually

Steps = Iterator[int]


@dataclass(frozen=True)
class Traveller:
    """Somebody on their way: what they see, how they use it, in which forum, and the mails they get."""

    visit: Visit
    hands: Hands
    forum: Forum
    post: Mails
    email: str

    def say(self, sentence: str) -> str:
        """In the traveller's language."""
        return self.visit.say(sentence)

    def go(self, path: str) -> None:
        """Open a link that was sent, or an address that is known."""
        self.hands.done += 1
        self.visit.go(path)

    def press(self, sentence: str) -> None:
        """A button or a link, named in the source's words."""
        self.hands.press(self.say(sentence))

    def arrive(self, sentence: str) -> None:
        """At a page, by the source's words or by what people wrote."""
        self.hands.arrive(self.say(sentence))

    def sees(self, sentence: str, **filled: object) -> None:
        """Wait for words."""
        expect(self.visit.page.get_by_text(self.visit.say(sentence, **filled)).first).to_be_visible()


def newest_code(mails: list[Mail]) -> str:
    """Of the mails somebody got, notices among them. Raises AssertionError while there is none."""
    return code(next((mail for mail in reversed(mails) if "/vao/" in mail["text"]), {"text": ""}))


def vote(who: Traveller) -> Steps:
    """A delegate, from the link of their invitation to the receipt."""
    forum = who.forum.texts
    who.go(f"/moi/{who.forum.invitation(who.email)}")
    who.arrive(forum("title"))
    yield 1
    who.press("Đúng, vào diễn đàn")
    who.arrive("Mời bạn biểu quyết")
    yield 2
    who.press("Biểu quyết ngay")
    who.arrive(forum("round"))
    yield 3
    who.hands.choose(forum("solution"), who.say(CHOICES["yes"]))
    who.press("Xem lại phiếu")
    who.arrive("Xem lại phiếu")
    who.sees(CHOICES["yes"])
    yield 4
    who.press("Gửi phiếu")
    who.arrive("Phiếu của bạn đã được ghi nhận")
    who.sees("Mã phiếu đầy đủ")
    yield 5


def accept(who: Traveller) -> Steps:
    """A leader, from the link in the notice, signing in by a code, to the assignment that is theirs now."""
    seen = max((mail["id"] for mail in who.post.to(who.email)), default=0)
    who.go(f"/viec-can-tra-loi/{who.forum.ids['forum_id']}/{who.forum.assignment_of(who.email)}")
    who.arrive("Đăng nhập")
    yield 1
    who.hands.write(who.say("Thư điện tử"), who.email)
    who.press("Gửi mã cho tôi")
    who.arrive("Nhập mã đăng nhập")
    yield 2
    who.hands.write(who.say("Mã sáu số"), eventually(lambda: newest_code(who.post.to(who.email, seen))))
    who.press("Đăng nhập")
    who.arrive(who.forum.texts("solution"))
    yield 3
    who.press(ANSWERS["acknowledge"])
    who.sees("Đã tiếp nhận")
    yield 4
    who.hands.write(who.say("Nội dung trả lời"), "Sở nhận việc và sẽ có kế hoạch trong tháng tới.")
    who.press(ANSWERS["accept"])
    who.sees("Đang thực hiện")
    yield 5


def decide(who: Traveller) -> Steps:
    """An organizer, from the link to the desk: opens the round that is prepared, closes it, reads its result."""
    who.go(f"/dien-dan/{who.forum.ids['forum_id']}/dieu-hanh")
    who.arrive("Bước tiếp theo")
    yield 1
    who.press("Mở biểu quyết")
    who.arrive("Điều khiển hội trường")
    yield 2
    who.press("Mở trong 15 phút")
    who.arrive("Đang biểu quyết")
    yield 3
    who.forum.everybody_votes()
    who.press("Đóng biểu quyết ngay…")
    who.hands.arrive(who.visit.say(QUESTIONS["dong"].heading, title=who.forum.texts("round")))
    yield 4
    who.press(QUESTIONS["dong"].button)
    who.sees(SENTENCES["round-closed"])
    eventually(lambda: who.forum.round_state() == "sealed", saying="the round is sealed")
    who.go(path_of(who.visit.page))
    who.press("Xác nhận kết quả")
    who.sees(SENTENCES["round-certified"])
    eventually(lambda: who.forum.round_state() == "certified", saying="the ballots are counted")
    who.go(f"/dien-dan/{who.forum.ids['forum_id']}/ket-qua")
    who.arrive("Kết quả biểu quyết")
    who.sees("Được thông qua")
    yield 5


def prepare(who: Traveller, method: str) -> Steps:
    """An organizer, from the rounds to one that is prepared by this method, which asks for what it needs only."""
    solution, asks = f"1. {who.forum.texts('solution')}", METHODS[method].asks
    group = next(group for group, methods in GROUPS.items() if method in methods)
    who.go(f"/dien-dan/{who.forum.ids['forum_id']}/dieu-hanh/bieu-quyet")
    who.press("Chuẩn bị vòng mới")
    who.arrive("Biểu quyết về điều gì?")
    yield 1
    who.hands.write(who.say("Tên vòng biểu quyết"), method)
    who.hands.tick(solution)
    who.press("Tiếp tục")
    who.arrive("Đại biểu biểu quyết thế nào?")
    yield 2
    who.hands.choose(who.say(group), who.say(NAMES[method]))
    who.press("Tiếp tục")
    who.arrive("Kết quả được tính thế nào?")
    yield 3
    if "budget" in asks:
        who.hands.write(who.say("Ngân sách (đồng)"), "500.000.000")
        who.hands.write(solution, "300.000.000")
    elif {"winners", "limit"} & set(asks):
        who.hands.write(who.say("Chọn mấy giải pháp?"), "1")
    who.press("Xem lại ngay")
    who.arrive("Xem lại vòng biểu quyết")
    who.sees(NAMES[method])
    yield 4
    who.press("Lưu vòng này")
    who.sees(SENTENCES["round-prepared"])
    yield 5
