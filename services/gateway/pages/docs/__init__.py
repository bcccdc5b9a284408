"""The interfaces for whoever writes a program: the API by subject, the events, every problem, and how to begin."""

from typing import Any

from starlette.responses import Response
from starlette.routing import Route

from services.gateway.api.documents import problems, read
from services.gateway.pages.docs import events, operations
from services.gateway.pages.handling import handled
from services.gateway.pages.page import Page
from services.kit.errors import N_, Missing

#: subject of the API → its name
SUBJECTS = {
    "sign-in": N_("Đăng nhập"),
    "people": N_("Người và cơ quan"),
    "forums": N_("Diễn đàn và đại biểu"),
    "hall": N_("Màn hình hội trường"),
    "deliberation": N_("Ý kiến và giải pháp"),
    "rounds": N_("Biểu quyết"),
    "paper": N_("Phiếu giấy"),
    "conclusions": N_("Kết luận và nhiệm vụ"),
    "messages": N_("Thư từ"),
}
#: what the documentation is made of besides
OTHERS = {
    "/docs": N_("Cách bắt đầu"),
    "/docs/events": N_("Sự kiện"),
    "/docs/problems": N_("Lời từ chối"),
}


@handled
async def show(page: Page) -> Response:
    site = page.parts.settings.public_url
    examples = {name: read(f"vote.{name}.txt").decode().replace("SITE", site) for name in ("sh", "py")}
    return _show(page, "start.html", about=operations.about(), **examples)


@handled
async def show_subject(page: Page, subject: str) -> Response:
    if subject not in SUBJECTS:
        raise Missing
    return _show(
        page,
        "subject.html",
        subject=subject,
        name=page.say(SUBJECTS[subject]),
        operations=operations.of(subject),
        refusals=operations.refusals(subject),
    )


@handled
async def show_events(page: Page) -> Response:
    return _show(page, "events.html", about=events.about(), envelope=events.envelope(), producers=events.by_producer())


@handled
async def show_problems(page: Page) -> Response:
    told = [{**problem, "title": page.say(problem["sentence"])} for problem in problems().values()]
    return _show(page, "problems.html", problems=told)


def _show(page: Page, template: str, **context: Any) -> Response:
    start, *rest = [(path, page.say(name)) for path, name in OTHERS.items()]
    subjects = [(f"/docs/api/{subject}", page.say(name)) for subject, name in SUBJECTS.items()]
    return page.show(f"docs/{template}", docs_parts=[start, *subjects, *rest], **context)


routes = [
    Route("/docs", show),
    Route("/docs/api/{subject}", show_subject),
    Route("/docs/events", show_events),
    Route("/docs/problems", show_problems),
]
