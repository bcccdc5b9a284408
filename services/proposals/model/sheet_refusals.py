"""What is refused about paper ballots."""

from services.kit.errors import N_, Conflict


class SheetNumberTaken(Conflict):
    """Raised when a sheet is entered under the number of another one."""

    slug = "sheet-number-taken"
    sentence = N_("Đã có một phiếu giấy mang số này. Hãy xem lại số trên phiếu.")


class ElectorHasSheet(Conflict):
    """Raised when a second sheet is entered with the name of one elector."""

    slug = "elector-has-sheet"
    sentence = N_("Phiếu giấy của người này đã được nhập.")


class SheetReplaced(Conflict):
    """Raised when a sheet is confirmed that was entered anew since: what is there is not what was compared."""

    slug = "sheet-replaced"
    sentence = N_("Phiếu này vừa được nhập lại. Hãy so lại với tờ phiếu giấy.")


class SheetsUnconfirmed(Conflict):
    """Raised when a result is asked for while `unconfirmed` sheets wait for another organizer."""

    slug = "sheets-unconfirmed"
    sentence = N_("Còn phiếu giấy chưa được người thứ hai đối chiếu nên chưa xác nhận kết quả được.")


class MoreSheetsThanHandedOut(Conflict):
    """Raised when there are more `sheets` than were handed out (`on_paper`): of all, or of one `weight`."""

    slug = "more-sheets-than-handed-out"
    sentence = N_("Số phiếu giấy đã nhập nhiều hơn số phiếu giấy đã phát. Hãy xem lại các phiếu đã nhập.")


class SheetsEntered(Conflict):
    """Raised for what cannot be done any more once sheets were entered."""

    slug = "sheets-entered"
    sentence = N_("Phiếu giấy đã được nhập nên không làm việc này được nữa.")


class BoxMayBeOpen(Conflict):
    """Raised when a secret round with sheets is to be opened again: who opened the box knows a part of the count."""

    slug = "box-may-be-open"
    sentence = N_("Vòng bỏ phiếu kín có phiếu giấy thì không mở lại được: hòm phiếu có thể đã mở.")


class SheetsHandedOut(Conflict):
    """Raised when an option is to be changed that stands on sheets somebody has in their hands, `on_paper` of them."""

    slug = "sheets-handed-out"
    sentence = N_("Đã phát phiếu giấy in giải pháp này. Hãy thu lại các phiếu giấy đã phát rồi mới sửa.")
