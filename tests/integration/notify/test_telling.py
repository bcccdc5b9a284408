"""Who is told what: once, whatever is heard twice and in whatever order."""

import itertools
import threading
from datetime import datetime
from random import Random
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest

from services.kit.db import Tx
from services.kit.envelope import Envelope
from services.notify.model import Occasion
from tests.integration.notify.post_office import PostOffice
from tests.integration.notify.world import PUBLIC_URL, Person, World
from tests.waiting import eventually

ANH = Person("Nguyễn Thị Ánh", "anh@example.org")
BINH = Person("Trần Văn Bình", "binh@example.org")
CHI = Person("Lê Chi", "chi@example.org", language="en")


def told(world: World) -> list[tuple[str, str]]:
    """Every message: who, and why."""
    names = {person.person_id: person.name for person in (ANH, BINH, CHI)}
    rows = world.rows("SELECT person_id, occasion FROM message ORDER BY occasion, number")
    return [(names[row["person_id"]], row["occasion"]) for row in rows]


def test_everyone_invited_gets_one_letter_with_a_link_of_their_own(world: World, office: PostOffice) -> None:
    people = [ANH, BINH, CHI]
    world.hear(world.forum(), *map(world.person, people), world.seats(*people), world.invited(*people))
    assert world.send() == 3
    assert world.states() == ["accepted"] * 3
    (mail,) = office.to("anh@example.org")
    assert mail["Subject"] == "Thư mời tham dự: Nâng cao chất lượng cán bộ Hội"
    assert mail["To"].addresses[0].display_name == "Nguyễn Thị Ánh"
    assert f"{PUBLIC_URL}/moi/" in mail.get_body(("plain",)).get_content()
    assert "Dear Lê Chi," in office.to("chi@example.org")[0].get_body(("plain",)).get_content()


def test_what_is_heard_twice_is_told_once(world: World, office: PostOffice) -> None:
    assignment = uuid4()
    batch = [
        world.forum(),
        world.person(ANH),
        world.person(BINH),
        world.seats(ANH),
        world.seats(BINH, roles=["organizer"]),
        world.invited(ANH),
        world.roll(ANH),
        world.roll(ANH, kind="round_closing_soon.v1"),
        world.round("certified"),
        world.leader(BINH),
        world.assignment(assignment),
        world.assignment(assignment, "accepted", 2),
    ]
    world.hear(*batch)
    world.send()
    world.hear(*batch)
    world.send()
    assert told(world) == [
        (BINH.name, "assignment-answered"),
        (BINH.name, "assignment-given"),
        (ANH.name, "invitation"),
        (ANH.name, "result"),
        (BINH.name, "result"),
        (ANH.name, "voting-closing-soon"),
        (ANH.name, "voting-opened"),
    ]
    assert len(office.mails) == 7


def forum_story(world: World) -> list[Envelope]:
    """What forum tells, in its order."""
    seats = [world.seats(ANH), world.seats(BINH, roles=["organizer"])]
    return [world.person(ANH), world.person(BINH), world.body(), world.forum(), *seats, world.leader(BINH)]


def proposals_story(world: World) -> list[Envelope]:
    """What proposals tells, in its order."""
    assignment = uuid4()
    answered = world.assignment(assignment, "acknowledged", 2)
    return [world.roll(ANH), world.round("certified"), world.assignment(assignment), answered]


def interleavings() -> list[list[int]]:
    """Orders in which two feeds can be heard: where, among the first's events, the second's come."""
    return [list(places) for places in itertools.combinations_with_replacement(range(8), 4)][::23]


@pytest.mark.parametrize("places", interleavings())
def test_the_same_is_told_however_the_feeds_mingle(world: World, office: PostOffice, places: list[int]) -> None:
    first, second = forum_story(world), proposals_story(world)
    for number, told_by_forum in enumerate([*first, None]):
        world.hear(*(e for e, place in zip(second, places, strict=True) if place == number))
        if told_by_forum:
            world.hear(told_by_forum)
    world.send()
    assert sorted(told(world)) == [
        (ANH.name, "result"),
        (ANH.name, "voting-opened"),
        (BINH.name, "assignment-answered"),
        (BINH.name, "assignment-given"),
        (BINH.name, "result"),
    ]
    assert world.states() == ["accepted"] * 5
    assert len(office.mails) == 5


def test_a_letter_waits_for_the_address(world: World, office: PostOffice) -> None:
    world.hear(world.forum(), world.seats(ANH), world.invited(ANH))
    assert world.send() == 0
    assert world.states() == ["waiting"]
    world.hear(world.person(ANH))
    assert world.send() == 1
    assert world.states() == ["accepted"]


def test_a_letter_waits_for_the_forum(world: World, office: PostOffice) -> None:
    world.hear(world.person(ANH), world.roll(ANH))
    assert world.send() == 0
    world.hear(world.forum())
    assert world.send() == 1


