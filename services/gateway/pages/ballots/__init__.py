"""Voting: one's own ballot and those one casts for others, each chosen, looked at again, sent, and receipted."""

from services.gateway.pages.ballots.voting import routes

__all__ = ["routes"]
