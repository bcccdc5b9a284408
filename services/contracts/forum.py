"""What the forum service tells: bodies, people, leaders; forums with their phases; seats, invitations; the hall."""

from marshmallow import EXCLUDE, Schema, fields


class Data(Schema):
    """Base of every event's data: what a reader does not know, it ignores."""

    class Meta:
        unknown = EXCLUDE


class BodyRecorded(Data):
    """A body as it now is."""

    body_id = fields.UUID(required=True)
    kind = fields.String(required=True)
    code = fields.String(required=True)
    name = fields.String(required=True)
    parent_id = fields.UUID(required=True, allow_none=True)
    valid_from = fields.Date(required=True, allow_none=True)
    valid_to = fields.Date(required=True, allow_none=True)


class PersonRecorded(Data):
    """A person as they now are, with how to reach and address them."""

    person_id = fields.UUID(required=True)
    full_name = fields.String(required=True)
    email = fields.String(required=True, allow_none=True)
    language = fields.String(required=True)  # "vi" or "en"
    greeting = fields.String(required=True)  # how to address them, "chị", "ông", "đại biểu"
    organizer = fields.Boolean(required=True)  # may make bodies and forums


class LeaderAppointed(Data):
    """A person answers for a body from now on."""

    body_id = fields.UUID(required=True)
    person_id = fields.UUID(required=True)
    title = fields.String(required=True)


class LeaderDismissed(Data):
    """A person no longer answers for a body."""

    body_id = fields.UUID(required=True)
    person_id = fields.UUID(required=True)


class SessionEnded(Data):
    """A session is no longer good; until `expires_at` its cookie may still turn up."""

    session_id = fields.UUID(required=True)
    person_id = fields.UUID(required=True)
    expires_at = fields.AwareDateTime(required=True)


class Phase(Data):
    """A stretch of a forum in which one kind of activity is allowed; it runs in one state of the forum (`runs_in`)."""

    phase_id = fields.UUID(required=True)
    kind = fields.String(required=True)  # "collecting", "voting" or "following-up"
    title = fields.String(required=True)
    opens_at = fields.AwareDateTime(required=True)
    closes_at = fields.AwareDateTime(required=True)
    state = fields.String(required=True)  # "planned", "open" or "over"


def runs_in(kind: str) -> str:
    """The state of a forum in which its phases of this kind run; the desk offers what the service will do."""
    return "concluded" if kind == "following-up" else "open"


class ForumState(Data):
    """A forum as it now is; every event of a forum's life carries all of it."""

    forum_id = fields.UUID(required=True)
    title = fields.String(required=True)
    summary = fields.String(required=True)
    place = fields.String(required=True)
    host_body_id = fields.UUID(required=True)
    host_name = fields.String(required=True)  # as it was when the forum was announced
    time_zone = fields.String(required=True)
    starts_at = fields.AwareDateTime(required=True)
    ends_at = fields.AwareDateTime(required=True)
    link_signs_in = fields.Boolean(required=True)
    state = fields.String(required=True)  # draft, announced, open, closed, concluded, cancelled
    version = fields.Integer(required=True)  # of the forum, for edits
    phases = fields.List(fields.Nested(Phase), required=True)


class Seat(Data):
    """A person's place in one forum."""

    seat_id = fields.UUID(required=True)
    person_id = fields.UUID(required=True)
    full_name = fields.String(required=True)
    position = fields.String(required=True)  # what they are, "Chủ tịch Hội LHPN huyện …"
    sector = fields.String(required=True)
    body_id = fields.UUID(required=True, allow_none=True)
    roles = fields.List(fields.String(), required=True)  # of "delegate", "organizer", "guest"
    weight = fields.String()  # of their votes, "1.5"; 1 unless it is said


class SeatsGranted(Data):
    """Seats as they now are, new or changed; at most 200 in one event."""

    forum_id = fields.UUID(required=True)
    seats = fields.List(fields.Nested(Seat), required=True)


class SeatWithdrawn(Data):
    """A seat is taken back."""

    forum_id = fields.UUID(required=True)
    seat_id = fields.UUID(required=True)
    person_id = fields.UUID(required=True)


class Invitation(Data):
    """One invitation; its link is signed from `seat_id` and `serial`, so no secret is in the event."""

    seat_id = fields.UUID(required=True)
    person_id = fields.UUID(required=True)
    serial = fields.Integer(required=True)  # raised when an invitation is issued again; earlier links end


class SeatsInvited(Data):
    """These seats are to be told; at most 500 in one event."""

    forum_id = fields.UUID(required=True)
    invitations = fields.List(fields.Nested(Invitation), required=True)


class ScreenPaired(Data):
    """A browser in the hall shows the forum from now on, at most until `expires_at`."""

    forum_id = fields.UUID(required=True)
    screen_id = fields.UUID(required=True)
    label = fields.String(required=True)  # which screen it is, may be empty
    paired_at = fields.AwareDateTime(required=True)
    expires_at = fields.AwareDateTime(required=True)


class ScreenUnpaired(Data):
    """A screen is no longer one; until `expires_at` its cookie may still turn up."""

    forum_id = fields.UUID(required=True)
    screen_id = fields.UUID(required=True)
    expires_at = fields.AwareDateTime(required=True)


class Scene(Data):
    """What the hall's screens show."""

    name = fields.String(required=True)  # auto, waiting, programme, voting, result, notice
    round_id = fields.UUID(required=True, allow_none=True)  # of "voting" and "result"
    text = fields.String(required=True)  # of "notice"; empty otherwise


class SceneSet(Data):
    """The organizers have chosen what the hall's screens show."""

    forum_id = fields.UUID(required=True)
    scene = fields.Nested(Scene, required=True)


EVENTS: dict[str, type[Schema]] = {
    "body_recorded.v1": BodyRecorded,
    "person_recorded.v1": PersonRecorded,
    "leader_appointed.v1": LeaderAppointed,
    "leader_dismissed.v1": LeaderDismissed,
    "session_ended.v1": SessionEnded,
    "forum_drafted.v1": ForumState,
    "forum_amended.v1": ForumState,
    "forum_announced.v1": ForumState,
    "forum_opened.v1": ForumState,
    "forum_closed.v1": ForumState,
    "forum_concluded.v1": ForumState,
    "forum_cancelled.v1": ForumState,
    "phase_opened.v1": ForumState,
    "phase_closed.v1": ForumState,
    "seats_granted.v1": SeatsGranted,
    "seat_withdrawn.v1": SeatWithdrawn,
    "seats_invited.v1": SeatsInvited,
    "screen_paired.v1": ScreenPaired,
    "screen_unpaired.v1": ScreenUnpaired,
    "scene_set.v1": SceneSet,
}
