"""What every page of the desk has: the forum, its board, the way to the other pages, and the check of who may enter."""

import asyncio
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from starlette.responses import Response

from services.gateway.pages.forums import board_of, forum_of, roles_of
from services.gateway.pages.page import Page
from services.kit.errors import N_, Forbidden

PARTS = (
    ("", N_("Tổng quan")),
    ("/dai-bieu", N_("Các đại biểu")),
    ("/thu-tu", N_("Thư từ")),
    ("/giai-phap", N_("Gộp giải pháp")),
    ("/bieu-quyet", N_("Biểu quyết")),
    ("/dieu-khien", N_("Điều khiển")),
    ("/ket-luan", N_("Kết luận")),
    ("/theo-doi", N_("Theo dõi")),
)


@dataclass(frozen=True)
class Desk:
    """One organizer at the desk of one forum."""

    page: Page
    forum: dict[str, Any]
    board: dict[str, Any] | None

    @property
    def path(self) -> str:
        return path_of(self.forum["forum_id"])

    def show(self, template: str, status: int = 200, **context: Any) -> Response:
        """A page of the desk."""
        parts = [(path, self.page.say(name)) for path, name in PARTS]
        common = {
            "forum": self.forum,
            "board": self.board,
            "desk": self.path,
            "desk_parts": parts,
            "desk_part": part_of(self.page.request.url.path, self.path),
        }
        return self.page.show(f"desk/{template}", status, **{**common, **context})


def part_of(here: str, desk: str) -> str | None:
    """The part of the desk an address belongs to; None for a page that stands by itself."""
    below = here.removeprefix(desk)
    return next((path for path, _ in PARTS if below == path or (path and below.startswith(f"{path}/"))), None)


def path_of(forum_id: Any) -> str:
    """The address of a forum's desk."""
    return f"/dien-dan/{forum_id}/dieu-hanh"


async def at_desk(page: Page, forum_id: UUID) -> Desk:
    """Raises NotSignedIn, or Forbidden when the directory says that this person is no organizer of the forum."""
    page.must_be_signed_in()
    forum, board, roles = await asyncio.gather(
        forum_of(page, forum_id), board_of(page, forum_id), roles_of(page, forum_id)
    )
    directory_answered = "version" in forum
    if directory_answered and "organizer" not in roles and "organizer" not in await roles_of(page, forum_id, anew=True):
        raise Forbidden
    return Desk(page, forum, board)
