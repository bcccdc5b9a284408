"""Help by role, with pictures of real walks through the pages; the same for everyone, and of use without pictures."""

from collections.abc import Mapping
from typing import Any

from starlette.responses import Response
from starlette.routing import Route

from services.gateway.pages.handling import handled
from services.gateway.pages.page import Page
from services.gateway.pages.rendering import GATEWAY, asset
from services.kit.errors import N_

PICTURES = "built/help"
#: a walk of docs/walks → what is done in each of its pictures
STEPS: Mapping[str, tuple[str, ...]] = {
    "vote": (
        N_("Mở liên kết trong thư mời. Trang hỏi có phải bạn không."),
        N_("Bấm “Đúng, vào diễn đàn”. Việc cần làm ngay ở trên cùng."),
        N_("Bấm “Biểu quyết ngay”. Phiếu hiện ra."),
        N_("Chọn cho từng giải pháp, rồi bấm “Xem lại phiếu”."),
        N_("Bấm “Gửi phiếu”. Trang báo “đã ghi nhận” kèm mã phiếu là xong."),
    ),
    "accept": (
        N_("Mở liên kết trong thư báo. Trang mời đăng nhập."),
        N_("Nhập địa chỉ thư điện tử để nhận mã sáu số."),
        N_("Nhập mã. Nhiệm vụ hiện ra cùng kết quả biểu quyết."),
        N_("Bấm “Tiếp nhận” để ban tổ chức biết đơn vị đã đọc."),
        N_("Viết kế hoạch rồi bấm “Nhận thực hiện”."),
    ),
    "decide": (
        N_("Vào bàn điều hành. Bước tiếp theo ở trên cùng."),
        N_("Vào “Biểu quyết”. Vòng đã chuẩn bị, giờ đóng đã điền."),
        N_("Bấm “Mở biểu quyết”. Đại biểu bỏ phiếu được ngay."),
        N_("Đóng biểu quyết. Ít giây sau, vòng được khóa sổ."),
        N_("Xác nhận, rồi đọc kết quả."),
    ),
}


@handled
async def show(page: Page) -> Response:
    walks = {walk: _steps(page, walk, sentences) for walk, sentences in STEPS.items()}
    return page.show("help.html", walks=walks)


def _steps(page: Page, walk: str, sentences: tuple[str, ...]) -> list[dict[str, Any]]:
    """Each step in words, with its picture where there is one: they are built in from docs/walks."""
    names = [f"{PICTURES}/{walk}.{page.language}.{number}.webp" for number, _ in enumerate(sentences, 1)]
    there = [(GATEWAY / "static" / name).exists() for name in names]
    return [
        {"sentence": page.say(sentence), "picture": asset(name) if found else ""}
        for sentence, name, found in zip(sentences, names, there, strict=True)
    ]


routes = [Route("/tro-giup", show)]
