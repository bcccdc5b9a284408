"""The hall's screen on the running system: what organizers choose is on it within a second, until they take it away."""

import json
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPResponse
from time import monotonic
from typing import Any
from urllib.parse import urlsplit

from deploy.local.stack import Stack
from tests.journeys.asking import Asker
from tests.journeys.hall import Hall
from tests.waiting import eventually


def events(response: HTTPResponse) -> Iterator[tuple[str, Any]]:
    """What a stream says, as it says it."""
    name = ""
    for raw in response:
        line = raw.decode().rstrip("\n")
        if line.startswith("event: "):
            name = line[7:]
        elif line.startswith("data: "):
            yield name, json.loads(line[6:])


def test_a_screen_is_paired_follows_the_organizers_and_is_taken_away(stack: Stack, admin: Asker) -> None:
    # Given a screen, paired by a code that the organizer asked for
    hall = Hall(stack, admin)
    admin.done("POST", f"{hall.path}/announce")
    code = admin.done("POST", f"{hall.path}/screens/codes", {"label": "Màn hình chính"})["code"]
    screen = Asker(admin.site)
    paired = screen.ask("POST", "/api/v1/screens", {"code": code.lower()})
    cookie = paired.headers["Set-Cookie"].partition(";")[0]
    assert screen.ask("POST", "/api/v1/screens", {"code": code}).slug == "wrong-pairing-code"
    eventually(lambda: screen.ask("GET", "/man-hinh/canh", None, Cookie=cookie).status == 200)

    # which shows what the forum has come to
    connection = HTTPConnection(urlsplit(admin.site).netloc, timeout=20)
    connection.request("GET", "/man-hinh/truc-tiep", headers={"Cookie": cookie})
    told = events(connection.getresponse())
    name, first = next(told)
    assert (name, first["scene"]["name"]) == ("scene", "waiting")

    # When the organizer has something said, it is on the screen within a second
    since = monotonic()
    admin.done("PUT", f"{hall.path}/scene", {"name": "notice", "text": "Mời vào hội trường"})
    name, shown = next(told)
    assert (name, shown["scene"]["text"]) == ("scene", "Mời vào hội trường")
    assert monotonic() - since < 1

    # and when they unpair it, it is told, and is a screen no more
    admin.done("DELETE", f"{hall.path}/screens/{paired.json['screen_id']}")
    assert next(told) == ("ended", {})
    connection.close()
    assert screen.ask("GET", "/man-hinh/canh", None, Cookie=cookie).slug == "not-a-screen"

    # And a poster leads to the forum's page
    short = admin.done("GET", hall.path)["short_code"]
    assert screen.page(f"/f/{short}").headers["Location"] == f"/dien-dan/{hall.ids['forum_id']}"
