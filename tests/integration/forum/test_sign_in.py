"""Signing in: by code, by link, by invitation; once, in time, and never told who is known."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest

from services.forum import letters, views
from services.forum.commands import forums, invitations, seats, sessions, sign_in
from services.forum.model.sign_in import (
    ASKED_BY_ADDRESS,
    ASKED_BY_ALL,
    WRONG_BY_ADDRESS,
    WRONG_TRIES,
    InvitationEnded,
    LinkSpent,
    WrongCode,
)
from services.kit.acting import NOBODY, Acting
from services.kit.errors import Limited, Missing, NotSignedIn
from services.kit.mail import Letter, Outcome
from services.kit.settings import Settings
from tests.integration.forum.conftest import ADMIN, KEYS, LINKS, Stage
from tests.integration.notify.post_office import PostOffice, opened

UNKNOWN = "nobody@hoi.example"
OPERATOR = Acting(operator=True)
PUBLIC_URL = "https://hienke.example"


@pytest.fixture(scope="module")
def post_office() -> Iterator[tuple[PostOffice, str]]:
    with opened() as office:
        yield office


@pytest.fixture
def settings(post_office: tuple[PostOffice, str]) -> Settings:
    post_office[0].mails.clear()
    post_office[0].moods.clear()
    blank: dict[str, Any] = dict.fromkeys(Settings.__dataclass_fields__, "")
    values = {"internal_key": "ab" * 32, "public_url": PUBLIC_URL, "mail_from": "hien-ke@hoi.example"}
    return Settings(**{**blank, **values, "smtp_url": post_office[1]})


def ask(stage: Stage, email: str = ADMIN) -> dict[str, Any]:
    return stage.do(sign_in.request_sign_in, KEYS, email)


def secrets_of(stage: Stage) -> list[tuple[str, str]]:
    """The code and the token of every request so far, as its letter would have them."""
    rows = stage.rows("SELECT request_id, salt FROM sign_in_request ORDER BY request_id")
    made = [(row["request_id"], bytes(row["salt"])) for row in rows]
    return [(KEYS.code(*one), KEYS.token(*one)) for one in made]


def by_code(stage: Stage, code: str, email: str = ADMIN) -> Any:
    return stage.do(sign_in.sign_in_by_code, KEYS, LINKS, code, email)


def by_link(stage: Stage, token: str) -> Any:
    return stage.do(sign_in.sign_in_by_link, KEYS, token)


def other_than(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06}"


def is_session(answer: Any, stage: Stage) -> bool:
    return isinstance(answer, dict) and answer["person_id"] == stage.admin.person_id


# Codes and links


def test_a_code_signs_in_once(stage: Stage) -> None:
    assert ask(stage) == {"code_sent": True}
    [(code, _)] = secrets_of(stage)
    assert is_session(by_code(stage, code), stage)
    assert isinstance(by_code(stage, code), WrongCode)


def test_a_link_signs_in_once(stage: Stage) -> None:
    ask(stage)
    [(_, token)] = secrets_of(stage)
    assert is_session(by_link(stage, token), stage)
    with pytest.raises(LinkSpent):
        by_link(stage, token)


def test_code_and_link_of_one_letter_are_one_key(stage: Stage) -> None:
    ask(stage)
    [(code, token)] = secrets_of(stage)
    by_link(stage, token)
    assert isinstance(by_code(stage, code), WrongCode)


@pytest.mark.parametrize("by", ["code", "link"])
def test_of_many_uses_at_once_one_gets_a_session(stage: Stage, by: str) -> None:
    ask(stage)
    [(code, token)] = secrets_of(stage)

    def use(_: int) -> bool:
        try:
            return is_session(by_code(stage, code) if by == "code" else by_link(stage, token), stage)
        except LinkSpent:
            return False

    with ThreadPoolExecutor(8) as all_at_once:
        assert sum(all_at_once.map(use, range(16))) == 1
    assert stage.rows("SELECT count(*) AS sessions FROM session") == [{"sessions": 1}]


def test_an_earlier_letter_that_came_late_still_signs_in(stage: Stage) -> None:
    ask(stage)
    ask(stage)
    first, second = secrets_of(stage)
    assert is_session(by_code(stage, first[0]), stage)
    assert is_session(by_link(stage, second[1]), stage)


def test_after_a_quarter_of_an_hour_neither_signs_in(stage: Stage) -> None:
    ask(stage)
    [(code, token)] = secrets_of(stage)
    [row] = stage.rows("SELECT expires_at - asked_at AS life FROM sign_in_request")
    assert row["life"].total_seconds() == 15 * 60
    stage.rows("UPDATE sign_in_request SET expires_at = now()")
    assert isinstance(by_code(stage, code), WrongCode)
    with pytest.raises(LinkSpent):
        by_link(stage, token)


def test_five_wrong_tries_end_a_code_and_leave_its_link(stage: Stage) -> None:
    ask(stage)
    [(code, token)] = secrets_of(stage)
    for _ in range(WRONG_TRIES):
        assert isinstance(by_code(stage, other_than(code)), WrongCode)
    assert isinstance(by_code(stage, code), WrongCode)
    assert is_session(by_link(stage, token), stage)


def test_a_wrong_try_stays_counted_though_it_is_refused(stage: Stage) -> None:
    ask(stage)
    [(code, _)] = secrets_of(stage)
    by_code(stage, other_than(code))
    assert stage.rows("SELECT wrong_tries FROM sign_in_request") == [{"wrong_tries": 1}]


def test_many_wrong_tries_in_a_day_are_refused_whatever_is_asked_for(stage: Stage) -> None:
    for _ in range(WRONG_BY_ADDRESS.most):
        assert isinstance(by_code(stage, "000000"), WrongCode)
    ask(stage)
    [(code, token)] = secrets_of(stage)
    with pytest.raises(Limited):
        by_code(stage, code)
    assert is_session(by_link(stage, token), stage)


def test_a_code_is_good_for_its_own_address_only(stage: Stage) -> None:
    stage.newcomer("other@hoi.example")
    ask(stage)
    [(code, _)] = secrets_of(stage)
    assert isinstance(by_code(stage, code, "other@hoi.example"), WrongCode)


def test_a_forged_token_is_a_spent_link(stage: Stage) -> None:
    ask(stage)
    [(_, token)] = secrets_of(stage)
    for forged in (token[:-4] + "AAAA", token[:21] + "A" * 43, "A" * 64, "", "é"):
        with pytest.raises(LinkSpent):
            by_link(stage, forged)
    assert is_session(by_link(stage, token), stage)


def test_nothing_that_signs_in_lies_in_the_database(stage: Stage, settings: Settings) -> None:
    ask(stage)
    token = stage.do(sign_in.make_operator_link, OPERATOR, KEYS, ADMIN, ADMIN)["token"]
    [(code, link), _] = secrets_of(stage)
    everything = str(
        [
            stage.rows(f"SELECT t::text FROM {table} t")
            for table in ("sign_in_request", "sign_in_count", "job", "event", "idempotency")
        ]
    )
    assert not [secret for secret in (code, token, link) if secret in everything]
    letters.send_due(stage.db, settings)
    assert "code" not in str(stage.rows("SELECT data FROM job"))


# Who is known is not told


def test_an_unknown_address_takes_the_same_road_to_the_same_answer(stage: Stage) -> None:
    assert ask(stage, UNKNOWN) == ask(stage)
    rows = stage.rows("SELECT person_id IS NULL AS unknown, has_code FROM sign_in_request ORDER BY request_id")
    assert rows == [{"unknown": True, "has_code": True}, {"unknown": False, "has_code": True}]
    assert len(stage.rows("SELECT 1 FROM job")) == 2


def test_nobody_signs_in_with_an_address_nobody_has(stage: Stage) -> None:
    ask(stage, UNKNOWN)
    [(code, token)] = secrets_of(stage)
    assert isinstance(by_code(stage, code, UNKNOWN), WrongCode)
    with pytest.raises(LinkSpent):
        by_link(stage, token)


@pytest.mark.parametrize("email", [ADMIN, UNKNOWN])
def test_asking_too_often_is_refused_alike(stage: Stage, email: str) -> None:
    for _ in range(ASKED_BY_ADDRESS.most):
        ask(stage, email)
    with pytest.raises(Limited) as refused:
        ask(stage, email)
    assert refused.value.facts == {"retry_after": ASKED_BY_ADDRESS.seconds}
    ask(stage, "another@hoi.example")


def test_askers_at_once_do_not_slip_past_the_limit(stage: Stage) -> None:
    def once(_: int) -> bool:
        try:
            return bool(ask(stage))
        except Limited:
            return False

    with ThreadPoolExecutor(8) as all_at_once:
        assert sum(all_at_once.map(once, range(24))) == ASKED_BY_ADDRESS.most


def test_all_together_too_ask_only_so_often(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("services.forum.model.sign_in.ASKED_BY_ALL", replace(ASKED_BY_ALL, most=3))
    for n in range(3):
        ask(stage, f"person{n}@hoi.example")
    with pytest.raises(Limited):
        ask(stage, "person3@hoi.example")


# Letters


def test_the_letter_has_the_link_and_the_code(
    stage: Stage, settings: Settings, post_office: tuple[PostOffice, str]
) -> None:
    ask(stage)
    ask(stage, UNKNOWN)
    letters.send_due(stage.db, settings)
    [mail] = post_office[0].mails
    code, token = secrets_of(stage)[0]
    for kind in ("plain", "html"):
        part = mail.get_body((kind,))
        assert part is not None
        assert code in part.get_content()
        assert f"{PUBLIC_URL}/vao/{token}" in part.get_content()
    assert (mail["To"].addresses[0].addr_spec, mail["Subject"]) == (ADMIN, "Đăng nhập Hiến Kế")
    assert code not in str(mail["Subject"])
    assert stage.rows("SELECT count(*) AS left FROM job WHERE finished_at IS NULL") == [{"left": 0}]


def test_the_letter_is_in_the_persons_language_and_their_name_is_only_text(
    stage: Stage, settings: Settings, post_office: tuple[PostOffice, str]
) -> None:
    name = "<script>alert(1)</script> {{ 7*7 }} Ánh"
    stage.rows("UPDATE person SET language = 'en', full_name = %(name)s", name=name)
    ask(stage)
    letters.send_due(stage.db, settings)
    [mail] = post_office[0].mails
    plain, html = mail.get_body(("plain",)), mail.get_body(("html",))
    assert plain is not None
    assert html is not None
    assert (mail["Subject"], mail["Content-Language"]) == ("Sign in to Hiến Kế", "en")
    assert f"Dear {name}," in plain.get_content()
    assert "<script>" not in html.get_content()


def test_a_mail_server_that_refuses_for_now_is_asked_again_and_gets_the_same_letter(
    stage: Stage, settings: Settings, post_office: tuple[PostOffice, str]
) -> None:
    post_office[0].moods[ADMIN] = "451 not now"
    ask(stage)
    letters.send_due(stage.db, settings)
    assert stage.rows("SELECT attempts FROM job WHERE finished_at IS NULL") == [{"attempts": 1}]
    post_office[0].moods.clear()
    stage.rows("UPDATE job SET leased_until = now()")
    letters.send_due(stage.db, settings)
    [mail] = post_office[0].mails
    plain = mail.get_body(("plain",))
    assert plain is not None
    assert secrets_of(stage)[0][0] in plain.get_content()


def test_a_mail_server_that_is_away_costs_one_wait_and_not_one_for_each_letter(
    stage: Stage, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries: list[str] = []

    class Counting(letters.Post):
        def send(self, letter: Letter) -> tuple[Outcome, str]:
            tries.append(letter.to_email)
            return super().send(letter)

    monkeypatch.setattr(letters, "Post", Counting)
    for n in range(3):
        stage.newcomer(f"person{n}@hoi.example")
        ask(stage, f"person{n}@hoi.example")
    letters.send_due(stage.db, replace(settings, smtp_url="smtp://127.0.0.1:1"))
    errors = stage.rows("SELECT error, attempts FROM job WHERE finished_at IS NULL")
    assert [row["attempts"] for row in errors] == [1, 1, 1]
    assert all("NotAccepted" in row["error"] for row in errors)
    assert len(tries) == 1


def test_a_letter_whose_code_is_used_or_over_is_not_sent(
    stage: Stage, settings: Settings, post_office: tuple[PostOffice, str]
) -> None:
    ask(stage)
    stage.rows("UPDATE sign_in_request SET expires_at = now()")
    letters.send_due(stage.db, settings)
    assert post_office[0].mails == []
    assert stage.rows("SELECT count(*) AS left FROM job WHERE finished_at IS NULL") == [{"left": 0}]


# Operator's links


def test_an_operators_link_is_good_for_half_a_day_once_and_has_no_code(stage: Stage) -> None:
    token = stage.do(sign_in.make_operator_link, OPERATOR, KEYS, ADMIN, ADMIN)["token"]
    [(code, _)] = secrets_of(stage)
    assert isinstance(by_code(stage, code), WrongCode)
    stage.rows("UPDATE sign_in_request SET expires_at = expires_at - interval '11 hours'")
    assert is_session(by_link(stage, token), stage)
    with pytest.raises(LinkSpent):
        by_link(stage, token)


def test_only_an_operator_makes_links_and_sees_ended_sessions(stage: Stage) -> None:
    for who in (NOBODY, stage.admin):
        with pytest.raises(Missing):
            stage.do(sign_in.make_operator_link, who, KEYS, ADMIN, ADMIN)
        with pytest.raises(Missing):
            stage.do(views.ended_sessions, who)
    with pytest.raises(Missing):
        stage.do(sign_in.make_operator_link, OPERATOR, KEYS, UNKNOWN, ADMIN)


# Invitations


def invited(stage: Stage, link_signs_in: bool = True, **told: Any) -> tuple[dict[str, Any], str]:
    """An announced forum, and the token of An's invitation."""
    forum = stage.announced(link_signs_in=link_signs_in)
    seat = stage.seat(forum["forum_id"], "an@hoi.example", *told.get("roles", ()))
    stage.do(invitations.invite_seats, stage.admin, forum["forum_id"], {"seat_ids": [seat["seat_id"]]})
    return {**forum, **seat}, LINKS.make("invitation", [str(seat["seat_id"]), 1])


