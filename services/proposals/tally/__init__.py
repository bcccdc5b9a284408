"""How ballots become counts: one pure module per method, found by the method's name in the round.

A method's module has `NAME`, `BALLOT` (the kind of ballots it is for), `read`, `show` and `tally`; one whose counts are
kept while ballots arrive also has `empty`, `add`, `recount` and `describe`. A ballot is a row of small whole numbers in
option order, and nothing here knows who cast it.
"""

from types import ModuleType

from services.proposals.tally import approval, borda, score, single_choice, yes_no_abstain

METHODS: dict[str, ModuleType] = {
    method.NAME: method for method in (yes_no_abstain, single_choice, approval, score, borda)
}
