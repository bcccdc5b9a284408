"""Mechanism every service stands on: database, outbox, relay, consumer, internal HTTP, schedule, mail, settings, log.

The kit knows no word of the domain. A service composes what it needs in its `service.py`.
"""
