"""The documents that describe the interfaces, as `make docs` writes them: OpenAPI, AsyncAPI, and every problem."""

from functools import cache
from pathlib import Path
from typing import Any

import orjson
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from services.gateway.languages import LANGUAGES, translate
from services.gateway.problems import STATUS, STATUS_OF_SLUG
from services.kit.errors import Missing

HERE = Path(__file__).parent / "documents"


async def openapi(request: Request) -> Response:
    """OpenAPI 3.1."""
    return Response(_read("openapi.json"), media_type="application/json")


async def asyncapi(request: Request) -> Response:
    """AsyncAPI 3."""
    return Response(_read("asyncapi.yaml"), media_type="application/yaml")


async def problem(request: Request) -> Response:
    """What a problem's type means: the address in its `type`."""
    slug = request.path_params["slug"]
    meaning = _problems().get(slug)
    if meaning is None:
        raise Missing
    titles = {language: translate(meaning["sentence"], language) for language in LANGUAGES}
    status = STATUS_OF_SLUG.get(slug) or STATUS.get(meaning["kind"], 500)
    value = {"type": f"/problems/{slug}", "status": status, "titles": titles, "meaning": meaning["meaning"]}
    return Response(orjson.dumps(value, option=orjson.OPT_INDENT_2), media_type="application/json")


@cache
def _read(name: str) -> bytes:
    return (HERE / name).read_bytes()


@cache
def _problems() -> dict[str, Any]:
    problems: dict[str, Any] = orjson.loads(_read("problems.json"))
    return problems


routes = [
    Route("/openapi.json", openapi),
    Route("/asyncapi.yaml", asyncapi),
    Route("/problems/{slug}", problem),
]
