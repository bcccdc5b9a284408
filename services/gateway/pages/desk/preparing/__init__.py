"""Preparing a round, and changing one that has not been opened: in a few short steps and a look at all of it in words.

Nothing is kept here, the form carries it along. Whoever wants a round as most are goes from the first step to the look.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from starlette.responses import Response
from starlette.routing import Route

from services.gateway.pages.desk.frame import Desk, at_desk
from services.gateway.pages.desk.preparing import checking, fields
from services.gateway.pages.forms import Form, new_key
from services.gateway.pages.handling import handled
from services.gateway.pages.methods import METHODS
from services.gateway.pages.page import Page
from services.gateway.pages.rendering import solution_choices
from services.kit.errors import N_, Kind

REVIEW, SAVE = "review", "save"
#: the order of the ballot is chosen by who wants another than that of the solutions
SHOWN = ("what", "method", "rule", "conduct", REVIEW)
UNDER_WAY = N_("Vòng này đã mở hoặc đã hủy nên không sửa được nữa.")


@handled
async def begin(page: Page, forum_id: UUID) -> Response:
    return _show(await at_desk(page, forum_id), None, "what", Form(fields.USUAL))


@handled
async def edit(page: Page, forum_id: UUID, round_id: UUID) -> Response:
    desk = await at_desk(page, forum_id)
    round_ = await page.ask("proposals", f"/forums/{forum_id}/rounds/{round_id}")
    if round_["state"] != "prepared":
        return page.go(f"{desk.path}/bieu-quyet", refusal=page.say(UNDER_WAY))
    return _show(desk, round_id, REVIEW, Form(fields.values_of(round_)))


@handled
async def step(page: Page, forum_id: UUID, round_id: UUID | None = None) -> Response:
    """`go` is the step to show next, or "save"; a step is only left behind with nothing wrong in it."""
    typed = await page.typed()
    desk = await at_desk(page, forum_id)
    wanted, form = str(typed.get("go") or ""), Form(fields.read(typed), key=str(typed.get("key") or new_key()))
    before = checking.first_wrong(form.values, wanted, page.language)
    if before:
        where, form.faults = before
        return _show(desk, round_id, where, form, 422)
    if wanted == SAVE:
        return await _save(desk, round_id, form)
    return _show(desk, round_id, wanted if wanted in (*fields.STEPS, REVIEW) else "what", form)


async def _save(desk: Desk, round_id: UUID | None, form: Form) -> Response:
    values, rounds = form.values, f"/forums/{desk.forum['forum_id']}/rounds"
    path, method = (f"{rounds}/{round_id}", "PUT") if round_id else (rounds, "POST")
    typed, if_match = {**values, "key": form.key}, values["version"] or None
    outcome = await desk.page.attempt("proposals", path, fields.body_of(values), typed, method, if_match=if_match)
    if outcome.form is None:
        return desk.page.go(f"{desk.path}/bieu-quyet", "round-amended" if round_id else "round-prepared")
    where, faults = checking.placed(outcome.form.faults, values)
    refused, theirs = Form(values, faults, outcome.form.sentence, outcome.form.key), None
    if outcome.problem and outcome.problem.kind == Kind.STALE:  # what was typed stays; sending it again is on purpose
        theirs = await desk.page.ask("proposals", path)
        refused.values = {**values, "version": str(theirs["version"])}
    return _show(desk, round_id, where or REVIEW, refused, outcome.status, theirs)


def _show(
    desk: Desk,
    round_id: UUID | None,
    where: str,
    form: Form,
    status: int = 200,
    theirs: Mapping[str, Any] | None = None,
) -> Response:
    solutions = desk.board["solutions"] if desk.board else []
    form.values = fields.filled_in(form.values) if where == "rule" else form.values
    order = SHOWN.index("what" if where == "order" else where)
    base = f"{desk.path}/bieu-quyet"
    return desk.show(
        f"prepare_{where}.html",
        status,
        form=form,
        where=where,
        address=f"{base}/{round_id}/sua" if round_id else f"{base}/moi",
        round_id=round_id,
        number=order + 1,
        steps=len(SHOWN),
        following=SHOWN[order + 1] if where != REVIEW else SAVE,
        previous=SHOWN[order - 1] if order else "",
        hidden=fields.hidden(form.values, where),
        method=METHODS[form.values["method"]],
        options=solution_choices(solutions),
        chosen=_chosen(solutions, form.values),
        by_budget=fields.by_budget(form.values),
        shown=_in_words(solutions, form.values) if where == REVIEW else None,
        theirs=theirs,
    )


def _chosen(solutions: list[dict[str, Any]], values: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The solutions on the ballot, in its order; without their titles while proposals is away."""
    known = {each["solution_id"]: each for each in solutions}
    unknown = {"number": "", "title": ""}
    return [{**unknown, **known.get(each, {}), "solution_id": each} for each in values["solution_ids"]]


def _in_words(solutions: list[dict[str, Any]], values: Mapping[str, Any]) -> dict[str, Any]:
    return fields.as_round(fields.body_of(values), _chosen(solutions, values))


_NEW = "/dien-dan/{forum_id:uuid}/dieu-hanh/bieu-quyet/moi"
_EDIT = "/dien-dan/{forum_id:uuid}/dieu-hanh/bieu-quyet/{round_id:uuid}/sua"
routes = [
    Route(_NEW, begin),
    Route(_NEW, step, methods=["POST"]),
    Route(_EDIT, edit),
    Route(_EDIT, step, methods=["POST"]),
]
