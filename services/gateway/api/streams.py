"""GET /api/v1/forums/{forum}/live: Server-Sent Events of one forum, for anybody who may see it (see `hub.py`)."""

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from services.gateway.parts import parts_of

HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}


async def live(request: Request) -> Response:
    """The stream. Raises what asking for the forum raises."""
    messages = await parts_of(request).live.watch(str(request.path_params["forum_id"]))
    return StreamingResponse(messages, headers=HEADERS, media_type="text/event-stream")
