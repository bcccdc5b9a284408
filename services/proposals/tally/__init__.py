"""How ballots become counts: one pure module per method, found by the method's name in the round.

A method's module has `empty`, `read`, `show`, `add`, `recount`, `describe` and `is_adopted`; a ballot is a row of small
whole numbers in option order, and nothing here knows who cast it.
"""

from types import ModuleType

from services.proposals.tally import yes_no_abstain

METHODS: dict[str, ModuleType] = {yes_no_abstain.NAME: yes_no_abstain}
