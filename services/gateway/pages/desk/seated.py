"""How many sit in a forum, of the list the directory answers: it counts all seats, and its items name the organizers.

Whoever only organizes is neither waited for nor invited.
"""

from collections.abc import Mapping
from typing import Any

Seats = Mapping[str, Any]


def delegates(seats: Seats) -> int:
    """How many seats there are besides the organizers'."""
    return max(int(seats["total"]) - _organizers(seats), 0)


def uninvited(seats: Seats) -> int:
    """How many of them have no invitation yet."""
    return max(int(seats["total"]) - int(seats["invited"]) - _organizers(seats, invited=False), 0)


def _organizers(seats: Seats, invited: bool | None = None) -> int:
    """Those who only organize; `invited` False: those of them without an invitation."""
    there = (seat for seat in seats["items"] if set(seat["roles"]) == {"organizer"})
    return sum(invited is None or bool(seat["invited_at"]) == invited for seat in there)
