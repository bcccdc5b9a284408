"""Proxies: an elector has another one vote for them, in one round, and no further than that one.

Until the round opens a proxy can be taken back by who gave it, declined by its holder, and struck by an organizer; the
last two are final between the two people. Once it is open, who gave it takes it back as long as it has not been used.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from services.kit.errors import Fault, Invalid
from services.proposals.model.roll_refusals import (
    HolderGaveProxy,
    HolderHasEnough,
    HoldsProxies,
    NoProxies,
    ProxyTurnedDown,
)

GIVEN, TAKEN_BACK, DECLINED, STRUCK, LAPSED = STATES = ("given", "taken-back", "declined", "struck", "lapsed")


@dataclass(frozen=True)
class Proxy:
    """Who gave it, who holds it, and what became of it; `reason` is why it was struck."""

    person_id: UUID
    holder: UUID
    state: str
    reason: str


def check_may_give(person_id: UUID, holder: UUID, most: int, about: Iterable[Proxy]) -> None:
    """Raises what speaks against it; `about` are all proxies of the round that concern one of the two."""
    if not most:
        raise NoProxies
    if person_id == holder:
        raise Invalid([Fault("/holder_id", "oneself")])
    known = list(about)
    given = [proxy for proxy in known if proxy.state == GIVEN]
    if any(proxy.holder == person_id for proxy in given):
        raise HoldsProxies
    if any(proxy.person_id == holder for proxy in given):
        raise HolderGaveProxy
    if any((p.person_id, p.holder) == (person_id, holder) and p.state in (DECLINED, STRUCK) for p in known):
        raise ProxyTurnedDown
    if sum(proxy.holder == holder and proxy.person_id != person_id for proxy in given) >= most:
        raise HolderHasEnough(most=most)