def press(stage: Stage, token: str) -> Any:
    return stage.do(sign_in.sign_in_by_invitation, KEYS, LINKS, token)


def look(stage: Stage, token: str) -> Any:
    return stage.do(views.invitation, LINKS, token)


def test_looking_at_an_invitation_consumes_nothing_and_its_button_signs_in_again_and_again(stage: Stage) -> None:
    forum, token = invited(stage)
    assert look(stage, token) == {
        "forum_id": forum["forum_id"],
        "forum_title": "Tọa đàm",
        "full_name": "Nguyễn Thị Ánh",
        "greeting": "đại biểu",
        "link_signs_in": True,
    }
    sessions_made = [press(stage, token)["session_id"] for _ in range(2)]
    assert len(set(sessions_made)) == 2


def test_where_the_link_does_not_sign_in_it_leads_to_a_code(stage: Stage) -> None:
    _, token = invited(stage, link_signs_in=False)
    assert look(stage, token)["link_signs_in"] is False
    assert press(stage, token) == {"code_sent": True, "sent_to": "an…@hoi.example"}
    [(code, _)] = secrets_of(stage)
    answer = stage.do(sign_in.sign_in_by_code, KEYS, LINKS, code, invitation=token)
    assert answer["person_id"] == stage.person("an@hoi.example").person_id


