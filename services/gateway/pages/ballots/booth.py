"""A round as one elector meets it: what they may do there, and every page they are shown."""

import asyncio
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from starlette.responses import Response

from services.gateway.pages.ballots import papers
from services.gateway.pages.forms import Form
from services.gateway.pages.forums import board_of, forum_of
from services.gateway.pages.own_ballots import Place, places_of
from services.gateway.pages.page import Page
from services.kit.errors import N_

VOTE = N_("Biểu quyết")
NOT_ON_ROLL = N_("Bạn không có tên trong danh sách biểu quyết của vòng này.")
NO_MANDATE = N_("Bạn không bỏ phiếu thay người này: không có ủy quyền, hoặc ủy quyền đã được rút.")
ON_PAPER = N_("Bạn đã nhận phiếu giấy của vòng này nên không bỏ phiếu trên trang.")
ON_PAPER_INSTEAD = N_("Bạn đã nhận phiếu giấy thay người này nên không bỏ phiếu thay trên trang.")
ON_PAPER_BY_HOLDER = N_("%(holder)s đã nhận phiếu giấy thay bạn.")
PROXY_GIVEN = N_("Bạn đã ủy quyền cho %(holder)s bỏ phiếu thay. Muốn tự bỏ phiếu, hãy rút ủy quyền.")
SOMEBODY = N_("người khác")
FINAL = N_("Phiếu đã được ghi nhận. Vòng này không cho đổi phiếu.")
#: states in which no ballot is taken → why
CLOSED = {
    "prepared": N_("Vòng biểu quyết này chưa mở."),
    "paused": N_("Vòng biểu quyết đang tạm dừng. Phiếu đã gửi vẫn được giữ; khi tiếp tục, giờ đóng lùi lại tương ứng."),
    "cancelled": N_("Vòng biểu quyết này đã bị hủy."),
}
PAUSED_ANEW = N_("Vòng biểu quyết đang tạm dừng; khi tiếp tục, giờ đóng lùi lại tương ứng.")
OVER = N_("Vòng biểu quyết này đã đóng.")


@dataclass(frozen=True)
class Ballot:
    """A ballot on its way through the pages; the same nonce and revision make a repeat harmless."""

    kind: str
    choices: papers.Choices
    replaces: int
    nonce: str
    titles: Mapping[str, str] = field(default_factory=dict)  # so that it can be shown while the service is away

    @property
    def cast(self) -> dict[str, Any]:
        """As the ballot box takes it."""
        return {"choices": self.choices, "replaces": self.replaces, "nonce": self.nonce}

    @property
    def fields(self) -> dict[str, str]:
        """As the form's values."""
        return papers.filled_in(self.kind, self.choices)


