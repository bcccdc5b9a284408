"""What an organizer does next: one step, decided from the forum, its board and its seats alone."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from services.gateway.pages.desk import seated
from services.kit.errors import N_


@dataclass(frozen=True)
class Step:
    """A sentence and the button that does it: `path` below the desk, posted to or gone to."""

    sentence: str
    button: str = ""
    path: str = ""
    posts: bool = False


IMPORT = Step(N_("Chưa có đại biểu nào. Hãy nhập danh sách."), N_("Nhập danh sách đại biểu"), "/dai-bieu/nhap")
ANNOUNCE = Step(
    N_("Danh sách đã có. Công bố diễn đàn để gửi được thư mời."), N_("Công bố diễn đàn"), "/cong-bo", posts=True
)
INVITE = Step(N_("Còn người chưa được mời. Gửi thư mời cho họ."), N_("Gửi thư mời"), "/dai-bieu/moi", posts=True)
OPEN = Step(N_("Thư mời đã gửi. Khai mạc khi mọi người sẵn sàng."), N_("Khai mạc diễn đàn"), "/khai-mac", posts=True)
CONSOLIDATE = Step(
    N_("Diễn đàn đang diễn ra. Gộp các ý kiến đã nhận thành giải pháp."), N_("Gộp giải pháp"), "/giai-phap"
)
PREPARE = Step(N_("Đã có giải pháp. Chuẩn bị vòng biểu quyết."), N_("Chuẩn bị biểu quyết"), "/bieu-quyet/moi")
OPEN_ROUND = Step(N_("Vòng biểu quyết đã sẵn sàng. Đặt giờ đóng rồi mở."), N_("Mở biểu quyết"), "/dieu-khien")
FOLLOW_ROUND = Step(N_("Đại biểu đang biểu quyết."), N_("Theo dõi biểu quyết"), "/dieu-khien")
RESUME_ROUND = Step(N_("Biểu quyết đang tạm dừng."), N_("Tiếp tục biểu quyết"), "/dieu-khien")
CERTIFY = Step(N_("Vòng biểu quyết đã đóng. Xác nhận kết quả."), N_("Xác nhận kết quả"), "/dieu-khien")
FOLLOW_COUNTING = Step(N_("Hệ thống đang kiểm phiếu."), N_("Theo dõi kiểm phiếu"), "/dieu-khien")
CONCLUDE = Step(N_("Đã có giải pháp được thông qua. Đặt hạn và ban hành kết luận."), N_("Soạn kết luận"), "/ket-luan")
FOLLOW = Step(N_("Kết luận đã ban hành. Theo dõi các đơn vị thực hiện."), N_("Theo dõi các đơn vị"), "/theo-doi")
NOTHING = Step(N_("Diễn đàn đã bị hủy, không còn việc gì phải làm."))
WAIT = Step(N_("Chưa xem được tình hình diễn đàn nên chưa biết bước tiếp theo. Hãy tải lại trang sau ít phút."))

#: states a round passes through → the step it asks for; the first round in the list decides
ROUND_STEPS = {
    "open": FOLLOW_ROUND,
    "paused": RESUME_ROUND,
    "closed": CERTIFY,
    "sealed": CERTIFY,
    "counting": FOLLOW_COUNTING,
    "prepared": OPEN_ROUND,
}


def next_step(forum: Mapping[str, Any], board: Mapping[str, Any] | None, seats: Mapping[str, Any] | None) -> Step:
    """The step that is due; `seats` as the directory answers them, its organizers among the items."""
    if forum["state"] == "cancelled":
        return NOTHING
    if forum["state"] in ("draft", "announced"):
        return _before_opening(forum["state"], seats)
    return _running(board) if board else WAIT


def _before_opening(state: str, seats: Mapping[str, Any] | None) -> Step:
    if seats is None:
        return WAIT
    if not seated.delegates(seats):
        return IMPORT
    if state == "draft":
        return ANNOUNCE
    return INVITE if seated.uninvited(seats) else OPEN


def _running(board: Mapping[str, Any]) -> Step:
    if board["conclusion"]:
        return FOLLOW
    for state, step in ROUND_STEPS.items():
        if any(round_["state"] == state for round_ in board["rounds"]):
            return step
    if adopted(board):
        return CONCLUDE
    return PREPARE if board["solutions"] else CONSOLIDATE


def adopted(board: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The solutions that certified rounds have adopted, in their order."""
    counts = [count for round_ in board["rounds"] if round_["state"] == "certified" for count in round_["tally"]]
    ids = {count["solution_id"] for count in counts if count["adopted"]}
    return [solution for solution in board["solutions"] if solution["solution_id"] in ids]
