"""Following up: what each body was given, by when, and what it has answered; the overdue first."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from starlette.responses import Response
from starlette.routing import Route

from services.gateway.pages.desk.frame import at_desk
from services.gateway.pages.handling import handled
from services.gateway.pages.page import Page
from services.gateway.pages.rendering import overdue
from services.kit.errors import N_

Assignment = Mapping[str, Any]

#: `?loc=` → what the filter is called, and which assignments it keeps
FILTERS: dict[str, tuple[str, Callable[[Assignment], bool]]] = {
    "": (N_("Tất cả"), lambda each: True),
    "qua-han": (N_("Quá hạn"), lambda each: overdue(dict(each))),
    "chua-tra-loi": (N_("Chưa trả lời"), lambda each: each["state"] == "given"),
    "dang-lam": (N_("Đang thực hiện"), lambda each: each["state"] in ("acknowledged", "accepted")),
    "khong-nhan": (N_("Không nhận"), lambda each: each["state"] == "declined"),
    "da-xong": (N_("Đã xong"), lambda each: each["state"] == "done"),
}


@handled
async def show(page: Page, forum_id: UUID) -> Response:
    desk = await at_desk(page, forum_id)
    assignments = desk.board["assignments"] if desk.board else []
    chosen = page.request.query_params.get("loc", "")
    _, kept = FILTERS.get(chosen, FILTERS[""])
    return desk.show(
        "followup.html",
        assignments=sorted((each for each in assignments if kept(each)), key=_urgency),
        bodies=_bodies(assignments),
        filters=_filters(page, assignments, f"{desk.path}/theo-doi", chosen),
        done=sum(each["state"] == "done" for each in assignments),
        total=len(assignments),
    )


def _urgency(assignment: Assignment) -> tuple[bool, str, int]:
    """What is still open by its day, so that the overdue come first; then what has ended."""
    return assignment["state"] in ("done", "declined"), assignment["due_on"], assignment["number"]


def _bodies(assignments: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each body with how much of its work is done, those that have most left first."""
    names = {each["body_id"]: each["body_name"] or "" for each in assignments}
    those = {body_id: [each for each in assignments if each["body_id"] == body_id] for body_id in names}
    counted = [
        {
            "name": names[body_id],
            "total": len(given),
            "done": sum(each["state"] == "done" for each in given),
            "late": sum(overdue(each) for each in given),
        }
        for body_id, given in those.items()
    ]
    return sorted(counted, key=lambda body: (-body["late"], body["done"] - body["total"], body["name"]))


def _filters(page: Page, assignments: list[dict[str, Any]], path: str, chosen: str) -> list[dict[str, Any]]:
    return [
        {
            "href": f"{path}?loc={word}" if word else path,
            "words": page.say(name),
            "number": sum(map(kept, assignments)),
            "now": word == chosen,
        }
        for word, (name, kept) in FILTERS.items()
    ]


routes = [Route("/dien-dan/{forum_id:uuid}/dieu-hanh/theo-doi", show)]
