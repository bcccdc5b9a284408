"""How many were in the hall, of a round whose rule takes a part of them: said at the desk until there is a result."""

from uuid import UUID

from starlette.responses import Response
from starlette.routing import Route

from services.gateway.numbers import is_number
from services.gateway.pages.desk.frame import at_desk
from services.gateway.pages.desk.turns import PLACES, place_of
from services.gateway.pages.forms import Form
from services.gateway.pages.handling import handled
from services.gateway.pages.page import Page

FIELDS = ("people", "votes")


@handled
async def count(page: Page, forum_id: UUID, round_id: UUID) -> Response:
    typed, desk = await page.typed(), await at_desk(page, forum_id)
    people, votes = (str(typed.get(f"{name}-{round_id}") or "").strip() for name in FIELDS)
    body = {"people": int(people) if is_number(people) else people}
    body |= {"votes": votes.replace(",", ".")} if votes else {}
    path = f"/forums/{forum_id}/rounds/{round_id}/presence"
    outcome = await page.attempt("proposals", path, body, typed, "PUT")
    if outcome.form is None:
        return page.go(f"{desk.path}/{place_of(page)}", "presence-counted")
    faults = {f"{name}-{round_id}" if name in FIELDS else name: said for name, said in outcome.form.faults.items()}
    form = Form(typed, faults, outcome.form.sentence, outcome.form.key)
    return await PLACES[place_of(page)](desk, outcome.status, {str(round_id): form})


routes = [
    Route("/dien-dan/{forum_id:uuid}/dieu-hanh/bieu-quyet/{round_id:uuid}/co-mat", count, methods=["POST"]),
]
