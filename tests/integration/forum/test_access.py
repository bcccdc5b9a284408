"""Who may: every command and every view of a forum, tried by everyone who may not."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from services.forum import views
from services.forum.commands import forums, invitations, screens, seats
from services.kit.acting import NOBODY, Acting
from services.kit.errors import Forbidden, Missing, NotSignedIn, Refused
from services.kit.ids import new_id
from tests.integration.forum.conftest import KEYS, Stage, phase, roster_text, set_up

Try = Callable[[Stage, Acting, dict[str, Any]], Any]
ROSTER = roster_text([("An", "an@hoi.example", "Hội", "", "", "ban tổ chức")])
GRANT = {
    "full_name": "An",
    "email": "an@hoi.example",
    "sector": "Hội",
    "body_code": None,
    "position": "",
    "roles": ["organizer"],
}


def moving(work: Any, *arguments: Any) -> Try:
    return lambda stage, who, forum: stage.do(work, who, forum["forum_id"], *arguments)


#: everything only a forum's organizers may do or see
ORGANIZERS_ONLY: dict[str, Try] = {
    "amend": moving(forums.amend_forum, {"host_body_id": new_id()}, lambda _: None),
    "announce": moving(forums.announce_forum),
    "open": moving(forums.open_forum),
    "close": moving(forums.leave_open, "closed"),
    "conclude": moving(forums.leave_open, "concluded"),
    "cancel": moving(forums.leave_open, "cancelled"),
    "open phase": lambda s, who, f: s.do(forums.open_phase, who, f["forum_id"], f["phases"][0]["phase_id"]),
    "close phase": lambda s, who, f: s.do(forums.close_phase, who, f["forum_id"], f["phases"][0]["phase_id"]),
    "preview roster": moving(seats.import_delegates, {"text": ROSTER, "apply": False}),
    "import roster": moving(seats.import_delegates, {"text": ROSTER, "apply": True}),
    "list seats": moving(views.seats, 10),
    "export seats": moving(views.exported_seats),
    "grant seat": moving(seats.grant_seat, GRANT),
    "show seat": lambda s, who, f: s.do(views.seat, who, f["forum_id"], f["seat_id"]),
    "change seat": lambda s, who, f: s.do(seats.change_seat, who, f["forum_id"], f["seat_id"], GRANT),
    "withdraw seat": lambda s, who, f: s.do(seats.withdraw_seat, who, f["forum_id"], f["seat_id"]),
    "invite": moving(invitations.invite_seats, {}),
    "ask for a pairing code": lambda s, who, f: s.do(screens.ask_pairing, who, KEYS, f["forum_id"], ""),
    "list screens": moving(views.screens),
    "unpair screen": moving(screens.unpair_screen, new_id()),
    "set scene": moving(screens.set_scene, {"name": "waiting"}),
    "invite again": lambda s, who, f: s.do(invitations.invite_again, who, f["forum_id"], f["seat_id"]),
}


@pytest.fixture(scope="module")
def stage(migrated_database: Callable[[str], str]) -> Iterator[Stage]:
    """One for all tests here: nothing they try may change anything."""
    yield from set_up(migrated_database("forum"))


@pytest.fixture(scope="module")
def draft(stage: Stage) -> dict[str, Any]:
    """A draft with a delegate, and everyone who is not its organizer."""
    forum = stage.draft(phases=[phase()])
    seat = stage.seat(forum["forum_id"], "delegate@hoi.example")
    other = stage.announced()
    stage.seat(other["forum_id"], "elsewhere@hoi.example", "organizer")
    stage.newcomer("stranger@hoi.example")
    removed = stage.seat(forum["forum_id"], "removed@hoi.example", "organizer")
    stage.do(seats.withdraw_seat, stage.admin, forum["forum_id"], removed["seat_id"])
    stage.rows("UPDATE person SET organizer = true WHERE email = 'stranger@hoi.example'")
    return {**forum, "seat_id": seat["seat_id"]}


@pytest.fixture(scope="module")
def announced(stage: Stage) -> dict[str, Any]:
    """The same forum announced, and a delegate in it."""
    forum = stage.announced(phases=[phase()])
    seat = stage.seat(forum["forum_id"], "delegate@hoi.example")
    return {**forum, "seat_id": seat["seat_id"]}


OUTSIDERS = ("delegate", "elsewhere", "removed", "stranger")


def refusal(stage: Stage, attempt: Try, who: Acting, forum: dict[str, Any]) -> type[Refused]:
    """How it is refused; that it changed nothing is asked as well."""
    before = (stage.told(), stage.rows("SELECT * FROM seat ORDER BY seat_id"), stage.rows("SELECT * FROM forum"))
    with pytest.raises(Refused) as refused:
        attempt(stage, who, forum)
    assert before == (
        stage.told(),
        stage.rows("SELECT * FROM seat ORDER BY seat_id"),
        stage.rows("SELECT * FROM forum"),
    )
    return refused.type


@pytest.mark.parametrize("what", ORGANIZERS_ONLY)
def test_of_a_draft_nobody_else_learns_that_it_is(stage: Stage, draft: dict[str, Any], what: str) -> None:
    attempt = ORGANIZERS_ONLY[what]
    assert refusal(stage, attempt, NOBODY, draft) is NotSignedIn
    for name in OUTSIDERS:
        assert refusal(stage, attempt, stage.person(f"{name}@hoi.example"), draft) is Missing
    assert refusal(stage, attempt, Acting(new_id()), draft) is Missing
    assert refusal(stage, attempt, Acting(operator=True), draft) is NotSignedIn


@pytest.mark.parametrize("what", ORGANIZERS_ONLY)
@pytest.mark.usefixtures("draft")
def test_what_an_announced_forums_organizers_may_nobody_else_may(
    stage: Stage, announced: dict[str, Any], what: str
) -> None:
    attempt = ORGANIZERS_ONLY[what]
    assert refusal(stage, attempt, NOBODY, announced) is NotSignedIn
    for name in OUTSIDERS:
        assert refusal(stage, attempt, stage.person(f"{name}@hoi.example"), announced) is Forbidden


@pytest.mark.parametrize("what", ORGANIZERS_ONLY)
def test_a_forum_nobody_made_is_missing_for_its_own_reason(stage: Stage, draft: dict[str, Any], what: str) -> None:
    assert refusal(stage, ORGANIZERS_ONLY[what], stage.admin, {**draft, "forum_id": new_id()}) is Missing


@pytest.mark.usefixtures("draft")
def test_only_who_may_make_forums_makes_one(stage: Stage) -> None:
    data = {"host_body_id": stage.host}
    for who, expected in ((NOBODY, NotSignedIn), (Acting(new_id()), NotSignedIn)):
        with pytest.raises(expected):
            stage.do(forums.draft_forum, who, data)
    for name in ("delegate", "elsewhere", "removed"):
        with pytest.raises(Forbidden):
            stage.do(forums.draft_forum, stage.person(f"{name}@hoi.example"), data)


def test_me_is_nobody_for_whoever_is_not_in_the_directory(stage: Stage) -> None:
    for who in (NOBODY, Acting(new_id()), Acting(operator=True)):
        with pytest.raises(NotSignedIn):
            stage.do(views.me, who)
