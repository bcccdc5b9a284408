"""Documents that lead through the code name files that exist."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
GUIDES = (
    "README.md",
    "CONTRIBUTING.md",
    "docs/tour-of-the-code.md",
    "docs/glossary.md",
    "docs/checking-a-result.md",
    "docs/methods.md",
    "docs/operations.md",
    "docs/secrecy.md",
)
IN_THE_REPOSITORY = re.compile(r"`((?:services|deploy|tests|docs|bench)/[\w./-]+)`")
LINK = re.compile(r"\]\((?!https?:)([^)#]+)\)")


@pytest.mark.parametrize("guide", GUIDES)
def test_every_path_in_a_guide_exists(guide: str) -> None:
    text = (ROOT / guide).read_text()
    named = [ROOT / path for path in IN_THE_REPOSITORY.findall(text)]
    linked = [(ROOT / guide).parent / path for path in LINK.findall(text)]
    assert [str(path) for path in named + linked if not path.exists()] == []