@pytest.mark.parametrize("where", ["here", "elsewhere", "installation"])
def test_a_printed_link_never_signs_in_as_somebody_who_organizes(stage: Stage, where: str) -> None:
    _, token = invited(stage, roles=("organizer",) if where == "here" else ())
    if where == "elsewhere":
        stage.seat(stage.draft()["forum_id"], "an@hoi.example", "organizer")
    if where == "installation":
        stage.rows("UPDATE person SET organizer = true")
    assert look(stage, token)["link_signs_in"] is False
    assert "code_sent" in press(stage, token)


def test_an_invitation_ends_when_issued_again_or_taken_back_or_when_its_forum_ends(stage: Stage) -> None:
    for end in (
        lambda forum: stage.do(invitations.invite_again, stage.admin, forum["forum_id"], forum["seat_id"]),
        lambda forum: stage.do(seats.withdraw_seat, stage.admin, forum["forum_id"], forum["seat_id"]),
        lambda forum: stage.do(forums.leave_open, stage.admin, forum["forum_id"], "cancelled"),
    ):
        forum, token = invited(stage)
        look(stage, token)
        end(forum)
        for use in (look, press):
            with pytest.raises(InvitationEnded):
                use(stage, token)


def test_an_invitation_nobody_made_is_not_found(stage: Stage) -> None:
    forum, _ = invited(stage)
    uninvited = stage.seat(forum["forum_id"], "binh@hoi.example")
    for token in (
        LINKS.make("invitation", [str(uninvited["seat_id"]), 0]),
        LINKS.make("invitation", [str(forum["seat_id"]), 2]),
        LINKS.make("other", [str(forum["seat_id"]), 1]),
        "nonsense",
    ):
        with pytest.raises(Missing):
            press(stage, token)


