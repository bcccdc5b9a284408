"""Copies of what people read about themselves: their seats, which every page of a forum asks for.

A copy is fetched as the person and given to nobody else. It is forgotten by what is heard of that person and by what
they change themselves. It may live longer than other copies: only pages read it, to know what to offer; whether
somebody may do a thing is decided by the service that does it.
"""

from typing import Any

from services.gateway.copies import Copies
from services.gateway.problems import of_answer
from services.gateway.services import Reply, Services
from services.kit.acting import Acting
from services.kit.envelope import Envelope

SECONDS = 60.0
REMEMBERED = 10_000
ABOUT_ONE = ("person_recorded.v1", "leader_appointed.v1", "leader_dismissed.v1", "seat_withdrawn.v1")
#: until then the seats of a forum are known to its organizers only
ABOUT_ALL = ("forum_announced.v1",)


class OwnCopies(Copies):
    """The copies of this process; the subject is the person."""

    def __init__(self, services: Services) -> None:
        super().__init__(services, SECONDS, REMEMBERED)

    async def me(self, acting: Acting, anew: bool = False) -> Any:
        """Who the person is, with their seats and bodies; `anew`: not from a copy. Raises Problem or Refused."""
        if anew:
            self.forget(str(acting.person))
        reply = await self._copied(str(acting.person), ("forum", "/me"), acting)
        if isinstance(reply, Reply):
            raise of_answer(reply.json)
        return reply

    def hear(self, event: Envelope) -> None:
        """Forget those an event is about."""
        if event.type in ABOUT_ALL:
            self.forget_all()
        seats = event.data["seats"] if event.type == "seats_granted.v1" else ()
        for each in (event.data,) if event.type in ABOUT_ONE else seats:
            self.forget(each["person_id"])

    def wrote(self, service: str, path: str, acting: Acting) -> None:
        """Whoever changes something in the directory may have changed what they are."""
        if service == "forum":
            self.forget(str(acting.person_id))
