"""Debian's Chromium, kept to this machine: for browser tests, and for measuring pages."""

import os
from pathlib import Path
from typing import Any

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = (
    "--no-sandbox",  # tests may run as root, and open our own pages only
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)


def launch_options() -> dict[str, Any]:
    """What `playwright.chromium.launch` takes. Asks nothing of a font or a proxy that the person has set."""
    quiet = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
    return {"executable_path": str(CHROMIUM), "headless": True, "args": list(FLAGS), "env": quiet}
