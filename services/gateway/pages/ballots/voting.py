"""Choose, look again, send, and the receipt. What was chosen stays on the page until it is counted."""

from collections.abc import Mapping
from uuid import UUID

from starlette.datastructures import FormData
from starlette.responses import Response
from starlette.routing import Route

from services.gateway.numbers import is_number
from services.gateway.pages.asking import problem_of
from services.gateway.pages.ballots import papers
from services.gateway.pages.ballots.booth import Ballot, Booth, enter, stay
from services.gateway.pages.forms import Form
from services.gateway.pages.handling import handled
from services.gateway.pages.page import Page
from services.gateway.problems import Problem
from services.kit import clock
from services.kit.errors import Kind, OutcomeUnknown, Refused

SUPERSEDED, PAUSED = "ballot-superseded", "round-paused"
#: seconds after which a page sends a ballot again by itself that came while voting was paused
PAUSE = "5"
#: of a title that travels with a ballot, enough to be recognised
TITLE = 80


@handled
async def show(page: Page, forum_id: UUID, round_id: UUID, elector_id: UUID | None = None) -> Response:
    page.must_be_signed_in()
    booth = await enter(page, forum_id, round_id, elector_id)
    return await booth.form(booth.fresh(), Form({}) if booth.place.choices is None else None)


@handled
async def step(page: Page, forum_id: UUID, round_id: UUID, elector_id: UUID | None = None) -> Response:
    typed = await page.typed()
    page.must_be_signed_in()
    if typed.get("step") == "send":
        return await _send(page, forum_id, round_id, elector_id, _carried(typed))
    booth = await enter(page, forum_id, round_id, elector_id)
    kind, fields = papers.kind_of(booth.round), papers.of(typed)
    ballot = _ballot(kind, typed)
    if typed.get("step") == "edit":
        return await booth.form(ballot)
    faults = papers.faults(page, booth.round, fields)
    if faults:
        return await booth.form(ballot, Form(fields, faults), status=422)
    return booth.show("review.html", ballot=_titled(ballot, booth), away="", unknown=False)


@handled
async def show_receipt(page: Page, forum_id: UUID, round_id: UUID, elector_id: UUID | None = None) -> Response:
    page.must_be_signed_in()
    booth = await enter(page, forum_id, round_id, elector_id)
    if not booth.place.voted:
        return page.go(f"/dien-dan/{forum_id}/bieu-quyet/{round_id}{booth.place.path}", "ballot-missing")
    return booth.show("receipt.html", counted_at=page.said.get("counted_at", ""))


async def _send(page: Page, forum_id: UUID, round_id: UUID, elector_id: UUID | None, ballot: Ballot) -> Response:
    elector = {"proxy_of": str(elector_id)} if elector_id else {}
    try:
        await page.cast(forum_id, {"round_id": str(round_id), **elector, **ballot.cast})
    except (Problem, Refused) as error:
        return await _not_counted(page, (forum_id, round_id, elector_id), ballot, problem_of(error))
    receipt = f"{page.request.url.path}/da-ghi-nhan"
    return page.go(receipt, counted_at=clock.now().isoformat())


async def _not_counted(page: Page, where: tuple[UUID, UUID, UUID | None], ballot: Ballot, problem: Problem) -> Response:
    if problem.slug == PAUSED or problem.kind in (Kind.UNAVAILABLE, Kind.LIMITED) or problem.status >= 500:
        return await _kept(page, where, ballot, problem)
    sentence = problem.title(page.language)
    booth = await enter(page, *where)
    if problem.slug == SUPERSEDED:
        if booth.place.voted:
            return await booth.form(booth.fresh(ballot.choices), superseded=sentence, status=problem.status)
        return await booth.form(booth.fresh(), Form({}), sentence, problem.status)  # what was chosen was another text
    if problem.kind == Kind.INVALID:
        faults = papers.faults(page, booth.round, ballot.fields)
        return await booth.form(ballot, Form(ballot.fields, faults, sentence), status=422)
    return booth.show("closed.html", problem.status, sentence=sentence)


async def _kept(page: Page, where: tuple[UUID, UUID, UUID | None], ballot: Ballot, problem: Problem) -> Response:
    """The same ballot once more, to be sent when that is possible again."""
    booth = await stay(page, *where, ballot)
    unknown, away = problem.slug == OutcomeUnknown.slug, problem.title(page.language)
    context = {"kind": ballot.kind, "ballot": ballot, "away": away, "unknown": unknown}
    response = booth.show("review.html", problem.status, **context)
    if problem.slug == PAUSED:
        response.headers["Retry-After"] = PAUSE
    return response


def _carried(typed: FormData) -> Ballot:
    """The ballot that was looked at again; of a kind there is not nothing can be read."""
    kind = str(typed.get("kind") or "")
    return _ballot(kind if kind in papers.KINDS.values() else "marks", typed)


def _ballot(kind: str, typed: FormData) -> Ballot:
    """The ballot a form carries; what is not a choice is left out, and asked for again."""
    replaces, nonce = str(typed.get("replaces") or "0"), str(typed.get("nonce") or "")
    revision = int(replaces) if is_number(replaces) else 0
    return Ballot(kind, papers.read(kind, papers.of(typed)), revision, nonce, _titles(typed))


def _titles(typed: FormData) -> Mapping[str, str]:
    return {name.removeprefix("title-"): str(value) for name, value in typed.items() if name.startswith("title-")}


def _titled(ballot: Ballot, booth: Booth) -> Ballot:
    """The ballot with the names of what was chosen."""
    named = {option["solution_id"]: f"{option['number']}. {option['title']}" for option in booth.round["options"]}
    titles = {each: named[each][:TITLE] for each in ballot.choices if each in named}
    return Ballot(ballot.kind, ballot.choices, ballot.replaces, ballot.nonce, {"": booth.place.name, **titles})


_BOOTH = "/dien-dan/{forum_id:uuid}/bieu-quyet/{round_id:uuid}"
routes = [
    route
    for booth in (_BOOTH, f"{_BOOTH}/thay/{{elector_id:uuid}}")
    for route in (
        Route(booth, show),
        Route(booth, step, methods=["POST"]),
        Route(f"{booth}/da-ghi-nhan", show_receipt),
    )
]
