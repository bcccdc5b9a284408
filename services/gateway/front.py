"""The front door: two addresses that very many ask at once are answered with as little work as possible.

`/livez`, and a ballot. Everything else, and every address of a ballot that is not exactly right, goes to the edge.
"""

import re

from starlette.types import ASGIApp, Receive, Scope, Send

from services.gateway.api.ballots import Ballots

_ID = "([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})"
_ballot = re.compile(f"/api/v1/forums/{_ID}/rounds/{_ID}/ballot").fullmatch

ALIVE = {
    "type": "http.response.start",
    "status": 200,
    "headers": [(b"content-type", b"text/plain"), (b"content-length", b"6"), (b"cache-control", b"no-store")],
}


class Front:
    """The application the server runs."""

    def __init__(self, ballots: Ballots, edge: ASGIApp) -> None:
        self._ballots, self._edge = ballots, edge

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            if scope["method"] == "PUT" and (found := _ballot(scope["path"])):
                await self._ballots(scope, receive, send, *found.groups())
                return
            if scope["path"] == "/livez":
                await send(dict(ALIVE))
                await send({"type": "http.response.body", "body": b"alive\n"})
                return
        await self._edge(scope, receive, send)
