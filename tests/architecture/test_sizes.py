"""Functions stay short, as CONTRIBUTING.md says; a docstring does not count."""

import ast
from itertools import chain
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parents[2]
LONGEST = 40


def lengths() -> dict[str, int]:
    """Every function of the product → its lines."""
    files = chain((ROOT / "services").rglob("*.py"), (ROOT / "deploy").rglob("*.py"))
    return {
        f"{file.relative_to(ROOT)}:{node.lineno} {node.name}": _lines(node)
        for file in files
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }


def _lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    body = function.body[1:] if ast.get_docstring(function) else function.body
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0


def test_no_function_is_too_long() -> None:
    assert {name: lines for name, lines in lengths().items() if lines > LONGEST} == {}


def test_nearly_all_functions_are_short() -> None:
    measured = lengths().values()
    assert median(measured) <= 6
    assert sum(lines < 20 for lines in measured) / len(measured) > 0.9
