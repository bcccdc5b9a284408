"""Text without its marks beside every proposal and solution, for searching; those there already are folded here.

PostgreSQL cannot fold as `services.kit.vietnamese` does, so this step is Python. Whoever inserts fills the column.
"""

from collections.abc import Callable, Sequence
from typing import Any

from yoyo import step

from services.kit.vietnamese import searchable

ROWS = 500
PROPOSALS = "SELECT forum_id, proposal_id, problem, measure, who_acts, author, number FROM proposal"
SOLUTIONS = "SELECT forum_id, solution_id, title, text, number FROM solution"


def fold_table(table: str, select: str) -> Callable[[Any], None]:
    """Fold what the select answers after its two columns of key."""
    update = f"UPDATE {table} SET search_text = %s WHERE forum_id = %s AND {table}_id = %s"  # noqa: S608 - our own words

    def apply(connection: Any) -> None:
        reading, writing = connection.cursor(), connection.cursor()
        reading.execute(select)
        while rows := reading.fetchmany(ROWS):
            writing.executemany(update, [_folded(row) for row in rows])

    return apply


def _folded(row: Sequence[Any]) -> tuple[str, Any, Any]:
    forum_id, id_, *texts = row
    return searchable(*map(str, texts)), forum_id, id_


steps = [
    step("ALTER TABLE proposal ADD COLUMN search_text text"),
    step("ALTER TABLE solution ADD COLUMN search_text text"),
    step(fold_table("proposal", PROPOSALS)),
    step(fold_table("solution", SOLUTIONS)),
    step("ALTER TABLE proposal ALTER COLUMN search_text SET NOT NULL"),
    step("ALTER TABLE solution ALTER COLUMN search_text SET NOT NULL"),
]
