"""The record of a round: what suffices to recount it without us, and to see that nothing in it was changed.

`record` makes one, `log` enters it into the list of all that were issued, `verify` checks one, and `command` is the
program for that. Nothing here reaches a database or the bus: whoever doubts a result runs it on a machine of their own.
"""
