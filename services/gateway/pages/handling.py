"""Handlers of pages are `async def show(page, …) -> Response`, `handled`: a refusal becomes a page that says it.

What a refusal means, what to do about it and where to go on is here in plain words; what was typed is on its page.
"""

from collections.abc import Awaitable, Callable, Mapping
from functools import wraps
from typing import Any
from urllib.parse import quote, urlsplit

from starlette.requests import Request
from starlette.responses import Response

from services.gateway.pages.asking import problem_of
from services.gateway.pages.forms import Form
from services.gateway.pages.page import Page, local
from services.gateway.problems import Problem
from services.kit.errors import N_, Kind, Refused
from services.kit.log import correlation_id

Handler = Callable[..., Awaitable[Response]]

#: slug or kind → heading, and what a person can do about it
PLAIN: Mapping[str, tuple[str, str]] = {
    "invitation-ended": (
        N_("Thư mời này không còn dùng được"),
        N_("Có thể ban tổ chức đã gửi bạn thư mời mới hơn: hãy mở thư mới nhất. Bạn cũng có thể vào bằng thư điện tử."),
    ),
    "link-spent": (
        N_("Liên kết này đã dùng rồi hoặc đã hết hạn"),
        N_("Mỗi liên kết chỉ dùng được một lần. Hãy nhận mã mới; chỉ mất một phút."),
    ),
    "form-expired": (
        N_("Trang này mở từ lần đăng nhập trước"),
        N_("Chưa có gì được gửi đi. Hãy xem lại rồi bấm gửi."),
    ),
    Kind.MISSING: (
        N_("Không tìm thấy trang này"),
        N_("Đường dẫn có thể bị gõ thiếu, hoặc trang đã được dời đi. Hãy tìm lại, hoặc về trang chủ."),
    ),
    Kind.FORBIDDEN: (
        N_("Bạn không vào được trang này"),
        N_("Trang này dành cho người có nhiệm vụ khác. Nếu bạn thấy chưa đúng, hãy báo ban tổ chức."),
    ),
    Kind.LIMITED: (
        N_("Hãy đợi một chút"),
        N_("Bạn không làm gì sai; hệ thống chỉ nhận từng ấy lần trong một lúc."),
    ),
    Kind.UNAVAILABLE: (
        N_("Hệ thống tạm thời gián đoạn"),
        N_("Thường chỉ ít giây là xong. Bạn không cần đăng nhập lại."),
    ),
    Kind.UNKNOWN_PERSON: (
        N_("Bạn cần đăng nhập lại"),
        N_("Vì an toàn, mỗi lần đăng nhập chỉ dùng được nửa ngày. Đăng nhập xong là làm tiếp được ngay."),
    ),
    "internal": (
        N_("Có lỗi ở phía chúng tôi"),
        N_("Không phải lỗi của bạn. Hãy thử lại sau ít phút; nếu vẫn vậy, hãy báo ban tổ chức mã dưới đây."),
    ),
}
OTHER = (N_("Chưa làm được việc này"), "")
#: after these the very same form may be sent again
PASSING = (Kind.LIMITED, Kind.UNAVAILABLE, "internal")


def handled(handler: Handler) -> Handler:
    """The endpoint of a handler."""

    @wraps(handler)
    async def endpoint(request: Request) -> Response:
        page = Page(request)
        try:
            return await handler(page, **request.path_params)
        except (Problem, Refused) as error:
            return refusal(page, problem_of(error))

    return endpoint


def refusal(page: Page, problem: Problem) -> Response:
    """A refusal as a page; who only needs to sign in is taken there and back, with what they typed."""
    reading = page.request.method in ("GET", "HEAD")
    if problem.kind == Kind.UNKNOWN_PERSON and reading:
        return page.go(f"/dang-nhap?den={quote(page.here)}")
    heading, advice = PLAIN.get(problem.slug) or PLAIN.get(problem.kind) or OTHER
    response = page.show(
        "problem.html",
        problem.status,
        heading=page.say(heading),
        advice=page.say(advice) if advice else "",
        sentence=problem.title(page.language),
        form=Form(),
        wait=page.wait(problem),
        way=_way(page, problem, reading),
        correlation_id=correlation_id() if problem.status >= 500 else "",
        **_kept(page, problem),
    )
    if problem.retry_after is not None:
        response.headers["Retry-After"] = str(problem.retry_after)
    return response


def _way(page: Page, problem: Problem, reading: bool) -> str:
    """Which button leads on: "sign-in", "again", "home"; none where a form stands that does."""
    if problem.slug in ("invitation-ended", "link-spent"):
        return "sign-in"
    if reading and (problem.kind in PASSING or problem.status >= 500):
        return "again"
    return "" if page.kept and (problem.kind == Kind.UNKNOWN_PERSON or _passes(problem)) else "home"


def _kept(page: Page, problem: Problem) -> dict[str, Any]:
    """What was typed: shown in any case, sent through signing in, or again, where that makes sense."""
    kept, signs_in = page.kept, problem.kind == Kind.UNKNOWN_PERSON
    return {
        "kept": kept,
        "may_send_again": bool(kept) and _passes(problem),
        "signs_in": bool(kept) and signs_in,
        "carried": page.keeping.write(kept) if kept and signs_in else "",
        "back": _came_from(page.request) if kept else "/",
    }


def _passes(problem: Problem) -> bool:
    return problem.slug == "form-expired" or problem.kind in PASSING


def _came_from(request: Request) -> str:
    """The page of ours a form stood on."""
    return local(urlsplit(request.headers.get("referer", "")).path)
