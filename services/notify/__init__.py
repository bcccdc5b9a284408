"""The notify service: people are told what they must be told, and everyone's messages have a visible state.

Owns: notices (what is to be told), messages (to whom), deliveries (by which channel, and how that went), and the copies
of contacts, bodies, leaders, forums, seats and assignments it needs for them.
Accepts: reading one's messages; trying again what was given up.
Emits: delivery_given_up.v1, in the forum's stream.
Listens: forum (directory, forums, seats, invitations), proposals (rounds, assignments).
"""

from services.contracts import LISTENERS as ALL_LISTENERS

LISTENERS = ALL_LISTENERS["notify"]
