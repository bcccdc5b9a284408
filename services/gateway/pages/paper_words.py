"""What is printed on a paper ballot, and what it may turn out to be when it is entered."""

from collections.abc import Mapping
from typing import Any

from services.gateway.pages.voting_words import VotingWords
from services.kit.errors import N_

Round = Mapping[str, Any]

#: kind of paper → how it is filled in with a pen
WITH_A_PEN = {
    "yes-no": N_("Ở mỗi dòng đánh dấu X vào một ô. Để trống cả dòng là không có ý kiến."),
    "single": N_("Đánh dấu X vào một ô. Không đánh dấu ô nào là bỏ phiếu trắng."),
    "marks": N_("Đánh dấu X vào ô của giải pháp được chọn."),
    "scores": N_("Ghi điểm bằng số vào ô."),
    "ranking": N_("Ghi hạng bằng số vào ô."),
}
#: kinds of which that says everything
SAID_ALL = ("yes-no", "single")
BOXES = {
    "single": N_("Chọn"),
    "marks": N_("Chọn"),
    "scores": N_("Điểm, từ 0 đến %(most)s"),
    "ranking": N_("Hạng"),
}
READINGS = {
    "marked": N_("Ghi được như trên"),
    "blank": N_("Phiếu trắng, không chọn gì"),
    "spoilt": N_("Phiếu hỏng, không rõ chọn gì"),
}
FOR_EXAMPLE = {"spoilt": N_("Ví dụ: đánh dấu quá số được chọn, hoặc tẩy xóa không đọc được.")}


class PaperWords(VotingWords):
    """The words of paper ballots."""

    def how_on_paper(self, kind: str, round_: Round) -> list[str]:
        """What to do with a pen on a ballot of this kind."""
        pen = self._say(WITH_A_PEN[kind])
        return [pen] if kind in SAID_ALL else [self.how_to_vote(kind, round_), pen]

    def box(self, kind: str, round_: Round) -> str:
        """What the box beside each option is called, where there is one."""
        return self._say(BOXES[kind]) % {"most": round_["settings"].get("most_score")}

    def readings(self, may_be_blank: bool) -> list[tuple[str, ...]]:
        """What a sheet may turn out to be."""
        words = [(word, name) for word, name in self._all(READINGS) if may_be_blank or word != "blank"]
        return [
            (word, name, self._say(FOR_EXAMPLE[word])) if word in FOR_EXAMPLE else (word, name) for word, name in words
        ]
