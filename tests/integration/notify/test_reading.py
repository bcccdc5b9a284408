"""What people read of notify, who may, and sending again what was given up."""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest

from services.kit.acting import NOBODY, Acting
from services.kit.db import Database, Tx
from services.kit.errors import Forbidden, Missing, NotSignedIn
from services.notify import commands, schemas, views
from services.notify.model import NotGivenUp
from tests.integration.notify.post_office import PostOffice
from tests.integration.notify.world import PUBLIC_URL, Person, World

ORGANIZER = Person("Phạm Thị Dung", "dung@example.org")
DELEGATE = Person("Nguyễn Thị Ánh", "anh@example.org")
STRANGER = Person("Người lạ", "la@example.org")

Ask = Callable[[Tx, Acting], dict[str, Any]]


@pytest.fixture
def hall(world: World) -> World:
    """A forum with an organizer and an invited delegate, and a stranger."""
    people = [ORGANIZER, DELEGATE, STRANGER]
    world.hear(world.forum(), *map(world.person, people), world.seats(ORGANIZER, roles=["organizer"]))
    world.hear(world.seats(DELEGATE), world.invited(DELEGATE))
    return world


def inbox(world: World, person: Person, **asked: Any) -> dict[str, Any]:
    """A person's messages."""
    data = schemas.Inbox().load(asked)
    return world.db.read(lambda tx: views.my_messages(tx, person.acting, data, PUBLIC_URL))


def sent(world: World, person: Person = ORGANIZER, **asked: Any) -> dict[str, Any]:
    """The forum's messages, as a person sees them."""
    data = schemas.Deliveries().load(asked)
    return world.db.read(lambda tx: views.forum_messages(tx, person.acting, world.forum_id, data))


def test_the_inbox_shows_what_one_was_told_in_ones_language(hall: World) -> None:
    (item,) = inbox(hall, DELEGATE)["items"]
    assert item["subject"] == "Thư mời tham dự: Nâng cao chất lượng cán bộ Hội"
    assert "Kính gửi chị Nguyễn Thị Ánh," in item["text"]
    assert item["path"] == f"/dien-dan/{hall.forum_id}"
    assert item["mandatory"] is True
    assert item["read_at"] is None
    (english,) = inbox(hall, DELEGATE, language="en")["items"]
    assert english["subject"].startswith("Invitation: ")


def test_the_inbox_is_ones_own(hall: World) -> None:
    assert not inbox(hall, ORGANIZER)["items"]
    with pytest.raises(NotSignedIn):
        hall.db.read(lambda tx: views.my_messages(tx, NOBODY, schemas.Inbox().load({}), PUBLIC_URL))
    with pytest.raises(NotSignedIn):
        hall.db.read(lambda tx: views.my_unread(tx, NOBODY))


def test_a_message_is_unread_until_its_person_reads_it(hall: World) -> None:
    (item,) = inbox(hall, DELEGATE)["items"]
    with pytest.raises(Missing):
        hall.db.transact(lambda tx: commands.read_message(tx, STRANGER.acting, item["message_id"]))
    with pytest.raises(NotSignedIn):
        hall.db.transact(lambda tx: commands.read_message(tx, NOBODY, item["message_id"]))
    assert hall.db.read(lambda tx: views.my_unread(tx, DELEGATE.acting)) == {"unread": 1}
    first = hall.db.transact(lambda tx: commands.read_message(tx, DELEGATE.acting, item["message_id"]))
    assert hall.db.transact(lambda tx: commands.read_message(tx, DELEGATE.acting, item["message_id"])) == first
    assert hall.db.read(lambda tx: views.my_unread(tx, DELEGATE.acting)) == {"unread": 0}


def test_the_inbox_comes_in_pages(hall: World) -> None:
    for serial in range(2, views.PAGE + 3):
        hall.hear(hall.invited(DELEGATE, serial=serial))
    first = inbox(hall, DELEGATE)
    second = inbox(hall, DELEGATE, after=first["next"])
    assert len(first["items"]) == views.PAGE
    assert len(second["items"]) == 2
    assert second["next"] is None
    assert len({item["message_id"] for page in (first, second) for item in page["items"]}) == views.PAGE + 2


def test_organizers_see_what_was_sent_and_how_that_went(hall: World, office: PostOffice) -> None:
    office.moods["anh@example.org"] = "550 no such user"
    hall.send()
    seen = sent(hall)
    (item,) = seen["items"]
    assert (item["full_name"], item["occasion"], item["channel"]) == (DELEGATE.name, "invitation", "email")
    assert (item["state"], item["attempts"]) == ("given-up", 1)
    assert "no such user" in item["reason"]
    assert seen["counts"] == {"given-up": 1}
    assert seen["counts_by_occasion"] == {"invitation": {"given-up": 1}}
    assert not sent(hall, state="accepted")["items"]
    assert len(sent(hall, state="given-up", occasion="invitation")["items"]) == 1


