"""The documents that describe the interfaces, as `make docs` writes them: OpenAPI, AsyncAPI, and every problem."""

from functools import cache
from pathlib import Path
from typing import Any

import orjson
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from services.gateway.languages import LANGUAGES, translate
from services.gateway.problems import status_of
from services.kit.errors import Missing

HERE = Path(__file__).parent / "documents"


async def openapi(request: Request) -> Response:
    """OpenAPI 3.1."""
    return Response(read("openapi.json"), media_type="application/json")


async def asyncapi(request: Request) -> Response:
    """AsyncAPI 3."""
    return Response(read("asyncapi.yaml"), media_type="application/yaml")


async def asyncapi_as_json(request: Request) -> Response:
    """The same."""
    return Response(read("asyncapi.json"), media_type="application/json")


async def problem(request: Request) -> Response:
    """What a problem's type means: the address in its `type`. Who reads pages is taken to its line on one."""
    slug = request.path_params["slug"]
    meaning = problems().get(slug)
    if meaning is None:
        raise Missing
    vary = {"Vary": "Accept"}
    if "text/html" in request.headers.get("accept", ""):
        return RedirectResponse(f"/docs/problems#{slug}", 303, vary)
    titles = {language: translate(meaning["sentence"], language) for language in LANGUAGES}
    value = {"type": f"/problems/{slug}", "status": meaning["status"], "titles": titles, "meaning": meaning["meaning"]}
    return Response(orjson.dumps(value, option=orjson.OPT_INDENT_2), headers=vary, media_type="application/json")


@cache
def read(name: str) -> bytes:
    """One document."""
    return (HERE / name).read_bytes()


@cache
def problems() -> dict[str, dict[str, Any]]:
    """Slug → what there is to say of it."""
    told: dict[str, dict[str, Any]] = orjson.loads(read("problems.json"))
    return {slug: {**each, "slug": slug, "status": status_of(slug, each["kind"])} for slug, each in told.items()}


routes = [
    Route("/openapi.json", openapi),
    Route("/asyncapi.yaml", asyncapi),
    Route("/asyncapi.json", asyncapi_as_json),
    Route("/problems/{slug}", problem),
]
