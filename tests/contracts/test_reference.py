"""What describes our interfaces is generated, committed, and not stale; and says the truth about them."""

import ast
import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from docs import generate
from docs.reference.surface import SERVICES, entries, refusals
from services.gateway.api.table import TABLE
from services.gateway.faults import SENTENCES
from services.gateway.problems import Problem, as_json

CHECKOUT = Path(__file__).parents[2]
#: what the services keep between themselves and the gateway
INTERNAL = {("POST", "/sign-in/operator-links"), ("GET", "/sessions/ended"), ("GET", "/screens/ended")}


@pytest.mark.parametrize("path", generate.FILES, ids=lambda path: path.name)
def test_the_generated_reference_is_what_would_be_generated_now(path: Path) -> None:
    assert path.read_text() == generate.FILES[path](), "stale: run `make docs`"


def test_the_api_has_every_command_and_query_of_the_services_and_no_other() -> None:
    offered = {(entry.service, entry.method, entry.path) for entry in entries()}
    public = {each for each in offered if each[1:] not in INTERNAL}
    assert {(each.service, each.method, each.path) for each in TABLE} == public


def test_no_address_stands_twice_in_the_table() -> None:
    assert max(Counter((each.method, each.path) for each in TABLE).values()) == 1


def test_every_reference_within_the_openapi_document_leads_somewhere() -> None:
    document = json.loads(generate.FILES[_named("openapi.json")]())
    missing = [reference for reference in _references(document) if not _found(document, reference)]
    assert not missing


def test_every_refusal_has_a_slug_of_its_own_and_a_sentence() -> None:
    told = refusals()
    assert not [slug for slug, number in Counter(each.slug for each in told).items() if number > 1]
    assert not [each.slug for each in told if not each.sentence.endswith(".") or not each.__doc__]
    assert all(re.fullmatch(r"[a-z][a-z0-9-]+", each.slug) for each in told)


def test_every_refusal_is_titled_in_the_asked_language() -> None:
    for each in refusals():
        problem = Problem(each.slug, each.kind, each.sentence)
        vi, en = (as_json(problem, language)["title"] for language in ("vi", "en"))
        assert vi == each.sentence
        assert en not in ("", vi), each.slug


def test_every_fault_code_the_services_give_has_words() -> None:
    codes = {code for service in (*SERVICES, "kit", "gateway") for code in _codes(CHECKOUT / "services" / service)}
    assert len(codes) > 15
    assert not codes - SENTENCES.keys()


def test_the_words_of_a_fault_name_only_what_the_fault_tells() -> None:
    known = {"min", "max", "count", "first", "least", "most"}
    named = {name for sentence in SENTENCES.values() for name in re.findall(r"{(\w+)}", sentence)}
    assert named <= known


def _named(name: str) -> Path:
    return next(path for path in generate.FILES if path.name == name)


def _references(value: Any) -> list[str]:
    if isinstance(value, list):
        return [reference for each in value for reference in _references(each)]
    if not isinstance(value, dict):
        return []
    own = [value["$ref"]] if isinstance(value.get("$ref"), str) else []
    return own + [reference for each in value.values() for reference in _references(each)]


def _found(document: Any, reference: str) -> bool:
    for step in reference.removeprefix("#/").split("/"):
        if step not in document:
            return False
        document = document[step]
    return True


def _codes(package: Path) -> set[str]:
    """The codes in `Fault(pointer, "code")`, `ValidationError("code …")` and `error="code …"`."""
    found = set()
    for path in package.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call):
                found |= {text.split(" ")[0] for text in map(_text, _code_arguments(node)) if text}
    return found


def _code_arguments(call: ast.Call) -> list[ast.expr]:
    name = getattr(call.func, "id", getattr(call.func, "attr", ""))
    given = [keyword.value for keyword in call.keywords if keyword.arg in ("error", "code")]
    if name in PLACES:
        place = PLACES[name]
        return [*call.args[place : place + 1], *given]
    return given if name in VALIDATORS else []


#: whose which argument is a code
PLACES = {"Fault": 1, "RowFault": 2, "ValidationError": 0}
VALIDATORS = {"Length", "Range", "OneOf", "Regexp", "Email", "Predicate"}


def _text(node: ast.expr) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
