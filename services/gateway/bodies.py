"""A request's body, no larger than its route allows. How slowly it may come is watched in `server.py`."""

from starlette.requests import ClientDisconnect
from starlette.types import Message, Receive

from services.kit.errors import TooLarge


async def read(receive: Receive, largest: int) -> bytes:
    """The whole body. Raises TooLarge, or ClientDisconnect when the rest will never come."""
    message = await receive()
    if message["type"] == "http.request" and not message.get("more_body"):
        body: bytes = message.get("body", b"")
        if len(body) > largest:
            raise TooLarge(largest=largest)
        return body
    return await _read_on(message, receive, largest)


async def _read_on(message: Message, receive: Receive, largest: int) -> bytes:
    pieces, size = [], 0
    while True:
        if message["type"] != "http.request":
            raise ClientDisconnect
        piece = message.get("body", b"")
        pieces.append(piece)
        size += len(piece)
        if size > largest:
            raise TooLarge(largest=largest)
        if not message.get("more_body"):
            return b"".join(pieces)
        message = await receive()
