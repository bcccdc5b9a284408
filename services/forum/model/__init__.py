"""The rules of the forum service as values and pure functions, by noun."""

from services.forum.model import bodies, forums, seats
from services.kit.errors import Refused

#: the name of a database constraint → what its violation means
CONSTRAINTS: dict[str, type[Refused]] = {
    "body_code_once": bodies.CodeTaken,
    "body_parent_exists": bodies.UnknownParent,
    "body_not_under_itself": bodies.UnderItself,
    "body_validity_in_order": bodies.ValidityReversed,
    "forum_host_exists": forums.UnknownHost,
    "forum_times_in_order": forums.TimesReversed,
    "seat_body_exists": seats.UnknownBody,
}
