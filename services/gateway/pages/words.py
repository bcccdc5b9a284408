"""What the code's words are called on a page: states, kinds, roles, choices."""

from collections.abc import Iterable
from typing import Any

from services.gateway.faults import sentence_of
from services.gateway.pages.desk_words import ROLE_MEANINGS, DeskWords
from services.gateway.pages.field_words import FieldWords
from services.gateway.pages.paper_words import PaperWords
from services.gateway.pages.roll_words import RollWords
from services.gateway.pages.rule_choices import RuleChoices
from services.gateway.pages.rule_words import RuleWords
from services.gateway.pages.voting_words import VotingWords
from services.kit.errors import N_, Fault

FORUM_STATES = {
    "draft": N_("Bản nháp"),
    "announced": N_("Sắp diễn ra"),
    "open": N_("Đang diễn ra"),
    "closed": N_("Đã bế mạc"),
    "concluded": N_("Đã có kết luận"),
    "cancelled": N_("Đã hủy"),
}
#: where in a forum → what the way there is called
FORUM_PARTS = {
    "": N_("Đang diễn ra"),
    "/chuong-trinh": N_("Chương trình"),
    "/hien-ke": N_("Ý kiến"),
    "/giai-phap": N_("Giải pháp"),
    "/ket-qua": N_("Kết quả"),
}
PHASE_KINDS = {
    "collecting": N_("Nhận ý kiến hiến kế"),
    "voting": N_("Biểu quyết"),
    "following-up": N_("Theo dõi thực hiện"),
}
PHASE_STATES = {"planned": N_("Chưa đến"), "open": N_("Đang mở"), "over": N_("Đã xong")}
ROUND_STATES = {
    "prepared": N_("Đang chuẩn bị"),
    "open": N_("Đang biểu quyết"),
    "paused": N_("Đang tạm dừng"),
    "closed": N_("Vừa đóng"),
    "sealed": N_("Đã khóa sổ"),
    "counting": N_("Đang kiểm phiếu"),
    "certified": N_("Đã xác nhận kết quả"),
    "cancelled": N_("Đã hủy"),
}
ASSIGNMENT_STATES = {
    "given": N_("Chờ tiếp nhận"),
    "acknowledged": N_("Đã tiếp nhận"),
    "accepted": N_("Đang thực hiện"),
    "declined": N_("Đơn vị không nhận"),
    "done": N_("Đã hoàn thành"),
}
ANSWERS = {
    "acknowledge": N_("Tiếp nhận"),
    "accept": N_("Nhận thực hiện"),
    "decline": N_("Không nhận"),
    "done": N_("Đã hoàn thành"),
}
#: what follows from each answer, for who has never given one
ANSWER_MEANINGS = {
    "acknowledge": N_("Báo cho ban tổ chức biết đơn vị đã đọc. Chưa phải là nhận làm."),
    "accept": N_("Đơn vị nhận làm và sẽ báo khi xong."),
    "decline": N_("Việc này không thuộc đơn vị, hoặc không làm được. Phải viết lý do; không đổi lại được."),
    "done": N_("Việc đã làm xong. Hãy viết kết quả; không đổi lại được."),
}
#: state of an assignment → the answers its leader may give next, the usual one first
ANSWERS_IN = {
    "given": ("acknowledge", "decline"),
    "acknowledged": ("accept", "decline"),
    "accepted": ("done", "decline"),
}
CHOICES = {"yes": N_("Đồng ý"), "no": N_("Không đồng ý"), "abstain": N_("Không có ý kiến")}
OPINIONS = {"agree": N_("Đồng tình"), "disagree": N_("Không đồng tình"), "pass": N_("Bỏ qua")}
PROPOSAL_STATES = {"loose": N_("Chưa vào giải pháp nào"), "consolidated": N_("Đã vào giải pháp")}
PROPOSAL_ORDERS = {
    "newest": N_("Mới nhất trước"),
    "oldest": N_("Cũ nhất trước"),
    "most-agreed": N_("Nhiều đồng tình trước"),
}
ROLES = {"delegate": N_("Đại biểu"), "organizer": N_("Ban tổ chức"), "guest": N_("Khách mời")}
OCCASIONS = {
    "invitation": N_("Thư mời"),
    "voting-opened": N_("Đã mở biểu quyết"),
    "voting-closing-soon": N_("Sắp đóng biểu quyết"),
    "ballot-set-aside": N_("Phiếu được để riêng"),
    "proxy": N_("Ủy quyền biểu quyết"),
    "result": N_("Kết quả"),
    "assignment-given": N_("Giao nhiệm vụ"),
    "assignment-answered": N_("Đơn vị trả lời"),
}
#: languages are called by their own names
LANGUAGES = {"vi": "Tiếng Việt", "en": "English"}
CHANNELS = {"email": N_("Thư điện tử"), "inbox": N_("Hộp thư trên trang")}
DELIVERY_STATES = {
    "waiting": N_("Chờ địa chỉ người nhận"),
    "queued": N_("Chờ gửi"),
    "sending": N_("Đang gửi"),
    "accepted": N_("Đã gửi đi"),
    "unknown": N_("Chưa rõ đã đến chưa"),
    "given-up": N_("Không gửi được"),
    "expired": N_("Quá hạn nên không gửi"),
}
BODY_KINDS = {
    "union": N_("Hội Liên hiệp Phụ nữ"),
    "party-committee": N_("Cấp ủy Đảng"),
    "authority": N_("Chính quyền"),
    "front": N_("Mặt trận Tổ quốc"),
    "organisation": N_("Đoàn thể, tổ chức xã hội"),
    "department": N_("Sở, ban, ngành"),
    "other": N_("Đơn vị khác"),
}


