"""The Bình Thuận forum, whole: what it checks of itself holds, and everybody can be shown around afterwards."""

import pytest

from deploy.local.stack import Stack
from deploy.story import play, sign_in_links
from deploy.story.client import Api
from tests.journeys.reader import Reader

KINDS = ("organizer", "delegate", "leader")


@pytest.fixture(scope="module")
def played(stack: Stack) -> tuple[bool, list[str]]:
    """Whether what must hold held, and what was said."""
    said: list[str] = []
    held = play(stack.urls["gateway"], stack.urls["mail"], stack.settings["ADMIN_EMAIL"], echo=said.append)
    return held, said


@pytest.fixture(scope="module")
def tokens(stack: Stack, played: tuple[bool, list[str]]) -> dict[str, str]:
    """A session for each kind of user, by the link that `make run` prints."""
    settings = stack.settings
    links = sign_in_links(
        settings["FORUM_URL"], settings["INTERNAL_KEY"], settings["PUBLIC_URL"], settings["ADMIN_EMAIL"]
    )
    signed_in = {}
    for link in links:
        api = Api(stack.urls["gateway"])
        signed_in[link.kind] = api.post("/sign-in/links", {"token": link.url.rpartition("/")[2]})["token"]
        assert api.get("/me")["email"] == link.email
    return signed_in


def test_the_forum_is_played_from_invitation_to_answer(played: tuple[bool, list[str]]) -> None:
    held, said = played
    assert held, "\n".join(said)


def test_one_sign_in_link_for_each_kind_of_user(tokens: dict[str, str]) -> None:
    assert tuple(tokens) == KINDS


@pytest.mark.parametrize("kind", ["stranger", *KINDS])
def test_no_link_that_is_shown_leads_nowhere(kind: str, stack: Stack, tokens: dict[str, str]) -> None:
    reader = Reader(stack.urls["gateway"], tokens.get(kind, ""))
    reader.read_all()
    assert reader.broken == {}
    assert len(reader.read) >= 10
