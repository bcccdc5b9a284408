"""Asking a process of ours whether it is ready."""

import http.client
import time
from collections.abc import Mapping
from urllib.parse import urlsplit


def answers_ready(url: str, timeout: float = 2) -> bool:
    """Whether `/readyz` at this loopback address answers 200. No proxy of the environment is asked."""
    where = urlsplit(url)
    client = http.client.HTTPConnection(where.hostname or "127.0.0.1", where.port, timeout=timeout)
    try:
        client.request("GET", "/readyz")
        return client.getresponse().status == http.client.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        client.close()


def wait_all_ready(urls: Mapping[str, str], deadline: float) -> list[str]:
    """Wait until each is ready; the names of those that are not after `deadline` seconds."""
    end = time.monotonic() + deadline
    missing = list(urls)
    while missing := [name for name in missing if not answers_ready(urls[name])]:
        if time.monotonic() > end:
            break
        time.sleep(0.05)
    return missing
