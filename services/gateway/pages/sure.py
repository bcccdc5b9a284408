"""A step that cannot be taken back is asked once more: the same address asks when opened, and acts when sent to."""

from dataclasses import dataclass
from typing import Any

from starlette.responses import Response

from services.gateway.pages.page import Page


@dataclass(frozen=True)
class Question:
    """What is asked, what follows from a yes, and the word on the button; `%(name)s` is what it is about.

    `minutes`: for how long; there is a button for each.
    """

    heading: str
    follows: str
    button: str
    minutes: tuple[int, ...] = ()


def asked(page: Page, question: Question, back: str, **facts: Any) -> Response:
    """The page that asks; its buttons send to the address it stands at."""
    address = page.request.url
    return page.show(
        "sure.html",
        heading=page.say(question.heading) % facts,
        follows=page.say(question.follows) % facts,
        button=page.say(question.button),
        minutes=question.minutes,
        action=f"{address.path}?{address.query}" if address.query else address.path,
        back=back,
    )
