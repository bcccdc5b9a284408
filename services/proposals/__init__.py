"""The proposals service: from what delegates offer to what bodies answer.

Owns: proposals and opinions on them; solutions with their lineage; rounds with rolls, ballots and counts; conclusions;
assignments.
Accepts: the commands and queries listed in `service.py`, `roll.py` and `paper.py`; ballots and opinions in batches,
from the gateway only.
Emits: what `services.contracts.proposals` lists, on the stream of the forum concerned.
Listens: to forum, for forums and their phases, seats, bodies, people's names, and who leads which body.
"""

from services import contracts

#: who has a queue for what this service tells; nothing is published before they have
LISTENERS = contracts.LISTENERS["proposals"]
