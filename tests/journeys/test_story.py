"""The Bình Thuận forum, whole: what it checks of itself holds, and everybody can be shown in afterwards."""

from deploy.local.stack import Stack
from deploy.story import play, sign_in_links
from deploy.story.client import Api


def test_the_forum_is_played_from_invitation_to_answer(stack: Stack) -> None:
    said: list[str] = []
    held = play(stack.urls["gateway"], stack.urls["mail"], stack.settings["ADMIN_EMAIL"], echo=said.append)
    assert held, "\n".join(said)


def test_one_sign_in_link_for_each_kind_of_user(stack: Stack) -> None:
    settings = stack.settings
    links = sign_in_links(
        settings["FORUM_URL"], settings["INTERNAL_KEY"], settings["PUBLIC_URL"], settings["ADMIN_EMAIL"]
    )
    assert [link.kind for link in links] == ["organizer", "delegate", "leader"]
    for link in links:
        api = Api(stack.urls["gateway"])
        api.post("/sign-in/links", {"token": link.url.rpartition("/")[2]})
        assert api.get("/me")["email"] == link.email
