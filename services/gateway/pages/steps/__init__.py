"""How a result came about, step by step, as a delegate can follow it.

A method's outcome tells its steps as data (services/proposals/tally); here is what each kind of step says. One that is
not known here is shown as what it is: its name, and its numbers.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from services.gateway.pages.steps import duels, plain, purchases, transfers
from services.gateway.pages.steps.telling import Row, Step, Teller
from services.kit.errors import N_

__all__ = ["Row", "Step", "Teller", "steps_of"]

TOLD: Mapping[str, Callable[[Teller, int], Step]] = plain.TOLD | transfers.TOLD | duels.TOLD | purchases.TOLD
#: what broke a tie, by the rule of the round
TIES = {
    "lot": N_("%(among)s bằng nhau. Bốc thăm: %(taken)s được xét trước."),
    "ballot-order": N_("%(among)s bằng nhau. Theo thứ tự trên phiếu, %(taken)s được xét trước."),
}
AGAIN = N_("%(among)s bằng nhau: phải biểu quyết lại giữa các giải pháp đó.")


def steps_of(teller: Teller, ties: Sequence[Mapping[str, Any]], by: str, undecided: Collection[int]) -> list[Step]:
    """Every step in words, each with the ties that were broken in it: by what, or not at all where one votes again."""
    return [
        replace(_told(teller, place), ties=[_tie(teller, tie, by, undecided) for tie in ties if tie["step"] == place])
        for place in range(len(teller.steps))
    ]


def _told(teller: Teller, place: int) -> Step:
    kind = teller.steps[place].get("step")
    return TOLD.get(str(kind), plain.unknown)(teller, place)


def _tie(teller: Teller, tie: Mapping[str, Any], by: str, undecided: Collection[int]) -> str:
    told = {name: teller.names(tie[name]) for name in ("among", "taken")}
    if undecided and not set(tie["among"]).isdisjoint(undecided):
        return teller.say(AGAIN, **told)
    return teller.say(TIES.get(by, TIES["ballot-order"]), **told)
