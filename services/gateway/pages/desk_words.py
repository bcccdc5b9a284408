"""What only organizers read: tasks, scenes, columns, and what states and roles mean."""

from collections.abc import Mapping
from typing import Any

from services.gateway.pages.formats import span
from services.gateway.pages.saying import Saying
from services.kit.errors import N_

#: state → what it means to an organizer
ROUND_MEANINGS = {
    "prepared": N_("Đã chọn các giải pháp, chưa ai bỏ phiếu được."),
    "open": N_("Đại biểu đang bỏ phiếu."),
    "paused": N_("Tạm thời không nhận phiếu; thời gian còn lại được giữ nguyên cho đến khi tiếp tục."),
    "closed": N_("Hết giờ. Hệ thống nhận nốt các phiếu gửi đúng giờ, trong ít giây."),
    "sealed": N_("Không nhận phiếu nữa, chờ ban tổ chức xác nhận."),
    "counting": N_("Hệ thống đang kiểm lại toàn bộ phiếu. Kết quả được công bố ngay khi kiểm xong."),
    "certified": N_("Đã đếm lại và công bố. Giải pháp được thông qua đưa vào kết luận được."),
    "cancelled": N_("Vòng này không có kết quả."),
}
#: why a round could not be certified → what happened, and what to do; of the last, whatever else it may be
TROUBLES = {
    "recount-differs": (
        N_("Kiểm phiếu lại cho kết quả khác với số đã đếm, nên chưa có gì được xác nhận. Các phiếu vẫn còn nguyên."),
        N_("Đừng công bố số liệu nào. Hãy báo ngay cho người quản trị hệ thống, rồi mới thử xác nhận lại."),
    ),
    "counting-failed": (
        N_("Chưa kiểm được phiếu vì lỗi của hệ thống, nên chưa có gì được xác nhận. Các phiếu vẫn còn nguyên."),
        N_("Hãy bấm xác nhận lại. Nếu vẫn không được, hãy báo cho người quản trị hệ thống."),
    ),
}
TASK_STATES = {"todo": N_("Chưa làm"), "doing": N_("Đang làm"), "done": N_("Xong"), "late": N_("Trễ")}
SCENES = {
    "auto": N_("Tự động theo diễn đàn"),
    "waiting": N_("Màn hình chờ, có mã QR"),
    "programme": N_("Chương trình"),
    "voting": N_("Biểu quyết: %(round)s"),
    "result": N_("Kết quả: %(round)s"),
    "notice": N_("Thông báo khẩn"),
}
ROLE_MEANINGS = {
    "delegate": N_("Gửi ý kiến, biểu quyết."),
    "organizer": N_("Làm được mọi việc ở bàn điều hành này."),
    "guest": N_("Theo dõi, không biểu quyết."),
}
#: column of a list of delegates → what it is called
COLUMNS = {
    "full_name": N_("Họ và tên"),
    "email": N_("Thư điện tử"),
    "sector": N_("Khối"),
    "body_code": N_("Đơn vị"),
    "position": N_("Chức vụ"),
    "role": N_("Vai trò"),
    "weight": N_("Hệ số"),
}
CHANGES = {"new": N_("Mới"), "changed": N_("Có thay đổi"), "same": N_("Giữ nguyên")}


class DeskWords(Saying):
    """The organizers' words."""

    def round_meanings(self) -> list[tuple[str, str]]:
        return self._all(ROUND_MEANINGS)

    def trouble(self, slug: str) -> list[str]:
        """What kept a round from being certified, and what to do."""
        return [self._say(sentence) for sentence in TROUBLES.get(slug, TROUBLES["counting-failed"])]

    def task_state(self, state: str) -> str:
        return self._one(TASK_STATES, state)

    def scene(self, name: str, round_title: str = "") -> str:
        return self._one(SCENES, name).replace("%(round)s", round_title)

    def change(self, change: str) -> str:
        return self._one(CHANGES, change)

    def column(self, column: str) -> str:
        return self._one(COLUMNS, column)

    def shared(self, forum: Mapping[str, Any], address: str) -> str:
        """A short invitation to paste into a group of people."""
        when = f"\n{span(forum['starts_at'], forum['ends_at'], forum['time_zone'])}" if forum["starts_at"] else ""
        where = f"\n{forum['place']}" if forum["place"] else ""
        invited = self._say(N_("Kính mời anh chị tham gia: %(forum)s")) % {"forum": forum["title"]}
        how = self._say(N_("Xem và hiến kế tại:"))
        return f"{invited}{when}{where}\n{how} {address}"
