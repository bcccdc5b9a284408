"""Handing letters to the mail server, whatever it does."""

import threading
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from services.kit.db import Database, Tx
from services.kit.errors import DatabaseAway, OutcomeUnknown
from services.notify import deliverer, model
from services.notify.deliverer import exchange, lapse
from tests.integration.notify.post_office import PostOffice, opened
from tests.integration.notify.world import Person, World

ANH = Person("Nguyễn Thị Ánh", "anh@example.org")


@pytest.fixture
def invited(world: World) -> World:
    """A world in which one person has been invited, and nothing sent."""
    world.hear(world.forum(), world.person(ANH), world.seats(ANH), world.invited(ANH))
    return world


def crowd(world: World, size: int) -> list[Person]:
    """People who have been invited."""
    people = [Person(f"Đại biểu {n}", f"p{n}@example.org") for n in range(size)]
    world.hear(world.forum(), *map(world.person, people))
    for start in range(0, size, 200):
        some = people[start : start + 200]
        world.hear(world.seats(*some), world.invited(*some))
    return people


def given_up(world: World) -> list[dict[str, Any]]:
    """The events about what was given up."""
    return [row["data"] for row in world.rows("SELECT data FROM event WHERE type = 'delivery_given_up.v1'")]


def test_a_mail_the_server_wants_later_is_sent_later(invited: World, office: PostOffice) -> None:
    office.moods["anh@example.org"] = "451 not now"
    invited.send()
    first = invited.delivery()
    assert (first["state"], first["attempts"]) == ("queued", 1)
    assert "not now" in first["reason"]
    assert timedelta(seconds=4) < first["due_in"] <= timedelta(seconds=model.FIRST_DELAY)
    assert invited.send() == 0
    office.moods.clear()
    invited.hasten()
    invited.send()
    assert (invited.delivery()["state"], invited.delivery()["attempts"]) == ("accepted", 2)
    assert not given_up(invited)


def test_the_delay_doubles(invited: World, office: PostOffice) -> None:
    office.moods["anh@example.org"] = "451 not now"
    for delay in (5, 10, 20, 40):
        invited.send()
        assert timedelta(seconds=delay - 1) < invited.delivery()["due_in"] <= timedelta(seconds=delay)
        invited.hasten()


def test_after_many_attempts_a_mail_is_given_up_and_that_is_told(invited: World, office: PostOffice) -> None:
    office.moods["anh@example.org"] = "451 not now"
    for _ in range(model.MOST_ATTEMPTS):
        assert invited.delivery()["state"] == "queued"
        invited.hasten()
        invited.send()
    delivery = invited.delivery()
    assert (delivery["state"], delivery["due_at"]) == ("given-up", None)
    (told,) = given_up(invited)
    assert UUID(told["message_id"]) == delivery["message_id"]
    assert (told["occasion"], told["channel"], told["person_id"]) == ("invitation", "email", str(ANH.person_id))


def test_a_refused_mail_is_given_up_at_once(invited: World, office: PostOffice) -> None:
    office.moods["anh@example.org"] = "550 no such user"
    invited.send()
    assert (invited.delivery()["state"], invited.delivery()["attempts"]) == ("given-up", 1)
    assert len(given_up(invited)) == 1


def test_who_has_no_address_is_given_up_and_not_tried(world: World) -> None:
    silent = Person("Không thư")
    world.hear(world.forum(), world.person(silent), world.seats(silent), world.invited(silent))
    world.send()
    assert (world.delivery()["state"], world.delivery()["reason"]) == ("given-up", "no-address")
    assert len(given_up(world)) == 1


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("mood", ["drop", "hang"])
def test_without_an_answer_after_the_mail_nobody_knows_and_it_is_sent_once_more(
    invited: World, office: PostOffice, mood: str
) -> None:
    office.moods["anh@example.org"] = mood
    invited.send()
    first = invited.delivery()
    assert (first["state"], first["unknowns"]) == ("unknown", 1)
    assert timedelta(minutes=14) < first["due_in"] <= timedelta(minutes=15)
    invited.hasten()
    invited.send()
    assert (invited.delivery()["state"], invited.delivery()["due_at"]) == ("unknown", None)
    assert len(office.mails) == 2
    assert len({mail["Message-ID"] for mail in office.mails}) == 1
    assert str(first["delivery_id"]) in office.mails[0]["Message-ID"]


def test_the_repeat_of_an_unknown_mail_is_tried_until_it_is_taken(invited: World, office: PostOffice) -> None:
    for mood, state in (("drop", "unknown"), ("451 not now", "unknown"), ("", "accepted")):
        office.moods["anh@example.org"] = mood
        invited.hasten()
        invited.send()
        assert invited.delivery()["state"] == state