def test_an_invitation_issued_again_is_sent_again_and_the_earlier_one_no_more(world: World, office: PostOffice) -> None:
    world.hear(world.forum(), world.person(ANH), world.seats(ANH), world.invited(ANH))
    world.hear(world.invited(ANH, serial=2))
    world.send()
    assert world.states() == ["expired", "accepted"]
    assert office.mails[0]["Subject"].endswith("(gửi lại lần 2)")


def test_a_seat_taken_back_is_not_invited(world: World, office: PostOffice) -> None:
    world.hear(world.forum(), world.person(ANH), world.seats(ANH), world.invited(ANH), world.withdrawn(ANH))
    world.send()
    assert world.delivery()["state"] == "expired"
    assert world.delivery()["reason"] == "seat-withdrawn"
    assert not office.mails


def test_an_elector_who_was_invited_is_led_in_by_the_invitation(world: World, office: PostOffice) -> None:
    world.hear(world.forum(), world.person(ANH), world.person(BINH), world.seats(ANH), world.invited(ANH))
    world.hear(world.roll(ANH, BINH))
    world.send()
    vote = f"/dien-dan/{world.forum_id}/bieu-quyet/{world.round_id}"
    texts = {
        mail["To"].addresses[0].addr_spec: mail.get_body(("plain",)).get_content()
        for mail in office.mails
        if "biểu quyết" in mail["Subject"]
    }
    assert f"?den={vote}" in texts["anh@example.org"]
    assert f"{PUBLIC_URL}{vote}" in texts["binh@example.org"]


def test_a_call_to_vote_that_comes_too_late_is_not_sent(world: World, office: PostOffice) -> None:
    world.hear(world.forum(), world.person(ANH), world.roll(ANH, closes_in=-1))
    world.send()
    assert world.delivery()["reason"] == "too-late"
    assert not office.mails


def test_a_call_to_vote_names_the_time_the_round_was_extended_to(world: World, office: PostOffice) -> None:
    world.hear(world.forum(), world.person(ANH), world.roll(ANH, closes_in=-1))
    world.hear(world.round("extended", closes_in=90))
    world.send()
    assert world.states() == ["accepted"]


@pytest.mark.parametrize("state", ["extended", "resumed", "reopened"])
def test_who_comes_on_the_roll_late_is_called_to_vote_and_nobody_else_again(
    world: World, office: PostOffice, state: str
) -> None:
    world.hear(world.forum(), *map(world.person, (ANH, BINH, CHI)), world.roll(ANH, BINH))
    world.send()
    world.hear(world.round("closed", closes_in=-1), world.round(state, closes_in=90))
    world.hear(world.roll(CHI, kind="elector_admitted.v1", closes_in=90))
    world.send()
    assert sorted(mail["To"].addresses[0].addr_spec for mail in office.mails) == [
        "anh@example.org",
        "binh@example.org",
        "chi@example.org",
    ]
    assert world.states() == ["accepted"] * 3


@pytest.mark.parametrize("seed", range(8))
def test_however_electors_come_each_is_called_to_vote_once(world: World, seed: int) -> None:
    random = Random(seed)
    people = [Person(f"Đại biểu {number}") for number in range(12)]
    world.hear(world.forum(), world.roll(*people[:3]))
    admitted = [world.roll(person, kind="elector_admitted.v1") for person in people[3:]]
    for each in sorted([*admitted, *random.sample(admitted, 4)], key=lambda _: random.random()):
        before = called(world)
        world.hear(each)
        assert called(world) - before <= {UUID(person_id) for person_id in each.data["person_ids"]}
    rows = world.rows("SELECT count(*) AS messages, count(DISTINCT person_id) AS people FROM message")
    assert rows == [{"messages": 12, "people": 12}]


def called(world: World) -> set[UUID]:
    """Who was called to vote."""
    return {row["person_id"] for row in world.rows("SELECT person_id FROM message WHERE occasion = 'voting-opened'")}


def test_both_are_told_of_each_thing_that_becomes_of_a_proxy(world: World, office: PostOffice) -> None:
    given = world.proxy(ANH, BINH)
    world.hear(world.forum(), world.person(ANH), world.person(BINH), given, given)
    world.hear(world.proxy(ANH, BINH, "struck", "Giấy không có chữ ký"))
    world.hear(world.proxy(ANH, BINH))
    world.send()
    assert told(world) == [(ANH.name, "proxy"), (BINH.name, "proxy")] * 3
    first, struck, _ = office.to("binh@example.org")
    place = f"/dien-dan/{world.forum_id}/bieu-quyet/{world.round_id}/uy-quyen"
    assert place in first.get_body(("plain",)).get_content()
    assert "Giấy không có chữ ký" in struck.get_body(("plain",)).get_content()


