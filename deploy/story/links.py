"""One sign-in link per kind of user, for whoever has just started the system and wants to look around."""

import json
from dataclasses import dataclass
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
    """Links for an organizer, a delegate and a leader. Raises OSError when the forum service does not answer."""
    people = _people(admin_email)
    statement = Statements(internal_key)
    return [
        SignInLink(kind, name, email, f"{public_url.rstrip('/')}{PAGE}{_token(forum_url, statement, email)}")
        for kind, name, email in people
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


def _token(forum_url: str, statements: Statements, email: str) -> str:
    request = Request(
        f"{forum_url.rstrip('/')}/sign-in/operator-links",
        json.dumps({"email": email}).encode(),
        {"Content-Type": "application/json", "Acting": statements.sign(Acting(operator=True))},
        method="POST",
    )
    with build_opener(ProxyHandler({})).open(request, timeout=SECONDS) as response:
        return str(json.load(response)["token"])
