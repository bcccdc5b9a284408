"""The forum service's surface. Each answer is named after the arrow and described in `answers.py`."""

from typing import Any
from uuid import UUID

from nameko.timer import timer

from services import contracts
from services.forum import jobs, letters, listeners, model, schemas, views
from services.forum.commands import bodies, forums, invitations, people, seats, sessions, sign_in
from services.forum.hall import Hall
from services.forum.model.sign_in import Keys
from services.kit import schedule
from services.kit.consumer import Batch, hears
from services.kit.http import Call, command, query
from services.kit.links import Links
from services.kit.operations import Feed, Health, Housekeeping, Parking
from services.kit.providers import DatabaseProvider, SettingsProvider, StatementsProvider

Answer = Any  # a JSON object


class Service(Hall):
    """Bodies, people, sign-in; forums, phases, seats, invitations; the hall's screens."""

    name = "forum"
    db = DatabaseProvider(model.CONSTRAINTS)
    statements = StatementsProvider()
    settings = SettingsProvider()
    feed = Feed()
    health = Health()
    parking = Parking()
    housekeeping = Housekeeping()

    # Sign-in. What is answered here is never stored with an idempotency key.

    @command("POST", "/sign-in/requests", schemas.RequestSignIn, keyed=False)
    def request_sign_in(self, call: Call) -> Answer:
        return sign_in.request_sign_in(call.tx, self._keys, call.data["email"])

    @command("POST", "/sign-in/codes", schemas.SignInByCode, keyed=False)
    def sign_in_by_code(self, call: Call) -> Answer:
        return sign_in.sign_in_by_code(call.tx, self._keys, self._links, device=call.device, **call.data)

    @command("POST", "/sign-in/links", schemas.Token, keyed=False)
    def sign_in_by_link(self, call: Call) -> Answer:
        return sign_in.sign_in_by_link(call.tx, self._keys, call.data["token"], call.device)

    @query("/sign-in/invitations/<token>")
    def show_invitation(self, call: Call, token: str) -> Answer:
        return views.invitation(call.tx, self._links, token)

    @command("POST", "/sign-in/invitations", schemas.Token, keyed=False)
    def sign_in_by_invitation(self, call: Call) -> Answer:
        return sign_in.sign_in_by_invitation(call.tx, self._keys, self._links, call.data["token"], call.device)

    @command("POST", "/sign-in/operator-links", schemas.RequestSignIn, keyed=False)
    def make_operator_link(self, call: Call) -> Answer:
        admin = self.settings.admin_email
        return sign_in.make_operator_link(call.tx, call.acting, self._keys, call.data["email"], admin)

    # Sessions, and who is signed in.

    @command("POST", "/sign-out", keyed=False)
    def sign_out(self, call: Call) -> Answer:
        return sessions.sign_out(call.tx, call.acting)

    @query("/sessions/ended")
    def list_ended_sessions(self, call: Call) -> Answer:
        return views.ended_sessions(call.tx, call.acting)

    @query("/me")
    def show_me(self, call: Call) -> Answer:
        return views.me(call.tx, call.acting)

    @command("PUT", "/me", schemas.ChangeMe)
    def change_me(self, call: Call) -> Answer:
        return people.change_me(call.tx, call.acting, call.data)

    @query("/me/data")
    def show_my_data(self, call: Call) -> Answer:
        return views.my_data(call.tx, call.acting)

    @query("/me/sessions")
    def list_my_sessions(self, call: Call) -> Answer:
        return views.my_sessions(call.tx, call.acting)

    @command("DELETE", "/me/sessions/<uuid:session_id>")
    def end_session(self, call: Call, session_id: UUID) -> Answer:
        return sessions.end_session(call.tx, call.acting, session_id)

    # The directory.

    @query("/search", schemas.Search)
    def search(self, call: Call) -> Answer:
        return views.search(call.tx, call.acting, call.data["q"])

    @query("/bodies")
    def list_bodies(self, call: Call) -> Answer:
        return views.bodies(call.tx)

    @command("POST", "/bodies", schemas.RecordBody)
    def record_body(self, call: Call) -> Answer:
        return bodies.record_body(call.tx, call.acting, call.data)

    @query("/bodies/<uuid:body_id>")
    def show_body(self, call: Call, body_id: UUID) -> Answer:
        return views.body(call.tx, call.acting, body_id)

    @command("PUT", "/bodies/<uuid:body_id>", schemas.RecordBody)
    def change_body(self, call: Call, body_id: UUID) -> Answer:
        return bodies.change_body(call.tx, call.acting, body_id, call.data, call.must_match)

    @command("POST", "/bodies/<uuid:body_id>/leaders", schemas.AppointLeader)
    def appoint_leader(self, call: Call, body_id: UUID) -> Answer:
        return people.appoint_leader(call.tx, call.acting, body_id, call.data)

    @command("DELETE", "/bodies/<uuid:body_id>/leaders/<uuid:person_id>")
    def dismiss_leader(self, call: Call, body_id: UUID, person_id: UUID) -> Answer:
        return people.dismiss_leader(call.tx, call.acting, body_id, person_id)

    @command("POST", "/organizers", schemas.AppointOrganizer)
    def appoint_organizer(self, call: Call) -> Answer:
        return people.appoint_organizer(call.tx, call.acting, call.data)

    # Forums and phases.

    @query("/forums", schemas.ListForums)
    def list_forums(self, call: Call) -> Answer:
        return views.forums(call.tx, call.acting, **call.data)

    @command("POST", "/forums", schemas.Forum)
    def draft_forum(self, call: Call) -> Answer:
        return forums.draft_forum(call.tx, call.acting, call.data)

    @query("/forums/<uuid:forum_id>")
    def show_forum(self, call: Call, forum_id: UUID) -> Answer:
        return views.forum(call.tx, call.acting, forum_id)

    @command("PUT", "/forums/<uuid:forum_id>", schemas.Forum)
    def amend_forum(self, call: Call, forum_id: UUID) -> Answer:
        return forums.amend_forum(call.tx, call.acting, forum_id, call.data, call.must_match)

    @command("POST", "/forums/<uuid:forum_id>/announce")
    def announce_forum(self, call: Call, forum_id: UUID) -> Answer:
        return forums.announce_forum(call.tx, call.acting, forum_id)

    @command("POST", "/forums/<uuid:forum_id>/open")
    def open_forum(self, call: Call, forum_id: UUID) -> Answer:
        return forums.open_forum(call.tx, call.acting, forum_id)

    @command("POST", "/forums/<uuid:forum_id>/close")
    def close_forum(self, call: Call, forum_id: UUID) -> Answer:
        return forums.leave_open(call.tx, call.acting, forum_id, "closed")

    @command("POST", "/forums/<uuid:forum_id>/conclude")
    def conclude_forum(self, call: Call, forum_id: UUID) -> Answer:
        return forums.leave_open(call.tx, call.acting, forum_id, "concluded")

    @command("POST", "/forums/<uuid:forum_id>/cancel")
    def cancel_forum(self, call: Call, forum_id: UUID) -> Answer:
        return forums.leave_open(call.tx, call.acting, forum_id, "cancelled")

    @command("POST", "/forums/<uuid:forum_id>/phases/<uuid:phase_id>/open")
    def open_phase(self, call: Call, forum_id: UUID, phase_id: UUID) -> Answer:
        return forums.open_phase(call.tx, call.acting, forum_id, phase_id)

    @command("POST", "/forums/<uuid:forum_id>/phases/<uuid:phase_id>/close")
    def close_phase(self, call: Call, forum_id: UUID, phase_id: UUID) -> Answer:
        return forums.close_phase(call.tx, call.acting, forum_id, phase_id)

    # Seats and invitations.

    @command(
        "POST",
        "/forums/<uuid:forum_id>/delegates/import",
        schemas.ImportDelegates,
        keyed=False,  # the same roster twice changes nothing
        largest=schemas.LARGEST_ROSTER,
    )
    def import_delegates(self, call: Call, forum_id: UUID) -> Answer:
        return seats.import_delegates(call.tx, call.acting, forum_id, call.data)

    @query("/forums/<uuid:forum_id>/seats", schemas.ListSeats)
    def list_seats(self, call: Call, forum_id: UUID) -> Answer:
        return views.seats(call.tx, call.acting, forum_id, **call.data)

    @query("/forums/<uuid:forum_id>/seats.csv")
    def export_seats(self, call: Call, forum_id: UUID) -> Answer:
        return views.exported_seats(call.tx, call.acting, forum_id)

    @command("POST", "/forums/<uuid:forum_id>/seats", schemas.GrantSeat)
    def grant_seat(self, call: Call, forum_id: UUID) -> Answer:
        return seats.grant_seat(call.tx, call.acting, forum_id, call.data)

    @query("/forums/<uuid:forum_id>/seats/<uuid:seat_id>")
    def show_seat(self, call: Call, forum_id: UUID, seat_id: UUID) -> Answer:
        return views.seat(call.tx, call.acting, forum_id, seat_id)

    @command("PUT", "/forums/<uuid:forum_id>/seats/<uuid:seat_id>", schemas.ChangeSeat)
    def change_seat(self, call: Call, forum_id: UUID, seat_id: UUID) -> Answer:
        return seats.change_seat(call.tx, call.acting, forum_id, seat_id, call.data)

    @command("DELETE", "/forums/<uuid:forum_id>/seats/<uuid:seat_id>")
    def withdraw_seat(self, call: Call, forum_id: UUID, seat_id: UUID) -> Answer:
        return seats.withdraw_seat(call.tx, call.acting, forum_id, seat_id)

    @command("POST", "/forums/<uuid:forum_id>/invitations", schemas.InviteSeats)
    def invite_seats(self, call: Call, forum_id: UUID) -> Answer:
        return invitations.invite_seats(call.tx, call.acting, forum_id, call.data)

    @command("POST", "/forums/<uuid:forum_id>/seats/<uuid:seat_id>/invitation")
    def invite_again(self, call: Call, forum_id: UUID, seat_id: UUID) -> Answer:
        return invitations.invite_again(call.tx, call.acting, forum_id, seat_id)

    # What it hears, and what it does by the clock.

    @hears("proposals", known=contracts.EVENTS["proposals"])
    def hear_proposals(self, batch: Batch) -> None:
        batch.apply(self.db, listeners.PROPOSALS)

    @timer(interval=0.5)
    def look_at_the_clock(self) -> None:
        schedule.run_due(self.db, jobs.HANDLERS)

    @timer(interval=0.5)
    def send_letters(self) -> None:
        letters.send_due(self.db, self.settings)

    @timer(interval=60, eager=True)
    def keep_house(self) -> None:
        self.db.transact(lambda tx: people.ensure_first_organizer(tx, self.settings.admin_email))
        self.db.transact(jobs.forget_old)
        jobs.fill_names(self.db)

    @property
    def _keys(self) -> Keys:
        return Keys(self.settings.internal_key)

    @property
    def _links(self) -> Links:
        return Links(self.settings.link_key)
