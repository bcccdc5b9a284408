"""What a page says once after something was done: carried to the next page in a signed cookie, so none is faked."""

import hashlib
from collections.abc import Mapping
from typing import Any

from itsdangerous import BadData, URLSafeTimedSerializer

from services.kit.errors import N_

COOKIE = "notice"
SECONDS = 120

#: the word a page says → the sentence the person reads
SENTENCES = {
    "signed-in": N_("Bạn đã đăng nhập."),
    "signed-out": N_("Bạn đã đăng xuất."),
    "ballot-missing": N_("Phiếu của bạn chưa được ghi nhận. Hãy chọn và gửi phiếu."),
    "proposal-offered": N_("Đã nhận ý kiến của bạn. Cảm ơn bạn đã hiến kế."),
    "opinion-given": N_("Đã ghi ý kiến của bạn. Bạn đổi lại được bất cứ lúc nào."),
    "proposal-withdrawn": N_("Đã rút lại ý kiến."),
    "answered": N_("Đã gửi trả lời của đơn vị."),
    "message-read": N_("Đã đánh dấu là đã đọc."),
    "messages-read": N_("Đã đánh dấu tất cả là đã đọc."),
    "me-changed": N_("Đã lưu."),
    "session-ended": N_("Đã đăng xuất thiết bị đó."),
    "sessions-ended": N_("Đã đăng xuất mọi thiết bị khác."),
    "body-added": N_("Đã thêm cơ quan."),
    "body-changed": N_("Đã lưu cơ quan."),
    "organizer-added": N_("Người này tổ chức được diễn đàn từ bây giờ."),
    "leader-added": N_("Đã thêm lãnh đạo."),
    "leader-removed": N_("Người này không còn phụ trách đơn vị."),
    "forum-made": N_("Đã lưu bản nháp của diễn đàn."),
    "forum-amended": N_("Đã lưu thông tin của diễn đàn."),
    "forum-announced": N_("Đã công bố diễn đàn."),
    "forum-opened": N_("Diễn đàn đã khai mạc."),
    "forum-closed": N_("Diễn đàn đã bế mạc."),
    "forum-cancelled": N_("Diễn đàn đã bị hủy."),
    "phase-opened": N_("Đã mở bước này."),
    "phase-closed": N_("Đã đóng bước này."),
    "seats-imported": N_("Đã nhập danh sách."),
    "seat-added": N_("Đã thêm người này."),
    "seat-changed": N_("Đã lưu thông tin của người này."),
    "seat-withdrawn": N_("Đã rút tên khỏi danh sách."),
    "invited": N_("Thư mời đang được gửi."),
    "solution-saved": N_("Đã lưu giải pháp."),
    "proposals-added": N_("Đã thêm các ý kiến vào giải pháp."),
    "solution-dropped": N_("Đã bỏ giải pháp; các ý kiến của nó lại để riêng."),
    "proxy-given": N_("Đã ủy quyền. Người nhận được báo."),
    "proxy-taken-back": N_("Đã rút ủy quyền. Bạn tự bỏ phiếu."),
    "proxy-declined": N_("Đã từ chối. Người ủy quyền được báo."),
    "proxy-struck": N_("Đã bác ủy quyền. Hai người đều được báo."),
    "admission-proposed": N_("Đã ghi đề nghị. Một người khác trong ban tổ chức phải xác nhận."),
    "admission-confirmed": N_("Đã thêm vào danh sách cử tri. Chỉ người này được mời biểu quyết."),
    "admission-dropped": N_("Đã bỏ đề nghị."),
    "sheet-handed-out": N_("Đã ghi: người này nhận phiếu giấy và không bỏ phiếu trên trang."),
    "sheet-taken-back": N_("Đã ghi: phiếu giấy được trả lại. Người này bỏ phiếu trên trang được."),
    "sheet-entered": N_("Đã lưu phiếu."),
    "sheet-confirmed": N_("Đã đối chiếu."),
    "sheet-dropped": N_("Đã bỏ. Hãy để riêng tờ phiếu này để nhập lại."),
    "round-prepared": N_("Đã chuẩn bị vòng biểu quyết."),
    "round-amended": N_("Đã lưu thay đổi của vòng biểu quyết."),
    "round-opened": N_("Đã mở biểu quyết."),
    "round-extended": N_("Đã kéo dài thời gian biểu quyết."),
    "round-paused": N_("Đã tạm dừng biểu quyết."),
    "round-resumed": N_("Biểu quyết đang tiếp tục."),
    "presence-counted": N_("Đã ghi số người có mặt."),
    "round-closed": N_("Đã đóng biểu quyết."),
    "round-reopened": N_("Đã mở lại biểu quyết."),
    "round-certified": N_("Đang kiểm phiếu. Kết quả được công bố ngay khi kiểm xong."),
    "round-cancelled": N_("Đã hủy vòng biểu quyết."),
    "scene-set": N_("Màn hình hội trường đang hiện nội dung bạn chọn."),
    "screen-unpaired": N_("Đã bỏ ghép màn hình."),
    "concluded": N_("Đã ban hành kết luận và giao nhiệm vụ."),
    "retried": N_("Thư đang được gửi lại."),
}


class Notices:
    """Writes and reads the cookie."""

    def __init__(self, key: str) -> None:
        self._signer = URLSafeTimedSerializer(key, salt="notice", signer_kwargs={"digest_method": hashlib.sha256})

    def write(self, facts: Mapping[str, Any]) -> str:
        """The cookie's value. `word` is one of SENTENCES, or `refusal` the sentence of a refusal."""
        return str(self._signer.dumps(dict(facts)))

    def read(self, value: str | None) -> dict[str, Any]:
        """What the cookie says; nothing when it is absent, forged or old."""
        try:
            facts = self._signer.loads(value or "", max_age=SECONDS)
        except BadData:
            return {}
        return facts if isinstance(facts, dict) else {}