# Sessions


def signed_in(stage: Stage) -> Acting:
    session = stage.do(sign_in.begin_session, stage.admin.person_id)
    return Acting(session["person_id"], session["session_id"])


def test_a_session_lasts_twelve_hours_and_no_longer(stage: Stage) -> None:
    signed_in(stage)
    [row] = stage.rows("SELECT expires_at - began_at AS life FROM session")
    assert row["life"].total_seconds() == 12 * 3600
    assert len(stage.do(views.my_sessions, stage.admin)["items"]) == 1
    stage.rows("UPDATE session SET expires_at = now()")
    assert stage.do(views.my_sessions, stage.admin)["items"] == []


def test_signing_out_ends_the_session_it_is_asked_in_and_tells_of_it_once(stage: Stage) -> None:
    here, there = signed_in(stage), signed_in(stage)
    for _ in range(2):
        assert stage.do(sessions.sign_out, here) == {"session_id": here.session_id}
    [told] = stage.told("session_ended.v1")
    assert (told["stream"], told["data"]["session_id"]) == ("directory", str(here.session_id))
    [left] = stage.do(views.my_sessions, there)["items"]
    assert (left["session_id"], left["current"]) == (there.session_id, True)
    [ended] = stage.do(views.ended_sessions, OPERATOR)["items"]
    assert ended["session_id"] == here.session_id


def test_one_ends_ones_own_sessions_only(stage: Stage) -> None:
    here, there = signed_in(stage), signed_in(stage)
    stranger = stage.newcomer("x@hoi.example")
    with pytest.raises(Missing):
        stage.do(sessions.end_session, stranger, here.session_id)
    stage.do(sessions.end_session, there, here.session_id)
    with pytest.raises(Missing):
        stage.do(sessions.end_session, there, here.session_id)
    with pytest.raises(NotSignedIn):
        stage.do(sessions.sign_out, NOBODY)
    with pytest.raises(NotSignedIn):
        stage.do(sessions.end_session, NOBODY, there.session_id)
