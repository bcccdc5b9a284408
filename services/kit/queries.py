"""Named SQL: each package keeps its queries in one `queries.sql`, loaded once."""

from functools import cache
from pathlib import Path
from typing import Any

import aiosql


@cache
def load(package_file: str) -> Any:
    """The queries of the `queries.sql` beside `package_file`; call them with a transaction's connection."""
    return aiosql.from_path(Path(package_file).parent / "queries.sql", "psycopg2")
