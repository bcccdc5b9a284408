"""Everything this service refuses in words of its own."""

from services.kit.errors import N_, Conflict, Forbidden, Missing, TooLarge


class ForumOver(Conflict):
    """Raised when a forum that is concluded or cancelled is to be worked on."""

    slug = "forum-over"
    sentence = N_("Diễn đàn đã kết thúc hoặc đã huỷ.")


class ForumNotOpen(Conflict):
    """Raised when something needs the forum to be open."""

    slug = "forum-not-open"
    sentence = N_("Diễn đàn hiện không mở.")


class PhaseNotOpen(Conflict):
    """Raised when the phase for this is not open; `phase` names its kind."""

    slug = "phase-not-open"
    sentence = N_("Giai đoạn này của diễn đàn hiện không mở.")


class NotASeat(Forbidden):
    """Raised when only delegates and organizers of the forum may do this."""

    slug = "not-a-delegate"
    sentence = N_("Chỉ đại biểu và ban tổ chức của diễn đàn được làm việc này.")


class NotAnOrganizer(Forbidden):
    """Raised when only organizers of the forum may do this."""

    slug = "not-an-organizer"
    sentence = N_("Chỉ ban tổ chức của diễn đàn được làm việc này.")


class NotTheAuthor(Forbidden):
    """Raised when only who offered a proposal may take it back."""

    slug = "not-the-author"
    sentence = N_("Chỉ người gửi được rút ý kiến này.")


class NotTheLeader(Forbidden):
    """Raised when only a leader of the body may answer for it."""

    slug = "not-the-leader"
    sentence = N_("Chỉ lãnh đạo của đơn vị được giao mới được trả lời.")


class ProposalGone(Missing):
    """Raised for an opinion on a proposal that was taken back, or never was: of one taken back nothing is kept."""

    slug = "proposal-gone"
    sentence = N_("Ý kiến này không còn nữa: người gửi đã rút lại.")


class ProposalConsolidated(Conflict):
    """Raised when a proposal that has gone into a solution is to be taken back."""

    slug = "proposal-consolidated"
    sentence = N_("Ý kiến này đã được tổng hợp vào một giải pháp nên không rút được nữa.")


class ProposalTaken(Conflict):
    """Raised when a proposal is already in another solution."""

    slug = "proposal-in-another-solution"
    sentence = N_("Có ý kiến đã nằm trong một giải pháp khác.")


class SolutionInVote(Conflict):
    """Raised when a solution that stands on a ballot is to be changed or taken back.

    With `ballots` it can be changed, if it is asked for that these ballots, so many, are set aside (`set_aside`).
    """

    slug = "solution-in-vote"
    sentence = N_("Giải pháp này đang hoặc đã được đưa ra biểu quyết nên không sửa, không rút được.")


class RoundInAnotherState(Conflict):
    """Raised when a round's state does not allow this; `state` says which it is."""

    slug = "round-in-another-state"
    sentence = N_("Vòng biểu quyết đang ở trạng thái không cho phép việc này.")


class EmptyRoll(Conflict):
    """Raised when a round is to open and the forum has no delegates."""

    slug = "empty-roll"
    sentence = N_("Diễn đàn chưa có đại biểu nào để biểu quyết.")


class RecountDiffers(Conflict):
    """Raised when the recount from the ballots is not what the counters say: nothing is certified."""

    slug = "recount-differs"
    sentence = N_("Kiểm phiếu lại cho kết quả khác với số đếm. Kết quả chưa được xác nhận; cần kiểm tra ngay.")


class PresenceNotCounted(Conflict):
    """Raised when a result is asked for that depends on how many were present, and nobody has said."""

    slug = "presence-not-counted"
    sentence = N_("Quy tắc của vòng này tính theo số người có mặt. Hãy ghi số người có mặt rồi xác nhận kết quả.")


class CountingFailed(Conflict):
    """Said of a round whose ballots could not be counted at all; nothing is certified, all ballots are kept."""

    slug = "counting-failed"
    sentence = N_("Chưa kiểm được phiếu vì lỗi của hệ thống. Các phiếu vẫn còn nguyên; hãy thử xác nhận lại.")


class RoundNotOpenYet(Conflict):
    """Raised for a ballot in a round that has not been opened."""

    slug = "round-not-open-yet"
    sentence = N_("Vòng biểu quyết chưa mở.")


