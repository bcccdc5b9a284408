"""Elections and forums whose results others have published; they lie beside the project and are no part of it.

Where they are expected (CI) their absence is a failure; on a bare clone the tests that need them skip and say so.
"""

import os
from pathlib import Path

import pytest

DATA = Path(__file__).parents[2] / "shared" / "data"


def published(name: str) -> Path:
    """The folder of one collection."""
    folder = DATA / name
    if not folder.is_dir():
        said = f"the published results of {name} are not beside the project (shared/data/{name})"
        if os.environ.get("CI"):
            pytest.fail(said)
        pytest.skip(said)
    return folder
