"""The smallest HTTP client a test needs, from the standard library."""

import urllib.error
import urllib.request
from dataclasses import dataclass
from email.message import Message
from http.client import HTTPResponse


@dataclass(frozen=True)
class Answer:
    """An HTTP answer, read to its end."""

    status: int
    headers: Message
    text: str


def fetch(url: str, timeout: float = 5) -> Answer:
    """GET a loopback address, whatever its answer.

    A connection that is refused is an AssertionError, so that `eventually` waits on.
    """
    try:
        with urllib.request.urlopen(url, timeout=timeout) as response:
            return _answer(response)
    except urllib.error.HTTPError as refusal:
        with refusal:
            return _answer(refusal)
    except OSError as error:
        raise AssertionError(f"{url}: {error}") from error


def _answer(response: HTTPResponse | urllib.error.HTTPError) -> Answer:
    return Answer(response.status or 0, response.headers, response.read().decode())
