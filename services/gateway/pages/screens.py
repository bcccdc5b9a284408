"""The hall's screen: pairing a browser, what it shows as data and as a stream; and the short address of a forum.

Nothing is consumed by a GET: `/man-hinh/<code>`, from a QR code, is a page with one button.
"""

import re
from typing import Any
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response, StreamingResponse
from starlette.routing import Route

from services.gateway.api.streams import HEADERS
from services.gateway.pages.asking import problem_of
from services.gateway.pages.forms import Form
from services.gateway.pages.handling import handled
from services.gateway.pages.page import Page
from services.gateway.parts import parts_of
from services.gateway.problems import Problem
from services.gateway.screen_stream import scene_of, scenes
from services.gateway.screens import NotAScreen, Screen
from services.kit import strict_json
from services.kit.clock import now
from services.kit.errors import Missing, Refused

LONGEST_CODE = 40
CODE = re.compile(r"[0-9A-Za-z-]{1,12}")


def screen_of(request: Request) -> Screen:
    """The screen this browser is. Raises NotAScreen, or SessionsNotLoaded."""
    screens = parts_of(request).screens
    return screens.read(request.cookies.get(screens.cookie_name))


@handled
async def show(page: Page) -> Response:
    """The scene, drawn; or, in a browser that is no screen, where to type the code."""
    try:
        screen = screen_of(page.request)
    except NotAScreen:
        return page.show("screen/pair.html", form=Form(), code="")
    scene = await scene_of(page.parts, screen)
    site = urlsplit(page.parts.settings.public_url).netloc
    return page.show("screen/show.html", scene=scene, now=now(), short_address=site + scene["short_path"])


@handled
async def ask_to_pair(page: Page, code: str) -> Response:
    return page.show("screen/pair.html", form=Form(), code=code[:LONGEST_CODE])


@handled
async def pair(page: Page) -> Response:
    """The code that was typed, or stood in the address: the browser is a screen, or is told why not."""
    typed = await page.typed()
    said = str(typed.get("code", ""))[:LONGEST_CODE]
    try:
        screen = await page.send("forum", "/screens", {"code": said}, "")
    except (Problem, Refused) as error:
        return page.go("/man-hinh", refusal=problem_of(error).sentence)
    response = page.go("/man-hinh")
    response.headers.append("Set-Cookie", page.parts.screens.cookie(screen))
    return response


async def show_scene(request: Request) -> Response:
    """What the screen shows now, as `screen_stream` sends it."""
    shown: dict[str, Any] = {"now": now(), "scene": await scene_of(parts_of(request), screen_of(request))}
    return Response(strict_json.dumps(shown), headers={"Cache-Control": "no-store"}, media_type="application/json")


async def stream(request: Request) -> Response:
    """The scenes of the screen, for as long as it is one."""
    messages = await scenes(parts_of(request), screen_of(request))
    return StreamingResponse(messages, headers=HEADERS, media_type="text/event-stream")


@handled
async def follow_short_code(page: Page, code: str) -> Response:
    """From a poster to the forum's page. A whole hall may come at once, so the answer is copied."""
    if not CODE.fullmatch(code):
        raise Missing
    found = await page.copied("forum", f"/short-codes/{code.upper()}", f"short code {code.upper()}")
    return RedirectResponse(f"/dien-dan/{found['forum_id']}", 303)


routes = [
    Route("/f/{code}", follow_short_code),
    Route("/man-hinh", show),
    Route("/man-hinh", pair, methods=["POST"]),
    Route("/man-hinh/canh", show_scene),
    Route("/man-hinh/truc-tiep", stream),
    Route("/man-hinh/{code}", ask_to_pair),
]
