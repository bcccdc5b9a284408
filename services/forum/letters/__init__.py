"""The letters of sign-in: written from templates in the person's language, and sent by jobs.

A letter is sent after the request that asked for it has been answered, so how long the mail server takes tells nobody
whether an address is known. Sending twice does no harm: the code and the link are the same, as is the Message-ID.
"""

from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from services.forum.commands.sign_in import LETTER_JOB
from services.forum.model.sign_in import CODE_LIFE, Keys
from services.forum.store import queries
from services.kit import schedule
from services.kit.db import Database, Tx
from services.kit.log import logger
from services.kit.mail import Letter, Outcome, Post
from services.kit.schedule import Job
from services.kit.settings import Settings

log = logger(__name__)


class NotAccepted(Exception):
    """Raised when the mail server has not taken a letter; the job is tried again while the code is good."""


@dataclass
class Postman:
    """Sends the letters that are due, over one connection, until the mail server is found away."""

    post: Post
    keys: Keys
    public_url: str
    trouble: str = ""

    def deliver(self, tx: Tx, job: Job) -> None:
        """Send one letter, if its request is somebody's and still good."""
        row = queries.get_letter(tx.connection, request_id=UUID(job.subject))
        if row is None:
            return
        if self.trouble:  # one wait for a server that is away is enough, the others come again later
            raise NotAccepted(self.trouble)
        outcome, said = self.post.send(write(row, self.keys, self.public_url))
        if outcome is Outcome.REFUSED:
            log.warning("sign-in letter refused", request=job.subject, said=said)
        elif outcome is not Outcome.ACCEPTED:
            self.trouble = "" if self.post.connected else said
            raise NotAccepted(said)


def send_due(db: Database, settings: Settings) -> None:
    """Send all letters that are due."""
    post = Post(settings.smtp_url, settings.mail_from)
    postman = Postman(post, Keys(settings.internal_key), settings.public_url)
    try:
        while schedule.run_due(db, {LETTER_JOB: postman.deliver}) == schedule.AT_ONCE:
            pass
    finally:
        post.close()


def write(row: dict[str, Any], keys: Keys, public_url: str) -> Letter:
    """The letter to a request's person: link and code are computed here, for the only time besides their use."""
    request_id, salt = row["request_id"], bytes(row["salt"])
    facts = {
        "greeting": row["greeting"],
        "full_name": row["full_name"],
        "code": keys.code(request_id, salt),
        "link": f"{public_url}/vao/{keys.token(request_id, salt)}",
        "minutes": int(CODE_LIFE.total_seconds() // 60),
    }
    language = row["language"]
    subject, text = _rendered(f"sign_in.{language}.txt", facts).split("\n", 1)
    return Letter(
        to_name=row["full_name"],
        to_email=row["email"],
        subject=subject,
        text=text.lstrip("\n"),
        html=_rendered(f"sign_in.{language}.html", facts),
        message_id=f"sign-in-{request_id}",
        language=language,
    )


def _rendered(name: str, facts: dict[str, Any]) -> str:
    return _templates().get_template(name).render(facts)


@cache
def _templates() -> Environment:
    return Environment(
        loader=PackageLoader("services.forum", "letters"),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        keep_trailing_newline=True,
    )
