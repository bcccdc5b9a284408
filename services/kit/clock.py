"""The two clocks: the wall, in UTC, and the monotonic one for measuring how long something took.

Whatever is decided by time (closings, due dates) is decided by the database's clock, not by this one.
"""

import time
from datetime import UTC, datetime


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return datetime.now(UTC)


def monotonic() -> float:
    """Seconds from an arbitrary start, never going back."""
    return time.monotonic()
