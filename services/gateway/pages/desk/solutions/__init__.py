"""Consolidating proposals into solutions: choosing among the proposals, and writing one solution."""

from services.gateway.pages.desk.solutions import gathering, writing

routes = [*gathering.routes, *writing.routes]
