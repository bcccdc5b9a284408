"""How often one person, or one address nobody is signed in from, may do something: token buckets in memory.

They keep one participant from using up what belongs to all. Guessing of sign-in codes is limited by the forum service
in its database, where a restart resets nothing.
"""

from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass

from services.kit.clock import monotonic
from services.kit.errors import Limited


@dataclass(frozen=True, slots=True)
class Rate:
    """At most `burst` at once, and `a_second` in the long run; the buckets of each name are its own."""

    name: str
    burst: int
    a_second: float


#: a hall of delegates shares one address, so what an address may do is meant for a crowd
SIGN_IN = Rate("sign in", burst=150, a_second=5)
#: an organizer enters a province's bodies in one go
WRITES = Rate("writes", burst=300, a_second=4)
ANONYMOUS_WRITES = Rate("anonymous writes", burst=150, a_second=5)
#: who sets up a hall types a code now and then; who guesses, often: it takes many addresses to use up the wrong codes
#: that the forum service allows all together
PAIRING = Rate("pairing", burst=30, a_second=0.05)
#: who holds proxies casts a ballot for each of them, a hundred at most
BALLOTS = Rate("ballots", burst=150, a_second=5)
#: whoever types while a list follows, or a hall of them behind one address
SEARCH = Rate("search", burst=100, a_second=5)
OPINIONS = Rate("opinions", burst=120, a_second=5)

REMEMBERED = 50_000


class Limits:
    """The buckets of this process: what is left in each, and when it was last looked at."""

    def __init__(self) -> None:
        self._buckets: OrderedDict[Hashable, tuple[float, float]] = OrderedDict()

    def take(self, rate: Rate, whose: Hashable) -> None:
        """Take one. Raises Limited, saying in how many seconds there will be another."""
        now, key = monotonic(), (rate.name, whose)
        left, at = self._buckets.pop(key, (float(rate.burst), now))
        left = min(rate.burst, left + (now - at) * rate.a_second)
        self._buckets[key] = (max(left - 1, 0.0) if left >= 1 else left, now)
        if left < 1:
            raise Limited(retry_after=max(1, round((1 - left) / rate.a_second + 0.5)))
        if len(self._buckets) > REMEMBERED:
            self._buckets.popitem(last=False)
