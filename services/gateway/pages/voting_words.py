"""What somebody who votes is told: what to do with the ballot, who can know how they vote, when there are counts."""

from collections.abc import Mapping
from typing import Any

from services.gateway.pages.asking import NN_
from services.gateway.pages.formats import money
from services.gateway.pages.methods import EQUAL_RANKS, METHODS
from services.gateway.pages.saying import Saying
from services.kit.errors import N_

Round = Mapping[str, Any]

#: kind of ballot → what to do with it
TO_DO = {
    "yes-no": N_("Với mỗi giải pháp, hãy chọn một trong ba."),
    "single": N_("Hãy chọn một giải pháp, hoặc không chọn giải pháp nào."),
    "marks": N_("Không đánh dấu giải pháp nào là bỏ phiếu trắng."),
    "scores": N_("Chấm mỗi giải pháp từ 0 đến %(most)s điểm. Không chấm thì giải pháp đó không được điểm nào."),
    "ranking": N_(
        "Ghi 1 cho giải pháp bạn muốn nhất, 2 cho giải pháp kế tiếp. Không cần xếp hạng hết; bỏ trống là không xếp."
    ),
}
EQUAL = N_("Được xếp nhiều giải pháp cùng một hạng.")
NOT_EQUAL = N_("Mỗi hạng chỉ dành cho một giải pháp.")
ANY_MARKS = N_("Đánh dấu mọi giải pháp bạn ủng hộ, bao nhiêu cũng được.")
MOST_MARKS = NN_("Đánh dấu nhiều nhất %(num)s giải pháp.", "Đánh dấu nhiều nhất %(num)s giải pháp.")
LEAST_MARKS = NN_("Đánh dấu ít nhất %(num)s giải pháp.", "Đánh dấu ít nhất %(num)s giải pháp.")
BUDGET = N_("Ngân sách là %(budget)s. Bạn đánh dấu được cả khi tổng chi phí vượt ngân sách.")
#: why there are no counts yet
NO_COUNTS = {
    "later": N_("Số phiếu từng loại được công bố sau khi vòng biểu quyết đóng."),
    "secret": N_("Phiếu kín: trước khi có kết quả chỉ công bố có bao nhiêu phiếu."),
    "whole": N_("Với cách biểu quyết này mọi phiếu được đếm cùng lúc: số liệu có cùng kết quả."),
}
NAMED = N_("Biểu quyết ghi danh: lựa chọn của bạn được lưu kèm tên bạn.")
NAMES_SHOWN = N_("Khi có kết quả, mọi người xem được ai đã chọn gì.")
NAMES_NOT_SHOWN = N_("Mọi người chỉ được xem số phiếu.")
#: what secrecy means, in this order
SECRET = (
    N_("Bỏ phiếu kín: phiếu được lưu không kèm tên bạn."),
    N_("Khi có kết quả, không ai tìm lại được phiếu của bạn nữa, kể cả bạn và ban tổ chức."),
    N_("Mã phiếu sau khi gửi cho thấy bạn đã chọn gì: đừng đưa mã cho ai."),
)


class VotingWords(Saying):
    """The words in one language. A round is told as the API has it."""

    def how_to_vote(self, kind: str, round_: Round) -> str:
        """What to do with a ballot of this kind."""
        if kind == "marks":
            return " ".join(self._to_mark(round_["settings"]))
        told = self._say(TO_DO[kind]) % {"most": round_["settings"].get("most_score")}
        if kind == "ranking":
            return f"{told} {self._say(EQUAL if round_['method'] in EQUAL_RANKS else NOT_EQUAL)}"
        return told

    def secrecy(self, round_: Round) -> list[str]:
        """Who can know how one votes."""
        if not round_["named"]:
            return [self._say(sentence) for sentence in SECRET]
        return [self._say(NAMED), self._say(NAMES_SHOWN if round_["names_shown"] else NAMES_NOT_SHOWN)]

    def secrecy_in_short(self, round_: Round) -> str:
        """The same in two words."""
        return self._say(N_("Biểu quyết ghi danh.") if round_["named"] else N_("Bỏ phiếu kín."))

    def no_counts(self, round_: Round) -> str:
        """Why there are no counts yet."""
        why = "secret" if not round_["named"] else "later" if METHODS[round_["method"]].live else "whole"
        return self._say(NO_COUNTS[why])

    def _to_mark(self, settings: Mapping[str, Any]) -> list[str]:
        least, most = settings.get("least") or 0, settings.get("most")
        told = [self._several(LEAST_MARKS, least)] if least > 1 else []
        told += [self._several(MOST_MARKS, most)] if most else [] if told else [self._say(ANY_MARKS)]
        if settings.get("budget"):
            told.append(self._say(BUDGET) % {"budget": money(settings["budget"], self._language)})
        return [*told, self._say(TO_DO["marks"])]