class Words(DeskWords, FieldWords, PaperWords, RollWords, RuleChoices, RuleWords, VotingWords):
    """The words in one language."""

    def addressed(self, greeting: str, full_name: str) -> str:
        """A person as the organizer set: "chị Nguyễn Thị Ánh"; the greeting is Vietnamese, so English leaves it out."""
        return f"{greeting} {full_name}".strip() if self._language == "vi" else full_name

    def forum_parts(self) -> list[tuple[str, str]]:
        return self._all(FORUM_PARTS)

    def forum_state(self, state: str) -> str:
        return self._one(FORUM_STATES, state)

    def phase_kind(self, kind: str) -> str:
        return self._one(PHASE_KINDS, kind)

    def phase_kinds(self) -> list[tuple[str, str]]:
        return self._all(PHASE_KINDS)

    def phase_state(self, state: str) -> str:
        return self._one(PHASE_STATES, state)

    def round_state(self, state: str) -> str:
        return self._one(ROUND_STATES, state)

    def assignment_state(self, state: str) -> str:
        return self._one(ASSIGNMENT_STATES, state)

    def answer(self, answer: str) -> str:
        return self._one(ANSWERS, answer)

    def answer_means(self, answer: str) -> str:
        return self._one(ANSWER_MEANINGS, answer)

    def adopted(self, adopted: bool) -> str:
        return self._say(N_("Được thông qua")) if adopted else self._say(N_("Không được thông qua"))

    def choice(self, choice: str) -> str:
        return self._one(CHOICES, choice)

    def choices(self) -> list[tuple[str, str]]:
        return self._all(CHOICES)

    def count(self, said: str) -> str:
        """What a count of ballots is called: a choice, or votes."""
        return self._one({**CHOICES, "votes": N_("Ủng hộ")}, said)

    def opinion(self, opinion: str) -> str:
        return self._one(OPINIONS, opinion)

    def opinions(self) -> list[tuple[str, str]]:
        return self._all(OPINIONS)

    def proposal_states(self) -> list[tuple[str, str]]:
        return self._all(PROPOSAL_STATES)

    def proposal_orders(self) -> list[tuple[str, str]]:
        return self._all(PROPOSAL_ORDERS)

    def roles(self, roles: Iterable[str]) -> str:
        return ", ".join(self._one(ROLES, role) for role in roles)

    def role_choices(self) -> list[tuple[str, str]]:
        return self._all(ROLES)

    def role_meanings(self) -> list[tuple[str, str, str]]:
        return [(role, name, self._say(ROLE_MEANINGS[role])) for role, name in self._all(ROLES)]

    def occasion(self, occasion: str) -> str:
        return self._one(OCCASIONS, occasion)

    def channel(self, channel: str) -> str:
        return self._one(CHANNELS, channel)

    def delivery_state(self, state: str) -> str:
        return self._one(DELIVERY_STATES, state)

    def body_kind(self, kind: str) -> str:
        return self._one(BODY_KINDS, kind)

    def body_kinds(self) -> list[tuple[str, str]]:
        return self._all(BODY_KINDS)

    def language(self, language: str) -> str:
        return LANGUAGES.get(language, language)

    def languages(self, languages: Iterable[str]) -> list[tuple[str, str]]:
        return [(language, self.language(language)) for language in languages]

    def fault(self, code: str, params: dict[str, Any]) -> str:
        """What is wrong with one field."""
        return sentence_of(Fault("", code, params), self._language)
