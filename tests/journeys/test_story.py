"""The Bình Thuận forum, whole: what it checks of itself holds, and everybody can be shown around afterwards."""

from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import pytest

from deploy.local.stack import Stack
from deploy.story import play, sign_in_links
from deploy.story.client import Api
from tests.journeys.reader import Reader

KINDS = ("organizer", "delegate", "leader")


@pytest.fixture(scope="module")
def records(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the story leaves its records."""
    return tmp_path_factory.mktemp("records")


@pytest.fixture(scope="module")
def played(stack: Stack, records: Path) -> tuple[bool, list[str]]:
    """Whether what must hold held, and what was said."""
    said: list[str] = []
    where = (stack.urls["gateway"], stack.urls["mail"], stack.settings["ADMIN_EMAIL"])
    held = play(*where, echo=said.append, records=records)
    return held, said


@dataclass(frozen=True)
class Visitor:
    """Somebody who has opened a link that `make run` prints."""

    api: Api
    token: str


@pytest.fixture(scope="module")
def visitors(stack: Stack, played: tuple[bool, list[str]]) -> dict[str, Visitor]:
    """One of each kind of user."""
    settings = stack.settings
    links = sign_in_links(
        settings["FORUM_URL"], settings["INTERNAL_KEY"], settings["PUBLIC_URL"], settings["ADMIN_EMAIL"]
    )
    signed_in = {}
    for link in links:
        api = Api(stack.urls["gateway"])
        token = api.post("/sign-in/links", {"token": link.url.rpartition("/")[2]})["token"]
        signed_in[link.kind] = Visitor(api, token)
        assert api.get("/me")["email"] == link.email
    return signed_in


def test_the_forum_is_played_from_invitation_to_answer(played: tuple[bool, list[str]]) -> None:
    held, said = played
    assert held, "\n".join(said)


def test_one_sign_in_link_for_each_kind_of_user(visitors: dict[str, Visitor]) -> None:
    assert tuple(visitors) == KINDS


@pytest.mark.parametrize("kind", ["stranger", *KINDS])
def test_no_link_that_is_shown_leads_nowhere(kind: str, stack: Stack, visitors: dict[str, Visitor]) -> None:
    reader = Reader(stack.urls["gateway"], visitors[kind].token if kind in visitors else "")
    reader.read_all()
    assert reader.broken == {}
    assert len(reader.read) >= 10


def test_whoever_opens_the_delegates_link_can_vote_and_is_told_that_they_have(
    stack: Stack, visitors: dict[str, Visitor]
) -> None:
    delegate = visitors["delegate"]
    reader = Reader(stack.urls["gateway"], delegate.token)
    forum_id = next(seat["forum_id"] for seat in delegate.api.get("/me")["seats"] if seat["state"] == "open")
    page = f"/dien-dan/{forum_id}"
    assert page in reader.text_of("/")
    assert "Mời bạn biểu quyết" in reader.text_of(page)
    round_ = next(each for each in delegate.api.get(f"/forums/{forum_id}/rounds")["items"] if each["state"] == "open")
    choices = {option["solution_id"]: "yes" for option in round_["options"]}
    ballot = {"choices": choices, "replaces": 0, "nonce": uuid4().hex}
    assert delegate.api.ask("PUT", f"/forums/{forum_id}/rounds/{round_['round_id']}/ballot", ballot).status == 200
    assert "Bạn đã biểu quyết; có thể đổi đến lúc đóng" in reader.text_of(page)


def test_the_organizer_has_a_round_to_open(visitors: dict[str, Visitor]) -> None:
    organizer = visitors["organizer"].api
    forum_id = next(seat["forum_id"] for seat in organizer.get("/me")["seats"] if seat["state"] == "open")
    rounds = {each["state"]: each for each in organizer.get(f"/forums/{forum_id}/rounds")["items"]}
    path = f"/forums/{forum_id}/rounds/{rounds['prepared']['round_id']}/open"
    assert organizer.post(path, {"closes_at": rounds["open"]["closes_at"]})["state"] == "open"
