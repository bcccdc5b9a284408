"""The front door: three addresses that very many ask at once are answered with as little work as possible.

`/livez`, a ballot, and an opinion. Everything else, and every address of those that is not exactly right, goes to the
edge.
"""

import re

from starlette.types import ASGIApp, Receive, Scope, Send

from services.gateway.api.counted import Counted

_ID = "([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12})"
_ballot = re.compile(f"/api/v1/forums/{_ID}/rounds/{_ID}/ballot").fullmatch
_opinion = re.compile(f"/api/v1/forums/{_ID}/proposals/{_ID}/opinion").fullmatch

ALIVE = {
    "type": "http.response.start",
    "status": 200,
    "headers": [(b"content-type", b"text/plain"), (b"content-length", b"6"), (b"cache-control", b"no-store")],
}


class Front:
    """The application the server runs."""

    def __init__(self, ballots: Counted, opinions: Counted, edge: ASGIApp) -> None:
        self._counted = ((_ballot, ballots), (_opinion, opinions))
        self._edge = edge

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            if scope["method"] == "PUT":
                for address, counted in self._counted:
                    if found := address(scope["path"]):
                        await counted(scope, receive, send, *map(str.lower, found.groups()))
                        return
            if scope["path"] == "/livez":
                await send(dict(ALIVE))
                await send({"type": "http.response.body", "body": b"alive\n"})
                return
        await self._edge(scope, receive, send)
