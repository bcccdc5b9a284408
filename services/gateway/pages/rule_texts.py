"""What methods and the rules of rounds are called, sentence by sentence; `rule_words` puts them together."""

from services.gateway.pages.asking import NN_
from services.kit.errors import N_

NAMES = {
    "yes-no-abstain": N_("Tán thành / không tán thành"),
    "single-choice": N_("Chọn một"),
    "approval": N_("Chọn nhiều"),
    "score": N_("Chấm điểm"),
    "schulze": N_("Xếp hạng, so từng cặp (Schulze)"),
    "ranked-pairs": N_("Xếp hạng, so từng cặp (Ranked Pairs)"),
    "borda": N_("Xếp hạng, tính điểm (Borda)"),
    "instant-runoff": N_("Xếp hạng, loại dần để chọn một (IRV)"),
    "scottish-stv": N_("Xếp hạng, chọn nhiều (STV)"),
    "equal-shares": N_("Chia phần bằng nhau (Equal Shares)"),
    "phragmen": N_("San đều gánh nặng (Phragmén)"),
    "greedy": N_("Nhiều phiếu trước, đến hết ngân sách"),
}
#: what each is for, and what the delegate does
PURPOSES = {
    "yes-no-abstain": N_(
        "Để biết giải pháp nào được thông qua: với mỗi giải pháp, đại biểu chọn đồng ý, không đồng ý hoặc "
        "không có ý kiến."
    ),
    "single-choice": N_("Để tìm giải pháp được nhiều người chọn nhất: mỗi đại biểu đánh dấu một giải pháp."),
    "approval": N_(
        "Để tìm những giải pháp được nhiều người chấp nhận: mỗi đại biểu đánh dấu mọi giải pháp mình thấy được."
    ),
    "score": N_("Để đo mức độ ủng hộ: đại biểu cho điểm từng giải pháp, cộng lại nhiều điểm hơn thì được chọn."),
    "schulze": N_(
        "Để tìm giải pháp thắng khi đem so với từng giải pháp khác: đại biểu xếp hạng 1, 2, 3…, được xếp ngang nhau."
    ),
    "ranked-pairs": N_(
        "Cũng so từng cặp, nhưng giữ trước những cặp thắng cách biệt nhất: đại biểu xếp hạng 1, 2, 3…, "
        "được xếp ngang nhau."
    ),
    "borda": N_(
        "Để tìm giải pháp ít ai phản đối: đại biểu xếp hạng 1, 2, 3…, xếp càng cao càng nhiều điểm, "
        "được xếp ngang nhau."
    ),
    "instant-runoff": N_(
        "Để chọn đúng một giải pháp có quá nửa ủng hộ: đại biểu xếp hạng 1, 2, 3…; giải pháp ít phiếu bị loại dần, "
        "phiếu chuyển sang lựa chọn kế tiếp."
    ),
    "scottish-stv": N_(
        "Để chọn nhiều giải pháp mà nhóm nào cũng có phần: đại biểu xếp hạng 1, 2, 3…; phiếu thừa và phiếu của "
        "giải pháp bị loại chuyển sang lựa chọn kế tiếp."
    ),
    "equal-shares": N_(
        "Để chọn một bộ giải pháp mà nhóm nào cũng có phần: đại biểu đánh dấu mọi giải pháp mình ủng hộ, mỗi phiếu "
        "có phần bằng nhau để góp cho những giải pháp đó."
    ),
    "phragmen": N_(
        "Cũng để nhóm nào cũng có phần, chọn lần lượt từng giải pháp: đại biểu đánh dấu mọi giải pháp mình ủng hộ."
    ),
    "greedy": N_(
        "Để phân bổ một ngân sách cách đơn giản nhất: đại biểu đánh dấu mọi giải pháp mình ủng hộ, giải pháp nhiều "
        "phiếu được xét trước."
    ),
}
ONE = N_("Mỗi đại biểu đánh dấu một giải pháp.")
ANY = N_("Mỗi đại biểu đánh dấu mọi giải pháp mình ủng hộ.")
EXACTLY = NN_("Mỗi đại biểu đánh dấu đúng %(num)s giải pháp.", "Mỗi đại biểu đánh dấu đúng %(num)s giải pháp.")
AT_MOST = NN_(
    "Mỗi đại biểu đánh dấu nhiều nhất %(num)s giải pháp.", "Mỗi đại biểu đánh dấu nhiều nhất %(num)s giải pháp."
)
BETWEEN = N_("Mỗi đại biểu đánh dấu từ %(least)s đến %(most)s giải pháp.")
#: kind of ballot → what is asked
BALLOTS = {
    "yes-no": N_("Với mỗi giải pháp, đại biểu chọn đồng ý, không đồng ý hoặc không có ý kiến."),
    "scores": N_("Đại biểu cho mỗi giải pháp từ 0 đến %(most)s điểm; giải pháp không cho điểm coi như 0 điểm."),
    "equal ranking": N_("Đại biểu xếp hạng: 1 là muốn nhất, rồi đến 2, 3…; được xếp ngang nhau, không phải xếp hết."),
    "ranking": N_("Đại biểu xếp hạng: 1 là muốn nhất, rồi đến 2, 3…; không xếp ngang nhau, không phải xếp hết."),
}
#: how a method comes to its result, where that is not said by the winners alone
WAYS = {
    "schulze": N_(
        "Các giải pháp được so với nhau từng cặp: giải pháp nào được nhiều phiếu xếp trên hơn thì thắng cặp đó. "
        "Khi các cặp thắng vòng quanh nhau, chuỗi thắng mạnh hơn quyết định (cách Schulze)."
    ),
    "ranked-pairs": N_(
        "Các giải pháp được so với nhau từng cặp: giải pháp nào được nhiều phiếu xếp trên hơn thì thắng cặp đó. "
        "Khi các cặp thắng vòng quanh nhau, cặp thắng cách biệt hơn được giữ trước (cách Ranked Pairs)."
    ),
    "borda": N_(
        "Mỗi phiếu cho một giải pháp 1 điểm với mỗi giải pháp xếp dưới nó, nửa điểm với mỗi giải pháp xếp ngang nó."
    ),
    "instant-runoff": N_(
        "Mỗi phiếu tính cho giải pháp được xếp cao nhất còn lại; giải pháp ít phiếu nhất bị loại, cho đến khi một "
        "giải pháp có quá nửa số phiếu còn tính. Giải pháp đó được chọn."
    ),
    "scottish-stv": N_(
        "Giải pháp đủ số phiếu định mức thì được chọn, phần phiếu thừa chuyển sang lựa chọn kế tiếp. Khi không "
        "giải pháp nào đủ, giải pháp ít phiếu nhất bị loại và phiếu của nó chuyển sang lựa chọn kế tiếp."
    ),
    "equal-shares": N_(
        "Mỗi phiếu có phần bằng nhau; một giải pháp được chọn khi những phiếu ủng hộ nó góp đủ cho nó, giải pháp nào "
        "mỗi phiếu phải góp ít hơn được chọn trước."
    ),
    "phragmen": N_(
        "Các giải pháp được chọn lần lượt, sao cho gánh nặng chia cho những phiếu ủng hộ luôn nhẹ nhất có thể."
    ),
    "greedy": N_("Xét từ giải pháp nhiều phiếu nhất trở xuống: giải pháp nào còn vừa ngân sách thì được chọn."),
}
#: what the winners have most of
WINNERS = {
    "votes": NN_("Chọn %(num)s giải pháp nhiều phiếu nhất.", "Chọn %(num)s giải pháp nhiều phiếu nhất."),
    "points": NN_("Chọn %(num)s giải pháp nhiều điểm nhất.", "Chọn %(num)s giải pháp nhiều điểm nhất."),
    "rank": NN_("Chọn %(num)s giải pháp đứng đầu.", "Chọn %(num)s giải pháp đứng đầu."),
    "places": NN_("Tất cả chọn %(num)s giải pháp.", "Tất cả chọn %(num)s giải pháp."),
}
BY = {
    "single-choice": "votes",
    "approval": "votes",
    "score": "points",
    "borda": "points",
    "schulze": "rank",
    "ranked-pairs": "rank",
    "scottish-stv": "places",
    "equal-shares": "places",
    "phragmen": "places",
}
BUDGET = N_("Tổng chi phí của các giải pháp được chọn không quá %(budget)s.")
COMPLETED = {
    "none": N_("Phần còn dư thì để nguyên."),
    "add1": N_("Phần còn dư được dùng tiếp: phần của mỗi phiếu tăng dần, đến trước khi vượt giới hạn."),
    "add1u": N_(
        "Phần còn dư được dùng tiếp: phần của mỗi phiếu tăng dần, sau cùng là giải pháp nhiều phiếu nhất còn vừa."
    ),
}
PARTS = {
    "1/3": N_("một phần ba"),
    "1/2": N_("một nửa"),
    "2/3": N_("hai phần ba"),
    "3/4": N_("ba phần tư"),
    "4/5": N_("bốn phần năm"),
}
QUORUMS = {
    "1/3": N_("ít nhất một phần ba"),
    "1/2": N_("ít nhất một nửa"),
    ">1/2": N_("hơn một nửa"),
    "2/3": N_("ít nhất hai phần ba"),
    "3/4": N_("ít nhất ba phần tư"),
    "4/5": N_("ít nhất bốn phần năm"),
}
BASES = {
    "valid": N_("số phiếu hợp lệ"),
    "cast": N_("số phiếu đã bỏ"),
    "present": N_("số đại biểu có mặt"),
    "entitled": N_("số đại biểu được biểu quyết"),
}
BLANKS = {
    "valid": N_("Phiếu trắng không phải phiếu hợp lệ."),
    "cast": N_("Phiếu trắng cũng là phiếu đã bỏ."),
}
ADOPTED = N_("Giải pháp được thông qua khi %(part)s %(base)s tán thành.")
CHOSEN = N_("Giải pháp được chọn khi %(part)s %(base)s chọn nó.")
NEEDED = N_("Giải pháp chỉ được chọn khi %(part)s %(base)s chọn nó.")
ABSTAINING = {
    "in-base": N_("Ai chọn “không có ý kiến” vẫn tính vào số đó."),
    "out-of-base": N_("Ai chọn “không có ý kiến” không tính vào số đó."),
}
WEIGHTED = N_("Phiếu của đại biểu có hệ số được tính theo hệ số.")
PRESENT = N_("Cần %(part)s số đại biểu được biểu quyết có mặt.")
VOTING = N_("Cần %(part)s số đại biểu được biểu quyết bỏ phiếu.")
NO_QUORUM = N_("Không đủ thì không giải pháp nào được thông qua.")
EQUAL = {
    "lot": N_("Bằng nhau ở chỗ cuối cùng thì bốc thăm."),
    "ballot-order": N_("Bằng nhau ở chỗ cuối cùng thì giải pháp đứng trước trên phiếu được chọn."),
    "vote-again": N_("Bằng nhau ở chỗ cuối cùng thì biểu quyết lại giữa những giải pháp đó."),
}
SECRECY = {
    "secret": N_("Bỏ phiếu kín: không ai xem được ai đã chọn gì."),
    "named": N_("Biểu quyết ghi danh: lựa chọn được lưu kèm tên, nhưng tên không được công bố."),
    "shown": N_("Biểu quyết ghi danh: ai cũng xem được đại biểu nào đã chọn gì."),
}
LIVE = N_("Số phiếu hiện ngay trong khi biểu quyết.")
NOT_LIVE = N_("Trước khi đóng, mọi người chỉ thấy có bao nhiêu phiếu đã gửi.")
REVISABLE = N_("Phiếu đã gửi vẫn đổi được cho đến khi đóng.")
FINAL = N_("Phiếu đã gửi thì không đổi được.")
REOPENING = N_("Đã đóng vẫn mở lại được, khi kết quả chưa được xác nhận.")
NOT_REOPENING = N_("Đã đóng thì không mở lại được.")
PROXIES = NN_(
    "Vắng mặt thì ủy quyền cho đại biểu khác được, trước khi vòng mở; mỗi người nhận nhiều nhất %(num)s ủy quyền.",
    "Vắng mặt thì ủy quyền cho đại biểu khác được, trước khi vòng mở; mỗi người nhận nhiều nhất %(num)s ủy quyền.",
)
REMINDER = NN_(
    "Ai chưa bỏ phiếu được nhắc trước khi đóng %(num)s phút.", "Ai chưa bỏ phiếu được nhắc trước khi đóng %(num)s phút."
)
NO_REMINDER = N_("Không gửi thư nhắc.")
