"""The four kinds of ballots: what may be written on one, as what it is kept, and how it is shown again.

A kind's module has `read` (choices as they were written → codes in option order; raises Invalid with a fault for
everything that is wrong), `show` (the other way round) and `is_blank`. A ballot is read for each vote, so what is right
is read in one go, and only of what is not are the faults looked for.

What a round allows comes as `limits`, by name, whatever else stands beside it; a limit that is not there does not hold.
"""

from types import ModuleType

from services.proposals.tally.ballots import marks, ranking, scores, yes_no

KINDS: dict[str, ModuleType] = {"yes-no": yes_no, "marks": marks, "scores": scores, "ranking": ranking}
