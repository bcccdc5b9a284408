"""What rows are sorted and found by, filled in where an older process has written them: it leaves such a column ''.

fill(db, queries.people_not_filled, queries.fill_people, finding.person)
"""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from services.kit.db import Database, Tx, as_json

#: Rows filled in by one transaction, which holds them until it ends.
AT_ONCE = 1000

Made = Callable[[Mapping[str, Any]], Mapping[str, Any]]


def fill(db: Database, unfilled: Any, write: Any, made: Made) -> None:
    """Fill in the rows that the named query `unfilled` answers, by the named query `write`; mostly there are none."""
    while db.transact(partial(_fill_some, unfilled, write, made)) == AT_ONCE:
        pass


def _fill_some(unfilled: Any, write: Any, made: Made, tx: Tx) -> int:
    rows = [made(row) for row in unfilled(tx.connection, most=AT_ONCE)]
    if rows:
        write(tx.connection, rows=as_json(rows))
    return len(rows)
