"""Every command and query answers exactly what `answers.py` says, before a letter is sent and after."""

from types import SimpleNamespace

from services.notify import views
from services.notify.answers import ANSWERS
from services.notify.service import Service
from tests.answers import Asked, described
from tests.integration.notify.post_office import PostOffice
from tests.integration.notify.world import PUBLIC_URL, Person, World

ORGANIZER = Person("Phạm Thị Dung", "dung@example.org")
DELEGATE = Person("Nguyễn Thị Ánh", "anh@example.org")
UNHEARD_OF = Person("Lê Thị Cúc")


def test_every_answer_is_as_described(world: World, office: PostOffice) -> None:
    # Given a forum with a message for somebody, and one for somebody of whom nobody knows the address
    asked = Asked(Service(), world.db, SimpleNamespace(public_url=PUBLIC_URL), ANSWERS)
    forum = {"forum_id": world.forum_id}
    world.hear(world.forum(), world.person(ORGANIZER), world.person(DELEGATE))
    world.hear(world.seats(ORGANIZER, roles=["organizer"]))
    assert asked.does("forum_messages", ORGANIZER.acting, **forum)["items"] == []
    asked.does("preview_invitation", ORGANIZER.acting, **forum)
    world.hear(world.seats(DELEGATE, UNHEARD_OF), world.invited(DELEGATE, UNHEARD_OF), world.roll(DELEGATE))
    before = asked.does("forum_messages", ORGANIZER.acting, **forum)
    assert before["counts_by_occasion"] == {"invitation": {"queued": 1, "waiting": 1}, "voting-opened": {"queued": 1}}

    # When no letter is taken, and one is tried again, and then all of them
    office.moods["anh@example.org"] = "550 no such user"
    world.send()
    given_up = asked.does("forum_messages", ORGANIZER.acting, query="state=given-up", **forum)["items"]
    asked.does("retry_delivery", ORGANIZER.acting, {}, delivery_id=given_up[0]["delivery_id"], **forum)
    assert asked.does("retry_given_up", ORGANIZER.acting, {}, **forum) == {"retried": len(given_up) - 1}

    # and the person reads a message
    assert asked.does("my_unread", DELEGATE.acting) == {"unread": 2}
    item = asked.does("my_messages", DELEGATE.acting)["items"][0]
    asked.does("read_message", DELEGATE.acting, {}, message_id=item["message_id"])
    assert asked.does("my_messages", DELEGATE.acting, query="language=en")["items"][0]["read_at"]
    assert asked.does("read_messages", DELEGATE.acting, {"until": item["sent_at"]}) == {"read": 1}

    # and asks for all that is known of them
    kept = asked.does("show_my_data", DELEGATE.acting)
    assert sorted(message["occasion"] for message in kept["messages"]) == ["invitation", "voting-opened"]
    assert all(message["deliveries"] for message in kept["messages"])
    assert (kept["contact"]["email"], len(kept["seats"])) == ("anh@example.org", 1)
    assert asked.does("show_my_data", UNHEARD_OF.acting)["contact"] is None

    # Then everything was as described, and nothing was left untried
    assert asked.asked == set(ANSWERS) == described(Service)


def test_a_page_says_where_the_next_begins(world: World) -> None:
    asked = Asked(Service(), world.db, SimpleNamespace(public_url=PUBLIC_URL), ANSWERS)
    world.hear(world.forum(), world.person(DELEGATE), world.seats(DELEGATE))
    world.hear(*[world.invited(DELEGATE, serial=serial) for serial in range(1, views.PAGE + 2)])
    first = asked.does("my_messages", DELEGATE.acting)
    rest = asked.does("my_messages", DELEGATE.acting, query=f"after={first['next']}")
    assert (len(rest["items"]), rest["next"]) == (1, None)
