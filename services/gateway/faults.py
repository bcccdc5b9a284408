"""Faults in words: what is wrong with one field, by the stable code the owner of the field gave it."""

import re

from services.gateway.languages import translate
from services.kit.errors import N_, Fault

#: code → sentence; `{max}` and the like stand for the fault's parameters
SENTENCES = {
    "required": N_("Phần này không được để trống."),
    "invalid": N_("Giá trị này chưa đúng."),
    "not-text": N_("Phần này phải là chữ."),
    "not-an-id": N_("Mã này không đúng dạng."),
    "not-a-number": N_("Phần này phải là một số nguyên."),
    "not-a-decimal": N_("Phần này phải là một số, nhiều nhất {max} chữ số thập phân, ví dụ 1,5."),
    "not-yes-or-no": N_("Phần này phải là có hoặc không."),
    "not-a-time": N_("Thời điểm này không đúng dạng."),
    "no-time-zone": N_("Thời điểm này thiếu múi giờ."),
    "not-a-date": N_("Ngày này không đúng dạng."),
    "not-a-list": N_("Phần này phải là một danh sách."),
    "not-an-object": N_("Phần này phải là một nhóm thông tin có tên."),
    "unknown-field": N_("Không có phần thông tin này."),
    "too-long": N_("Dài quá {max} ký tự."),
    "too-short": N_("Cần ít nhất {min} ký tự."),
    "control-character": N_("Có ký tự điều khiển không dùng được."),
    "direction-mark": N_("Có ký tự ẩn làm đổi chiều chữ."),
    "not-an-email": N_("Địa chỉ thư điện tử chưa đúng."),
    "not-a-choice": N_("Chỉ được chọn trong các giá trị đã cho."),
    "out-of-range": N_("Số này phải từ {min} đến {max}."),
    "wrong-count": N_("Số lượng phải từ {min} đến {max}."),
    "wrong-length": N_("Độ dài chưa đúng."),
    "wrong-shape": N_("Phần này không đúng dạng."),
    "wrong-code": N_("Mã chưa đúng hoặc đã hết hạn."),
    "not-a-code": N_("Mã này không đúng dạng."),
    "not-a-time-zone": N_("Không có múi giờ này."),
    "before-valid-from": N_("Ngày hết hiệu lực phải sau ngày bắt đầu."),
    "before-opens-at": N_("Thời điểm kết thúc phải sau thời điểm bắt đầu."),
    "before-starts-at": N_("Thời điểm bế mạc phải sau thời điểm khai mạc."),
    "in-the-past": N_("Ngày này đã qua."),
    "too-early": N_("Thời điểm này quá sớm."),
    "too-late": N_("Thời điểm này quá muộn."),
    "taken": N_("Mã này đã có nơi khác dùng."),
    "twice": N_("Có mục bị lặp lại."),
    "repeated": N_("Mục này bị lặp lại."),
    "under-itself": N_("Một đơn vị không thể trực thuộc chính nó."),
    "unknown-body": N_("Không có đơn vị này."),
    "unknown-seat": N_("Không có ghế đại biểu này."),
    "unknown-proposal": N_("Không có ý kiến này, hoặc ý kiến đã được tổng hợp."),
    "unknown-role": N_("Không có vai trò này."),
    "no-template": N_("Hãy chọn một kiểu diễn đàn."),
    "none-chosen": N_("Hãy chọn ít nhất một ý kiến."),
    "phase-has-begun": N_("Giai đoạn này đã bắt đầu nên không sửa được nữa."),
    "not-adopted": N_("Giải pháp này chưa được thông qua."),
    "not-a-ballot": N_("Đây không phải một phiếu biểu quyết."),
    "not-an-opinion": N_("Đây không phải một ý kiến đồng tình hay không đồng tình."),
    "no-solution": N_("Hãy chọn ít nhất một giải pháp."),
    "how-many": N_("Hãy cho biết chọn mấy giải pháp, hoặc đặt một tỷ lệ phải đạt."),
    "not-a-part": N_("Hãy viết một phân số không lớn hơn 1, ví dụ 3/5."),
    "not-of-this-method": N_("Cách biểu quyết này không dùng phần này."),
    "not-each-option": N_("Mỗi giải pháp phải có một chi phí."),
    "unknown-solution": N_("Không có giải pháp này."),
    "more-than-all": N_("Không thể nhiều hơn toàn bộ."),
    "oneself": N_("Không ủy quyền cho chính mình được."),
    "not-a-delegate": N_("Người này không phải đại biểu của diễn đàn."),
    "not-on-roll": N_("Người này không có tên trong danh sách cử tri."),
    "no-holder": N_("Người này không ủy quyền cho ai."),
    "not-on-paper": N_("Người này không nhận phiếu giấy."),
    "fewer-than-held": N_("Đã có người nhận {count} ủy quyền; hãy bác bớt trước khi giảm số này."),
    "missing-option": N_("Còn giải pháp này chưa được chọn."),
    "unknown-option": N_("Có giải pháp không thuộc vòng biểu quyết này."),
    "not-a-mark": N_("Giải pháp này chỉ được đánh dấu, hoặc để trống."),
    "too-few-marks": N_("Hãy đánh dấu ít nhất {least} giải pháp, hoặc để phiếu trắng."),
    "too-many-marks": N_("Chỉ được đánh dấu nhiều nhất {most} giải pháp."),
    "not-a-score": N_("Điểm phải là số nguyên từ 0 đến {most}."),
    "not-a-rank": N_("Thứ hạng phải là số nguyên từ 1 đến {most}."),
    "equal-rank": N_("Hai giải pháp không được cùng một thứ hạng."),
    # a list of delegates
    "no-file": N_("Hãy chọn tệp danh sách."),
    "rows-at-fault": N_("Có {count} dòng chưa đúng nên chưa nhập dòng nào."),
    "no-rows": N_("Danh sách không có dòng nào."),
    "too-many-rows": N_("Danh sách dài quá {max} dòng."),
    "unreadable": N_("Không đọc được danh sách từ dòng này."),
    "column-twice": N_("Cột này có hai lần."),
    "column-missing": N_("Danh sách thiếu cột này."),
    "email-twice": N_("Địa chỉ này đã có ở dòng {first}."),
    "formula": N_("Ô này chứa công thức bảng tính."),
    "name-twice": N_("Tên này đã có ở dòng {first}. Hãy xem có phải cùng một người không."),
    # a file with such a list
    "not-base64": N_("Tệp gửi lên không đúng dạng."),
    "file-empty": N_("Tệp này không có gì."),
    "file-too-large": N_("Tệp lớn quá {max} MB."),
    "file-not-a-list": N_("Tệp này không phải là danh sách. Hãy gửi tệp .xlsx hoặc .csv."),
    "file-not-unicode": N_("Chữ trong tệp không theo Unicode (UTF-8). Hãy lưu lại thành .xlsx hoặc CSV UTF-8 rồi gửi."),
    "file-broken": N_("Tệp này hỏng, không mở được. Hãy mở bằng Excel, lưu lại rồi gửi."),
    "file-encrypted": N_("Tệp này có mật khẩu. Hãy bỏ mật khẩu rồi gửi lại."),
    "file-old-excel": N_("Tệp .xls đời cũ chưa đọc được. Hãy lưu lại thành .xlsx rồi gửi."),
    "file-has-macros": N_("Tệp này có macro. Hãy lưu lại thành .xlsx (không macro) rồi gửi."),
    "file-has-links": N_("Tệp này lấy dữ liệu từ tệp khác. Hãy chép riêng danh sách sang tệp mới rồi gửi."),
    "file-unpacks-too-large": N_(
        "Bảng tính này quá lớn, có thể vì hình ảnh hoặc nhiều dòng trống. "
        "Hãy chép riêng danh sách sang tệp mới rồi gửi."
    ),
}


def sentence_of(fault: Fault, language: str) -> str:
    """A fault in words; when there are none, or they would have a gap, it is only said to be wrong."""
    sentence = translate(SENTENCES.get(fault.code, SENTENCES["invalid"]), language)
    for name, value in fault.params.items():
        sentence = sentence.replace("{" + name + "}", str(value))
    return translate(SENTENCES["invalid"], language) if _GAP.search(sentence) else sentence


_GAP = re.compile(r"{\w+}")