@pytest.mark.parametrize(("language", "words"), [(None, "Kính gửi chị Phạm Thị Dung"), ("en", "Dear Phạm Thị Dung")])
def test_organizers_see_the_invitation_as_they_would_get_it_with_nobodys_link(
    hall: World, language: str | None, words: str
) -> None:
    seen = hall.db.read(lambda tx: views.invitation(tx, ORGANIZER.acting, hall.forum_id, language, PUBLIC_URL))
    assert words in seen["text"]
    assert f"{PUBLIC_URL}/moi/…\n" in seen["text"]
    assert seen["subject"]


@pytest.mark.parametrize(
    ("state", "person", "refusal"),
    [
        ("open", DELEGATE.acting, Forbidden),
        ("open", STRANGER.acting, Forbidden),
        ("open", NOBODY, NotSignedIn),
        ("draft", STRANGER.acting, Missing),
        ("draft", DELEGATE.acting, Missing),
        ("draft", NOBODY, NotSignedIn),
        ("cancelled", STRANGER.acting, Missing),
        ("cancelled", DELEGATE.acting, Missing),
    ],
)
def test_nobody_else_sees_or_sends_a_forums_messages(
    hall: World, state: str, person: Acting, refusal: type[Exception]
) -> None:
    hall.hear(hall.forum(state))
    delivery_id = hall.delivery()["delivery_id"]
    asks: list[Ask] = [
        lambda tx, acting: views.forum_messages(tx, acting, hall.forum_id, schemas.Deliveries().load({})),
        lambda tx, acting: commands.retry_delivery(tx, acting, hall.forum_id, delivery_id),
        lambda tx, acting: commands.retry_given_up(tx, acting, hall.forum_id),
        lambda tx, acting: views.invitation(tx, acting, hall.forum_id, None, PUBLIC_URL),
    ]
    for ask in asks:
        with pytest.raises(refusal):
            hall.db.transact(lambda tx, ask=ask: ask(tx, person))


def test_an_organizer_of_another_forum_sees_nothing_of_this_one(hall: World, db: Database) -> None:
    elsewhere = World(db)
    other = Person("Ban tổ chức khác", "khac@example.org")
    elsewhere.hear(elsewhere.forum(), elsewhere.seats(other, roles=["organizer"]))
    with pytest.raises(Forbidden):
        sent(hall, other)
    delivery_id = hall.delivery()["delivery_id"]
    with pytest.raises(Missing):
        db.transact(lambda tx: commands.retry_delivery(tx, other.acting, elsewhere.forum_id, delivery_id))


def test_of_a_forum_nobody_has_heard_of_there_is_nothing(world: World) -> None:
    with pytest.raises(Missing):
        sent(world)


def retry(world: World, delivery_id: UUID) -> dict[str, Any]:
    """An organizer has one sent again."""
    return world.db.transact(lambda tx: commands.retry_delivery(tx, ORGANIZER.acting, world.forum_id, delivery_id))


def test_what_was_given_up_can_be_sent_again(hall: World, office: PostOffice) -> None:
    office.moods["anh@example.org"] = "550 no such user"
    hall.send()
    office.moods.clear()
    answer = retry(hall, hall.delivery()["delivery_id"])
    assert answer["state"] == "queued"
    hall.send()
    assert hall.delivery()["state"] == "accepted"
    with pytest.raises(NotGivenUp):
        retry(hall, hall.delivery()["delivery_id"])
    with pytest.raises(Missing):
        retry(hall, uuid4())


def test_what_stays_unknown_can_be_sent_again(hall: World, office: PostOffice) -> None:
    office.moods["anh@example.org"] = "drop"
    hall.send()
    with pytest.raises(NotGivenUp):
        retry(hall, hall.delivery()["delivery_id"])
    hall.hasten()
    hall.send()
    assert retry(hall, hall.delivery()["delivery_id"])["state"] == "queued"


def test_all_that_was_given_up_can_be_sent_again_at_once(hall: World, office: PostOffice) -> None:
    office.moods["anh@example.org"] = "550 no such user"
    hall.send()
    again = hall.db.transact(lambda tx: commands.retry_given_up(tx, ORGANIZER.acting, hall.forum_id))
    assert again == {"retried": 1}
    assert hall.states() == ["queued"]


def test_all_are_marked_as_read_but_what_came_since_and_what_is_others(hall: World) -> None:
    shown = inbox(hall, DELEGATE)["items"][0]["sent_at"]
    hall.hear(hall.roll(DELEGATE, ORGANIZER))
    read = hall.db.transact(lambda tx: commands.read_messages(tx, DELEGATE.acting, shown))
    assert read == {"read": 1}
    assert hall.db.read(lambda tx: views.my_unread(tx, DELEGATE.acting)) == {"unread": 1}
    assert hall.db.read(lambda tx: views.my_unread(tx, ORGANIZER.acting)) == {"unread": 1}