@pytest.mark.usefixtures("impatient")
def test_a_server_that_hangs_before_the_mail_leaves_nothing_unknown(invited: World, office: PostOffice) -> None:
    office.moods["anh@example.org"] = "deaf"
    invited.send()
    assert (invited.delivery()["state"], invited.delivery()["unknowns"]) == ("queued", 0)


def test_while_the_server_is_away_one_letter_tries_and_the_others_wait_untried(world: World) -> None:
    crowd(world, 5)
    world.smtp_url = "smtp://127.0.0.1:1"
    assert world.send() == 1
    rows = world.rows("SELECT attempts, due_at <= now() AS due FROM delivery ORDER BY attempts")
    assert [row["attempts"] for row in rows] == [0, 0, 0, 0, 1]
    assert [row["due"] for row in rows] == [True, True, True, True, False]
    with opened() as (office, url):
        world.smtp_url = url
        world.hasten()
        world.send()
        assert len(office.mails) == 5


def test_one_bad_address_does_not_hold_up_the_others(world: World, office: PostOffice) -> None:
    people = [Person(f"Đại biểu {n}", f"p{n}@example.org") for n in range(4)]
    people[1].email = "not an address\r\nBcc: x@example.org"
    people[2].email = "a,b@@example.org"
    world.hear(world.forum(), *map(world.person, people), world.seats(*people), world.invited(*people))
    world.send()
    assert sorted(world.states()) == ["accepted", "accepted", "given-up", "given-up"]
    assert {mail["To"] for mail in office.mails} == {f"{p.name} <{p.email}>" for p in (people[0], people[3])}


def test_a_lease_that_ends_without_an_outcome_is_unknown_and_sent_at_once(
    invited: World, db: Database, office: PostOffice
) -> None:
    assert claim(db)
    assert lapse(db) == 0
    assert invited.delivery()["state"] == "sending"
    assert invited.send() == 0
    invited.hasten()
    assert invited.send() == 0
    assert lapse(db) == 1
    lapsed = invited.delivery()
    assert (lapsed["state"], lapsed["unknowns"], lapsed["attempts"]) == ("unknown", 1, 1)
    assert lapsed["due_in"] <= timedelta(0)
    invited.send()
    assert invited.delivery()["state"] == "accepted"
    assert len(office.mails) == 1


def test_an_outcome_that_comes_after_the_lease_changes_nothing(invited: World, db: Database) -> None:
    lease, (delivery,) = claim(db)
    invited.hasten()
    lapse(db)
    late = deliverer.Settled(delivery, model.Step(model.State.GIVEN_UP), "", model.Outcome.REFUSED)
    db.transact(lambda tx: exchange(tx, lease, [late], 0))
    assert invited.delivery()["state"] == "unknown"
    assert not given_up(invited)


def claim(db: Database) -> tuple[UUID, list[model.Claimed]]:
    """Lease what is due, as a sender does that will never be heard of again."""
    lease = deliverer.random_id()
    return lease, db.transact(lambda tx: exchange(tx, lease, [], 8))


def test_outcomes_are_kept_while_the_database_is_away(
    invited: World, office: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    away = iter([False, True, True, False])

    def sometimes(tx: Tx, *arguments: Any) -> list[model.Claimed]:
        if next(away, False):
            raise DatabaseAway
        return exchange(tx, *arguments)

    monkeypatch.setattr(deliverer, "exchange", sometimes)
    monkeypatch.setattr(deliverer, "AWAY_SECONDS", 0.01)
    invited.send()
    assert invited.delivery()["state"] == "accepted"
    assert len(office.mails) == 1


def test_a_sender_that_lost_the_answer_of_its_claim_takes_it_up_again(
    invited: World, db: Database, office: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The commit was lost on the way back: the sender repeats the exchange under the same lease."""
    lost = iter([True])

    def transact(work: Any) -> Any:
        result = Database.transact(db, work)
        if next(lost, False):
            raise OutcomeUnknown
        return result

    monkeypatch.setattr(db, "transact", transact)
    monkeypatch.setattr(deliverer, "AWAY_SECONDS", 0.01)
    assert invited.send() == 1
    assert invited.delivery()["state"] == "accepted"


def test_a_thousand_people_get_exactly_one_letter_each_from_four_senders(world: World, office: PostOffice) -> None:
    people = crowd(world, 1000)
    threads = [threading.Thread(target=drain, args=(world,)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(mail["To"].addresses[0].addr_spec for mail in office.mails) == sorted(p.email or "" for p in people)
    assert set(world.states()) == {"accepted"}


def drain(world: World) -> None:
    """Send until nothing is due, in slices as the service does."""
    while world.send():
        pass


def test_a_slice_ends_and_gives_back_what_it_has_not_tried(
    world: World, office: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    crowd(world, 5)
    monkeypatch.setattr(deliverer, "SLICE_SECONDS", 0.001)
    assert world.send() == 1
    assert sorted(world.states()) == ["accepted", "queued", "queued", "queued", "queued"]
