"""The pages for programmers say all that the documents say, lightly, and every address on them leads somewhere."""

import gzip
import json
from functools import partial
from urllib.parse import urldefrag

import pytest

from services.gateway.api.documents import problems, read
from services.gateway.api.table import BY_TAG
from services.gateway.pages.docs import OTHERS, SUBJECTS
from tests.integration.gateway.stage import Stage
from tests.integration.gateway_pages.visitor import Visitor, text
from tests.unit.gateway_pages.html import Page

PAGES = (*OTHERS, *(f"/docs/api/{subject}" for subject in SUBJECTS))
LARGEST = 100 * 1024


def test_every_subject_of_the_api_has_a_name_and_a_page() -> None:
    assert SUBJECTS.keys() == BY_TAG.keys()


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_light_and_in_the_asked_language(path: str, language: str, visitor: Visitor) -> None:
    got = visitor.get(f"{path}?lang={language}")
    assert (got.status, got.headers["Content-Language"]) == (200, language)
    assert len(gzip.compress(got.body)) < LARGEST


def test_every_operation_is_on_the_page_of_its_subject(visitor: Visitor) -> None:
    document = json.loads(read("openapi.json"))
    pages = {subject: text(visitor.get(f"/docs/api/{subject}")) for subject in SUBJECTS}
    for path, methods in document["paths"].items():
        for method, told in methods.items():
            if method != "parameters":
                heading = f'<span class="code">{method.upper()} /api/v1{path}</span></h2>'
                assert heading in pages[told["tags"][0]]


def test_every_event_is_there_with_its_fields_and_its_sample(visitor: Visitor) -> None:
    shown, document = Page(text(visitor.get("/docs/events"))), json.loads(read("asyncapi.json"))
    said = " ".join(shown.texts)
    for name, message in document["components"]["messages"].items():
        assert name in shown.values("id")
        assert all(field in said for field in message["payload"]["properties"]["data"]["properties"])
    assert said.count('"forum_id":') > 10


def test_every_problem_leads_to_its_line(stage: Stage, visitor: Visitor) -> None:
    lines = Page(text(visitor.get("/docs/problems?lang=en"))).values("id")
    for slug in problems():
        got = visitor.get(f"/problems/{slug}")
        assert (got.status, got.headers["Location"]) == (303, f"/docs/problems#{slug}")
        assert slug in lines
    assert stage.ask("GET", "/problems/stale").json["titles"].keys() == {"vi", "en"}


def test_every_link_leads_somewhere(visitor: Visitor) -> None:
    pages = {path: Page(text(visitor.get(path))) for path in PAGES}
    for path, page in pages.items():
        for there, anchor in map(
            partial(urldefrag), (each for each in page.values("href") if "docs" in each or "#" in each)
        ):
            target = pages[there or path]
            assert not anchor or anchor in target.values("id"), f"{path} → {there}#{anchor}"


def test_what_is_no_subject_has_no_page(visitor: Visitor) -> None:
    assert visitor.get("/docs/api/khong-co").status == 404
