"""What becomes of proxies and of late electors, and the parts of a roll, in words."""

from services.gateway.pages.saying import Saying
from services.kit.errors import N_

#: state of a proxy → what became of it
PROXIES = {
    "given": N_("đang có hiệu lực"),
    "taken-back": N_("đã được rút"),
    "declined": N_("người nhận đã từ chối"),
    "struck": N_("ban tổ chức đã bác"),
    "lapsed": N_("không có hiệu lực: một trong hai người không có tên trong danh sách cử tri"),
}
ADMISSIONS = {"proposed": N_("Chờ xác nhận"), "confirmed": N_("Đã xác nhận"), "dropped": N_("Đã bỏ")}
ON_ROLL = {
    "all": N_("Tất cả"),
    "not-voted": N_("Chưa bỏ phiếu"),
    "voted": N_("Đã bỏ phiếu"),
    "on-paper": N_("Nhận phiếu giấy"),
    "proxies": N_("Có ủy quyền"),
}


class RollWords(Saying):
    """The words of rolls."""

    def proxy(self, state: str) -> str:
        return self._one(PROXIES, state)

    def admission(self, state: str) -> str:
        return self._one(ADMISSIONS, state)

    def parts_of_roll(self) -> list[tuple[str, str]]:
        return self._all(ON_ROLL)
