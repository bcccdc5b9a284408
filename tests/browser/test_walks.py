"""The walks in docs/walks are what really happens, and each takes somebody new less than two minutes.

`make walks` writes them anew.
"""

from collections.abc import Callable

import pytest

from tests.browser.forums import Forum, as_people_write
from tests.browser.hands import Pointer
from tests.browser.journeys import Traveller, accept, decide, vote
from tests.browser.visits import Visits
from tests.browser.walks import DOCS, MOST_PICTURE_BYTES, MOST_SECONDS, Walk, pictures_of, take
from tests.mails import Mails

LANGUAGES = ("vi", "en")


def said(vi: str, en: str) -> dict[str, str]:
    """A sentence in each language."""
    return {"vi": vi, "en": en}


VOTE = Walk(
    "vote",
    said("Biểu quyết, khi là đại biểu", "Voting, as a delegate"),
    (
        said("Mở đường dẫn trong giấy mời; trang hỏi có phải mình không.", "Open the link in your invitation."),
        said(
            "Bấm “Đúng, vào diễn đàn”: việc cần làm ngay ở trên cùng.", "Say that it is you: what matters comes first."
        ),
        said("Bấm “Biểu quyết ngay”: phiếu hiện ra.", "Press “Vote now”: here is your ballot."),
        said("Chọn cho từng giải pháp rồi xem lại phiếu.", "Choose for each solution, then look at your ballot again."),
        said("Bấm “Gửi phiếu”; giữ mã phiếu để đối chiếu.", "Send it, and keep the receipt."),
    ),
    vote,
)
ACCEPT = Walk(
    "accept",
    said("Nhận một nhiệm vụ, khi là lãnh đạo đơn vị", "Accepting an assignment, as a leader"),
    (
        said("Mở đường dẫn trong thư; trang mời đăng nhập.", "Open the link in the mail; you are asked to sign in."),
        said("Nhập địa chỉ thư điện tử để nhận mã sáu số.", "Enter your mail address to get a six-digit code."),
        said("Nhập mã: nhiệm vụ hiện ra cùng kết quả biểu quyết.", "Enter it: the assignment and the votes behind it."),
        said("Bấm “Tiếp nhận” để ban tổ chức biết đã đọc.", "Acknowledge it, so that the organizer knows."),
        said("Viết kế hoạch rồi bấm “Nhận thực hiện”.", "Write what you plan and accept it."),
    ),
    accept,
)
DECIDE = Walk(
    "decide",
    said("Mở biểu quyết và đọc kết quả, khi là ban tổ chức", "Opening a vote and reading its result, as an organizer"),
    (
        said("Vào bàn điều hành: bước tiếp theo ở trên cùng.", "Open the desk: the next step comes first."),
        said("Bấm “Mở biểu quyết”: vòng đã chuẩn bị hiện ra.", "Press “Open voting”: here is the round."),
        said("Bấm “Mở trong 15 phút”: đại biểu bỏ phiếu được ngay.", "Open it: delegates can vote at once."),
        said("Bấm “Đóng biểu quyết ngay…”; trang hỏi lại một lần.", "Close it; you are asked once more."),
        said("Đóng, xác nhận, rồi đọc kết quả.", "Say yes, certify it, and read the result."),
    ),
    decide,
)
WALKS = (VOTE, ACCEPT, DECIDE)


@pytest.fixture
def traveller(walk: Walk, language: str, visits: Visits, post: Mails, convene: Callable[..., Forum]) -> Traveller:
    """Who takes the walk, in a forum of their own."""
    forum = convene(write=as_people_write, spare=2)
    held = {"vote": forum.opens_voting, "accept": forum.is_over, "decide": forum.has_a_round_prepared}[walk.name]()
    emails = {"vote": held.delegate_email, "accept": held.leader_email, "decide": ""}
    visit = visits(held.token("organizer") if walk is DECIDE else "", language, scripts=False)
    return Traveller(visit, Pointer(visit.page), held, post, emails[walk.name])


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("walk", WALKS, ids=str)
def test_the_walk_is_what_happens(walk: Walk, language: str, traveller: Traveller, pytestconfig: pytest.Config) -> None:
    writing = bool(pytestconfig.getoption("--write-walks"))
    taken = take(walk, traveller, with_pictures=writing)
    if writing:
        taken.write()
    written = {path: path.read_text() if path.exists() else "" for path in taken.files}
    assert written == taken.files, "`make walks` writes it anew"
    assert taken.seconds < MOST_SECONDS


def test_every_picture_is_there_and_small_and_no_other() -> None:
    wanted = {path for walk in WALKS for language in LANGUAGES for path in pictures_of(walk, language)}
    there = {path: path.stat().st_size for path in (DOCS / "pictures").glob("*")}
    assert set(there) == wanted
    assert max(there.values()) <= MOST_PICTURE_BYTES