@dataclass(frozen=True)
class Booth:
    """A round, and the place on its roll whose ballot is cast here: one's own, or that of who gave one their proxy."""

    page: Page
    forum: dict[str, Any]
    round: dict[str, Any]
    place: Place
    places: list[Place]  # all that one may fill, one's own first
    changes: int = 0  # of options under those who vote, that what is stored knows of

    @property
    def draft(self) -> str:
        """What the browser keeps the choices under; those made before an option was changed are not brought back."""
        changes = [str(len(self.round["changes"]))] if self.round["changes"] else []
        return "/".join([f"ballot/{self.round['round_id']}{self.place.path}", *changes])

    def show(self, template: str, status: int = 200, **context: Any) -> Response:
        """A page of the booth."""
        base = f"/dien-dan/{self.forum['forum_id']}"
        common = {
            "forum": self.forum,
            "round": self.round,
            "place": self.place,
            "places": self.places,
            "draft": self.draft,
            "base": base,
            "booth": f"{base}/bieu-quyet/{self.round['round_id']}",
        }
        return self.page.show(f"ballot/{template}", status, **{"kind": papers.kind_of(self.round), **common, **context})

    def fresh(self, choices: papers.Choices | None = None) -> Ballot:
        """A ballot that replaces what is stored, and begins with it."""
        chosen = self.place.choices or {} if choices is None else choices
        return Ballot(papers.kind_of(self.round), chosen, self.place.revision, secrets.token_urlsafe(24))

    async def form(self, ballot: Ballot, form: Form | None = None, superseded: str = "", status: int = 200) -> Response:
        """The paper to fill in, or why there is none."""
        closed = self.why_closed()
        if closed:
            return self.show("closed.html", status, sentence=closed)
        board = await self._board()
        texts = {solution["solution_id"]: solution["text"] for solution in board["solutions"]} if board else {}
        shown = form or Form(ballot.fields)
        return self.show("form.html", status, ballot=ballot, form=shown, texts=texts, superseded=superseded)

    async def _board(self) -> dict[str, Any] | None:
        """The board with the texts; one from before a change would have it voted on by a ballot that is counted."""
        forum_id = UUID(str(self.forum["forum_id"]))
        board = await board_of(self.page, forum_id)
        rounds = board["rounds"] if board else []
        if any(_is_behind(each, self.changes) for each in rounds if each["round_id"] == self.round["round_id"]):
            self.page.forget(forum_id)
            board = await board_of(self.page, forum_id)
        return board

    def why_closed(self) -> str:
        """Why this place takes no ballot; empty when it does."""
        say, state = self.page.say, self.round["state"]
        if state == "paused" and self.place.set_aside:
            return say(PAUSED_ANEW)
        if state != "open":
            return say(CLOSED.get(state, OVER))
        if not self.place.on_roll:
            return say(NO_MANDATE if self.place.elector_id else NOT_ON_ROLL)
        if self.place.holder is not None:
            given = ON_PAPER_BY_HOLDER if self.place.on_paper else PROXY_GIVEN
            return say(given) % {"holder": self.place.holder or say(SOMEBODY)}
        if self.place.on_paper:
            return say(ON_PAPER_INSTEAD if self.place.elector_id else ON_PAPER)
        return say(FINAL) if self.place.voted and not self.round["revisable"] else ""


async def enter(page: Page, forum_id: UUID, round_id: UUID, elector_id: UUID | None) -> Booth:
    """The booth. Raises Problem or Refused."""
    path = f"/forums/{forum_id}/rounds/{round_id}"
    forum, round_, stored = await asyncio.gather(
        forum_of(page, forum_id), page.read("proposals", path, forum_id), page.ask("proposals", f"{path}/ballot")
    )
    if _is_behind(round_, stored["changes"]):
        page.forget(forum_id)
        round_ = await page.read("proposals", path, forum_id)
    places = places_of(stored)
    wanted = str(elector_id) if elector_id else ""
    place = next((place for place in places if place.elector_id == wanted), Place(wanted, on_roll=False))
    return Booth(page, forum, round_, place, places, stored["changes"])


async def stay(page: Page, forum_id: UUID, round_id: UUID, elector_id: UUID | None, ballot: Ballot) -> Booth:
    """The booth while proposals is away: only what the page brought with it, and what the gateway remembers."""
    forum = await forum_of(page, forum_id)
    known = await page.part("proposals", f"/forums/{forum_id}/rounds/{round_id}")
    place = Place(str(elector_id) if elector_id else "", name=ballot.titles.get("", ""))
    return Booth(page, forum, known or _outline(page, round_id, ballot), place, [])


def _is_behind(round_: Mapping[str, Any], changes: int) -> bool:
    """Whether a copy of a round is from before an option was changed that the stored ballot knows of."""
    return len(round_["changes"]) < changes


def _outline(page: Page, round_id: UUID, ballot: Ballot) -> dict[str, Any]:
    options = [{"solution_id": each, "number": 0, "title": ballot.titles.get(each, "")} for each in ballot.choices]
    method = next(method for method, kind in papers.KINDS.items() if kind == ballot.kind)
    about = {"round_id": str(round_id), "title": page.say(VOTE), "method": method, "revisable": True, "changes": []}
    return {**about, "options": options, "settings": {}, "named": True}
