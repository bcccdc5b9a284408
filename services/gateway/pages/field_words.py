"""What the fields of forms are called where they are spoken of outside their form."""

from collections.abc import Iterable

from services.gateway.pages.saying import Saying
from services.kit.errors import N_

#: a field's name, or the part of it that says what it is → what to call it in the list of what is wrong
FIELDS = {
    "title": N_("Tên"),
    "summary": N_("Giới thiệu"),
    "place": N_("Địa điểm"),
    "host_body_id": N_("Đơn vị tổ chức"),
    "starts_at": N_("Bắt đầu"),
    "ends_at": N_("Kết thúc"),
    "mau": N_("Diễn đàn như thế nào"),
    "cu": N_("Diễn đàn trước"),
    "bat-dau": N_("Bắt đầu"),
    "opens_at": N_("Giờ mở"),
    "closes_at": N_("Giờ đóng"),
    "full_name": N_("Họ và tên"),
    "name": N_("Tên"),
    "code": N_("Mã"),
    "email": N_("Thư điện tử"),
    "greeting": N_("Cách xưng hô"),
    "position": N_("Chức vụ"),
    "sector": N_("Khối"),
    "body_code": N_("Mã đơn vị"),
    "roles": N_("Vai trò"),
    "weight": N_("Hệ số phiếu"),
    "file": N_("Tệp danh sách"),
    "problem": N_("Vấn đề"),
    "measure": N_("Giải pháp"),
    "who_acts": N_("Ai thực hiện"),
    "by_when": N_("Khi nào"),
    "text": N_("Nội dung"),
    "body_ids": N_("Đơn vị thực hiện"),
    "proposal_ids": N_("Các ý kiến"),
    "solution_id": N_("Giải pháp"),
    "solution_ids": N_("Các giải pháp"),
    "proxies": N_("Số ủy quyền"),
    "holder_id": N_("Người nhận ủy quyền"),
    "person_id": N_("Người được thêm"),
    "replaces": N_("Người được thay"),
    "reason": N_("Lý do"),
    "came": N_("Ai đến nhận phiếu"),
    "sheet-number": N_("Số của tờ phiếu"),
    "elector_id": N_("Tên ghi trên phiếu"),
    "reading": N_("Tờ phiếu này"),
    "so-to": N_("In bao nhiêu phiếu"),
    "tu": N_("Bắt đầu từ số"),
    "reminder_minutes": N_("Nhắc trước khi đóng"),
    "least": N_("Đánh dấu ít nhất"),
    "most": N_("Đánh dấu nhiều nhất"),
    "most_score": N_("Điểm cao nhất"),
    "winners": N_("Số giải pháp được chọn"),
    "part": N_("Tỷ lệ khác"),
    "budget": N_("Ngân sách"),
    "costs": N_("Chi phí"),
    "people": N_("Số người có mặt"),
    "votes": N_("Số phiếu của những người có mặt"),
    "kind": N_("Loại"),
    "parent_id": N_("Cơ quan cấp trên"),
    "valid_from": N_("Có từ ngày"),
    "valid_to": N_("Đến hết ngày"),
    "label": N_("Màn hình"),
    "due_on": N_("Hạn thực hiện"),
}


class FieldWords(Saying):
    """The words of fields."""

    def wrong_field(self, name: str, sentence: str) -> str:
        """One line of the list of what is wrong: which field, and what."""
        called = self._field(name)
        return f"{called}: {sentence}" if called else sentence

    def typed(self, fields: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
        """What a person wrote in a form, each part by its name; what has no name was not written."""
        named = [(self._field(name), value) for name, value in fields]
        return [(called, value) for called, value in named if called and value.strip()]

    def _field(self, name: str) -> str:
        known = next((part for part in (name, *reversed(name.split("-"))) if part in FIELDS), None)
        return self._say(FIELDS[known]) if known else ""