class RoundClosed(Conflict):
    """Raised for a ballot that was received after the closing."""

    slug = "round-closed"
    sentence = N_("Vòng biểu quyết đã đóng. Phiếu này không được tính.")


class RoundHasResult(Conflict):
    """Raised for a ballot of a certified secret round that may be one of those counted: nobody can tell any more."""

    slug = "round-has-result"
    sentence = N_(
        "Vòng kín này đã có kết quả, nên không còn ai biết phiếu nào là của ai. "
        "Phiếu bạn vừa gửi lại có được tính hay không, hãy dùng mã phiếu để tìm trong biên bản."
    )


class RoundCancelled(Conflict):
    """Raised for a ballot in a round that has been cancelled."""

    slug = "round-cancelled"
    sentence = N_("Vòng biểu quyết đã bị huỷ.")


class RoundPaused(Conflict):
    """Raised for a ballot while voting is paused."""

    slug = "round-paused"
    sentence = N_("Vòng biểu quyết đang tạm dừng. Phiếu chưa được tính; hãy gửi lại khi biểu quyết tiếp tục.")


class BallotFinal(Conflict):
    """Raised for a second ballot where the round takes one for good."""

    slug = "ballot-final"
    sentence = N_("Vòng này không cho đổi phiếu. Phiếu trước của bạn vẫn được tính.")


class ProxyGiven(Conflict):
    """Raised for a ballot of somebody who has given another person their proxy."""

    slug = "proxy-given"
    sentence = N_("Bạn đã uỷ quyền cho người khác biểu quyết. Muốn tự biểu quyết, hãy rút uỷ quyền trước.")


class VotesOnPaper(Conflict):
    """Raised for an electronic ballot of somebody who was handed a paper one."""

    slug = "votes-on-paper"
    sentence = N_("Bạn đã nhận phiếu giấy nên không gửi phiếu điện tử được.")


class TooFewToHideAmong(Conflict):
    """Raised when somebody's ballot in a secret round could be told by its weight, or by their being few."""

    slug = "too-few-to-hide-among"
    sentence = N_("Không bỏ phiếu kín được: có quá ít cử tri, hoặc quá ít người có cùng hệ số, nên phiếu sẽ bị lộ.")


class NoReopening(Conflict):
    """Raised when a round is to be opened again and its rule does not allow it."""

    slug = "no-reopening"
    sentence = N_("Quy tắc của vòng này không cho mở lại sau khi đóng.")


class NotOnRoll(Forbidden):
    """Raised for a ballot of somebody who is not on the round's roll."""

    slug = "not-on-roll"
    sentence = N_("Bạn không có tên trong danh sách biểu quyết của vòng này.")


class BallotSuperseded(Conflict):
    """Raised for a ballot that does not replace the elector's present one; `revision` and `choices` show that one.

    Without `choices` they have none in: an option was changed, and what was on its way before is not counted.
    """

    slug = "ballot-superseded"
    sentence = N_("Bạn đã có một phiếu khác mới hơn, hoặc một phương án vừa được sửa. Hãy xem lại trước khi gửi.")


class RoundsRunning(Conflict):
    """Raised when a forum is to be concluded while rounds have not come to a result."""

    slug = "rounds-running"
    sentence = N_("Còn vòng biểu quyết chưa có kết quả.")


class AlreadyConcluded(Conflict):
    """Raised when the forum has its conclusion already."""

    slug = "already-concluded"
    sentence = N_("Diễn đàn đã có kết luận.")


class AnswerOutOfOrder(Conflict):
    """Raised when an assignment's state does not allow this answer; `state` says which it is."""

    slug = "answer-out-of-order"
    sentence = N_("Nhiệm vụ đang ở trạng thái không nhận trả lời này.")


class BatchTooLarge(TooLarge):
    """Raised when a batch holds more ballots or opinions than one transaction should."""

    slug = "batch-too-large"
    sentence = N_("Một lượt gửi có quá nhiều phiếu.")


class NotTheGateway(Forbidden):
    """Raised when ballots or opinions come without the gateway's word for the whole batch."""

    slug = "not-the-gateway"
    sentence = N_("Chỉ cổng của hệ thống được gửi phiếu theo lượt.")
