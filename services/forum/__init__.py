"""Forum: who there is, and what is convened.

Owns: bodies, people and who leads what; sign-in, sessions; forums with their phases; seats and invitations;
the screens of a hall and what they show.
Accepts: the commands and queries of `service.py`. It sends the letters of sign-in itself, so that signing in needs
neither the bus nor another service.
Emits: services/contracts/forum.py. People, bodies and sessions in the stream `directory`; each forum, its phases,
seats, invitations and screens in the stream `forum/<id>`.
Listens to: proposals, for the conclusion that concludes a forum.
"""

from services import contracts

LISTENERS = contracts.LISTENERS["forum"]
