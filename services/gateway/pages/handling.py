"""Handlers of pages are `async def show(page, …) -> Response`, `handled`: a refusal becomes a page that says it."""

from collections.abc import Awaitable, Callable, Mapping
from functools import wraps
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response

from services.gateway.pages.asking import problem_of
from services.gateway.pages.page import Page
from services.gateway.problems import Problem
from services.kit.errors import N_, Kind, Refused
from services.kit.log import correlation_id

Handler = Callable[..., Awaitable[Response]]

HEADINGS: Mapping[str, str] = {
    Kind.MISSING: N_("Không tìm thấy trang này"),
    Kind.FORBIDDEN: N_("Bạn không vào được trang này"),
    Kind.UNAVAILABLE: N_("Hệ thống tạm thời gián đoạn"),
    Kind.UNKNOWN_PERSON: N_("Bạn cần đăng nhập"),
}
OTHER_HEADING = N_("Chưa làm được việc này")


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
    """A refusal as a page; who only needs to sign in is taken there and back."""
    reading = page.request.method in ("GET", "HEAD")
    here = page.request.url.path
    if problem.kind == Kind.UNKNOWN_PERSON and reading:
        return page.go(f"/dang-nhap?den={quote(here)}")
    response = page.show(
        "problem.html",
        problem.status,
        heading=page.say(HEADINGS.get(problem.kind, OTHER_HEADING)),
        sentence=problem.title(page.language),
        sign_in=problem.kind == Kind.UNKNOWN_PERSON,
        again=here if reading and problem.kind == Kind.UNAVAILABLE else "",
        correlation_id=correlation_id() if problem.status >= 500 else "",
    )
    if problem.retry_after is not None:
        response.headers["Retry-After"] = str(problem.retry_after)
    return response
