"""Functions and files stay short, as CONTRIBUTING.md says; a docstring of a function does not count."""

import ast
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parents[2]
LONGEST = 40
LONGEST_FILE = 250


def sources() -> Iterator[Path]:
    """Every Python file of the product."""
    return chain.from_iterable((ROOT / folder).rglob("*.py") for folder in ("services", "deploy", "bench"))


def lengths() -> dict[str, int]:
    """Every function of the product → its lines."""
    return {
        f"{file.relative_to(ROOT)}:{node.lineno} {node.name}": _lines(node)
        for file in sources()
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }


def _lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    body = function.body[1:] if ast.get_docstring(function) else function.body
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0


def test_no_function_is_too_long() -> None:
    assert {name: lines for name, lines in lengths().items() if lines > LONGEST} == {}


def test_no_file_is_too_long() -> None:
    lines = {str(file.relative_to(ROOT)): len(file.read_text().splitlines()) for file in sources()}
    assert {name: count for name, count in lines.items() if count > LONGEST_FILE} == {}


def test_nearly_all_functions_are_short() -> None:
    measured = lengths().values()
    assert median(measured) <= 6
    assert sum(lines < 20 for lines in measured) / len(measured) > 0.9