def test_who_is_to_vote_again_is_told_once_for_each_change_and_by_when(world: World, office: PostOffice) -> None:
    first, second = world.set_aside(ANH, minutes=1), world.set_aside(ANH, CHI, minutes=2)
    world.hear(world.forum(), world.person(ANH), world.person(CHI), first, second, second)
    assert told(world) == [
        (ANH.name, "ballot-set-aside"),
        (ANH.name, "ballot-set-aside"),
        (CHI.name, "ballot-set-aside"),
    ]
    later = world.round("extended", closes_in=600)
    world.hear(later)
    world.send()
    (mail,) = office.to("chi@example.org")
    text = mail.get_body(("plain",)).get_content()
    assert f"/dien-dan/{world.forum_id}/bieu-quyet/{world.round_id}" in text
    assert "solution number 3 at 23/11/2026 08:02" in text
    closes_at = datetime.fromisoformat(later.data["closes_at"]).astimezone(ZoneInfo("Asia/Ho_Chi_Minh"))
    assert f"Voting closes: {closes_at:%d/%m/%Y %H:%M}" in text
    assert len(office.to("anh@example.org")) == 2


def test_when_the_round_has_closed_nobody_is_asked_to_vote_again(world: World, office: PostOffice) -> None:
    world.hear(world.forum(), world.person(ANH), world.set_aside(ANH), world.round("closed"))
    world.send()
    assert world.states() == ["expired"]


def test_a_reminder_of_a_time_that_was_moved_is_not_sent(world: World, office: PostOffice) -> None:
    world.hear(world.forum(), world.person(ANH), world.roll(ANH, kind="round_closing_soon.v1"))
    world.hear(world.round("extended", closes_in=90, minutes=-60))
    world.hear(world.roll(ANH, kind="round_closing_soon.v1", closes_in=90))
    world.send()
    assert world.states() == ["expired", "accepted"]


def test_of_a_cancelled_forum_nothing_more_is_sent(world: World, office: PostOffice) -> None:
    world.hear(world.forum(), world.person(ANH), world.seats(ANH), world.invited(ANH), world.forum("cancelled"))
    world.send()
    assert world.states() == ["expired"]


def test_a_result_with_weights_is_told_in_votes(world: World, office: PostOffice) -> None:
    world.hear(world.forum(), world.person(ANH), world.seats(ANH), world.round("certified", unit=4))
    world.send()
    [mail] = office.mails
    said = mail.get_body(("plain",)).get_content()
    assert "Đồng ý: 10 | Không đồng ý: 2,5 | Không có ý kiến: 1,25" in said


def test_who_gets_a_seat_after_the_result_is_not_told_it(world: World) -> None:
    world.hear(world.forum(), world.seats(ANH), world.round("certified", minutes=60), world.seats(BINH, minutes=61))
    assert told(world) == [(ANH.name, "result")]


def test_a_leader_appointed_later_is_given_what_is_still_open(world: World) -> None:
    done, open_ = uuid4(), uuid4()
    world.hear(world.forum(), world.assignment(done), world.assignment(open_), world.assignment(done, "done", 2))
    world.hear(world.leader(ANH))
    (row,) = world.rows("SELECT person_id, subject FROM message")
    assert row == {"person_id": ANH.person_id, "subject": str(open_)}


def test_who_no_longer_leads_is_given_nothing(world: World) -> None:
    world.hear(world.forum(), world.leader(ANH), world.leader(ANH, "dismissed"), world.assignment(uuid4()))
    assert not told(world)


def test_only_organizers_are_told_of_answers(world: World) -> None:
    assignment = uuid4()
    world.hear(world.forum(), world.seats(ANH), world.seats(BINH, roles=["delegate", "organizer"]))
    world.hear(world.assignment(assignment), world.assignment(assignment, "declined", 2))
    assert told(world) == [(BINH.name, Occasion.ASSIGNMENT_ANSWERED)]


@pytest.mark.parametrize("result_first", [True, False])
def test_what_two_feeds_tell_at_the_same_moment_meets(world: World, result_first: bool) -> None:
    """The seats come by one queue, the result by another, and neither transaction sees the other's rows."""
    both = [world.round("certified"), world.seats(ANH)]
    first, second = both if result_first else reversed(both)
    world.hear(world.forum())
    applied, may_commit = threading.Event(), threading.Event()

    def slowly(tx: Tx) -> None:
        world.apply(tx, [first])
        applied.set()
        may_commit.wait(10)

    slow = threading.Thread(target=world.db.transact, args=(slowly,))
    fast = threading.Thread(target=world.hear, args=(second,))
    slow.start()
    assert applied.wait(10)
    fast.start()
    waiting = "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    eventually(lambda: not fast.is_alive() or world.rows(waiting), within=1.5)
    may_commit.set()
    slow.join()
    fast.join()
    assert told(world) == [(ANH.name, "result")]
