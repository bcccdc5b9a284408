"""What seats are listed and found by, for those that are there already: PostgreSQL cannot fold as we do."""

from typing import Any

from yoyo import step

from services.kit.vietnamese import searchable, sort_key

ROWS = 500
SEATS = "SELECT forum_id, seat_id, full_name, position, sector FROM seat"
UPDATE = "UPDATE seat SET sort_key = %s, search_text = %s WHERE forum_id = %s AND seat_id = %s"


def fill(connection: Any) -> None:
    """Fill both columns of every seat."""
    reading, writing = connection.cursor(), connection.cursor()
    reading.execute(SEATS)
    while rows := reading.fetchmany(ROWS):
        named = [(sort_key(name), searchable(name, *rest), forum, seat) for forum, seat, name, *rest in rows]
        writing.executemany(UPDATE, named)


steps = [step(fill)]
