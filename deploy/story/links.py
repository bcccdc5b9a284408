"""One sign-in link per kind of user, for whoever has just started the system and wants to look around."""

import json
from dataclasses import dataclass
from http import HTTPStatus
from urllib.error import HTTPError
from urllib.request import ProxyHandler, Request, build_opener

from deploy.story import cast
from services.kit.acting import Acting, Statements

PAGE = "/vao/"
SECONDS = 10
DELEGATE = "phuc.ly@ubnd-binhthuan.example"
LEADS = "UBND"  # after the story it still owes an answer


@dataclass(frozen=True)
class SignInLink:
    """A link that signs one person in, once, within twelve hours."""

    kind: str
    name: str
    email: str
    url: str


def sign_in_links(forum_url: str, internal_key: str, public_url: str, admin_email: str) -> list[SignInLink]:
    """Links for an organizer, a delegate and a leader; those of the story only where it has been played.

    Raises OSError when the forum service does not answer.
    """
    statements = Statements(internal_key)
    tokens = {email: _token(forum_url, statements, email) for _, _, email in _people(admin_email)}
    return [
        SignInLink(kind, name, email, f"{public_url.rstrip('/')}{PAGE}{tokens[email]}")
        for kind, name, email in _people(admin_email)
        if tokens[email]
    ]


def _people(admin_email: str) -> list[tuple[str, str, str]]:
    played = cast.read()
    delegate = next(one for one in played.delegates if one.email == DELEGATE)
    leader = played.leader_of(LEADS)
    return [
        ("organizer", "", admin_email),
        ("delegate", f"{delegate.name}, {delegate.position}", delegate.email),
        ("leader", f"{leader.name}, {leader.title}", leader.email),
    ]


def _token(forum_url: str, statements: Statements, email: str) -> str | None:
    """The token of a link, or None for somebody the directory does not know."""
    request = Request(
        f"{forum_url.rstrip('/')}/sign-in/operator-links",
        json.dumps({"email": email}).encode(),
        {"Content-Type": "application/json", "Acting": statements.sign(Acting(operator=True))},
        method="POST",
    )
    try:
        with build_opener(ProxyHandler({})).open(request, timeout=SECONDS) as response:
            return str(json.load(response)["token"])
    except HTTPError as refused:
        with refused:
            if refused.code == HTTPStatus.NOT_FOUND:
                return None
            raise
