"""Faults in words: what is wrong with one field, by the stable code the owner of the field gave it."""

from services.gateway.languages import translate
from services.kit.errors import N_, Fault

#: code → sentence; `{max}` and the like stand for the fault's parameters
SENTENCES = {
    "required": N_("Phần này không được để trống."),
    "invalid": N_("Giá trị này chưa đúng."),
    "not-text": N_("Phần này phải là chữ."),
    "not-an-id": N_("Mã này không đúng dạng."),
    "not-a-number": N_("Phần này phải là một số nguyên."),
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
    "not-a-nonce": N_("Mã ngẫu nhiên của phiếu phải gồm 16 đến 64 chữ cái, chữ số, dấu - hoặc _."),
    "wrong-count": N_("Số lượng phải từ {min} đến {max}."),
}


def sentence_of(fault: Fault, language: str) -> str:
    """A fault in words; a code nobody has words for is said to be wrong, no more."""
    sentence = translate(SENTENCES.get(fault.code, SENTENCES["invalid"]), language)
    for name, value in fault.params.items():
        sentence = sentence.replace("{" + name + "}", str(value))
    return sentence
