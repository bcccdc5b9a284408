"""The kit as nameko extensions: what a service class lists as its attributes.

class ForumService:
    name = "forum"
    db = DatabaseProvider(model.CONSTRAINTS)
    statements = StatementsProvider()
    settings = SettingsProvider()
    health = Health()
"""

from collections.abc import Mapping
from typing import Any

from nameko.extensions import DependencyProvider

from services.kit.acting import Statements
from services.kit.db import Database
from services.kit.errors import Refused
from services.kit.settings import Settings


class SettingsProvider(DependencyProvider):  # type: ignore[misc]
    """Injects the process's settings."""

    def get_dependency(self, worker_ctx: Any) -> Settings:
        settings: Settings = self.container.config["settings"]
        return settings


class StatementsProvider(DependencyProvider):  # type: ignore[misc]
    """Injects the reader of statements of who acts."""

    def setup(self) -> None:
        self.statements = Statements(self.container.config["settings"].internal_key)

    def get_dependency(self, worker_ctx: Any) -> Statements:
        return self.statements


class DatabaseProvider(DependencyProvider):  # type: ignore[misc]
    """Injects the pool of the service's own database, one per process."""

    def __init__(self, constraints: Mapping[str, type[Refused]] | None = None) -> None:
        super().__init__()
        self.constraints = constraints

    def setup(self) -> None:
        self.database = Database(self.container.config["settings"].database_url, self.constraints)

    def stop(self) -> None:
        self.database.close()

    def get_dependency(self, worker_ctx: Any) -> Database:
        return self.database
