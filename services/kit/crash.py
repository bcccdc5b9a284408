"""Crash points, for fault tests: a process that was armed kills itself at the named step, as a power cut would.

The steps between commit, publish, confirm, mark, effect and acknowledgement are where an event could be lost or
doubled; this shows that it is not. A process that comes back armed dies there again: whoever restarts it disarms it.
"""

import os
import signal

_armed: set[str] = set()


def arm(step: str) -> None:
    """Have this process die at `step`; an empty name arms nothing."""
    _armed.clear()
    _armed.add(step)


def here(step: str) -> None:
    """Die now, without a chance to clean up, if this step is the armed one."""
    if step in _armed:
        os.kill(os.getpid(), signal.SIGKILL)
