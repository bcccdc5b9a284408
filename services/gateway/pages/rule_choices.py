"""What organizers choose from when they prepare a round: values with their words, and what each means."""

from collections.abc import Iterable

from services.gateway.pages import rule_texts as texts
from services.gateway.pages.methods import GROUPS
from services.gateway.pages.saying import Saying
from services.kit.errors import N_

Choices = list[tuple[str, ...]]

MAJORITIES = {
    "half": N_("Quá nửa"),
    "two-thirds": N_("Ít nhất hai phần ba"),
    "four-fifths": N_("Ít nhất bốn phần năm"),
    "most": N_("Không cần tỷ lệ: nhiều phiếu nhất là được chọn"),
    "other": N_("Tỷ lệ khác"),
}
BASES = {
    "valid": (N_("Số phiếu hợp lệ"), N_("Phiếu trắng không tính.")),
    "cast": (N_("Số phiếu đã bỏ"), N_("Phiếu trắng cũng tính.")),
    "present": (
        N_("Số đại biểu có mặt"),
        N_("Người có mặt mà không bỏ phiếu cũng tính; hội trường phải có điểm danh."),
    ),
    "entitled": (N_("Số đại biểu được biểu quyết"), N_("Tính cả người vắng mặt.")),
}
TIES = {
    "lot": N_("Bốc thăm"),
    "ballot-order": N_("Giải pháp đứng trước trên phiếu được chọn"),
    "vote-again": N_("Biểu quyết lại giữa những giải pháp đó"),
}
COMPLETIONS = {
    "add1u": (
        N_("Dùng tiếp cho hết"),
        N_("Phần của mỗi phiếu tăng dần, sau cùng là giải pháp nhiều phiếu nhất còn vừa."),
    ),
    "add1": (N_("Dùng tiếp, nhưng chỉ bằng cách tăng phần của mỗi phiếu"), N_("Có thể vẫn còn dư.")),
    "none": (N_("Để nguyên"), N_("Có thể chọn được ít giải pháp hơn.")),
}
SECRECIES = {
    "named": (
        N_("Ghi danh, không công bố tên"),
        N_("Lựa chọn được lưu kèm tên đại biểu; mọi người chỉ thấy số phiếu."),
    ),
    "shown": (N_("Ghi danh, công bố tên"), N_("Ai cũng xem được đại biểu nào đã chọn gì.")),
    "secret": (
        N_("Bỏ phiếu kín"),
        N_("Không ai xem được ai chọn gì, và không có số phiếu nào trước khi công bố kết quả. Cần ít nhất 5 đại biểu."),
    ),
}


class RuleChoices(Saying):
    """The words of choices."""

    def method_groups(self) -> list[tuple[str, Choices]]:
        """Methods in groups, each with its name and what it is for."""
        return [
            (
                self._say(group),
                [(each, self._say(texts.NAMES[each]), self._say(texts.PURPOSES[each])) for each in methods],
            )
            for group, methods in GROUPS.items()
        ]

    def majorities(self, offered: Iterable[str]) -> Choices:
        return [(word, self._say(MAJORITIES[word])) for word in offered]

    def bases(self) -> Choices:
        return self._explained(BASES)

    def ties(self, offered: Iterable[str]) -> Choices:
        return [(word, self._say(TIES[word])) for word in offered]

    def completions(self) -> Choices:
        return self._explained(COMPLETIONS)

    def secrecies(self) -> Choices:
        return self._explained(SECRECIES)

    def quorums(self, chosen: str) -> Choices:
        """How many must take part at least, or more than; and what a program has chosen."""
        names: dict[str, str] = {chosen: chosen} if chosen and chosen not in texts.QUORUMS else {}
        names |= dict(self._all(texts.QUORUMS))
        return [(part, name[:1].upper() + name[1:]) for part, name in names.items()]

    def _explained(self, table: dict[str, tuple[str, str]]) -> Choices:
        return [(word, self._say(name), self._say(meaning)) for word, (name, meaning) in table.items()]
