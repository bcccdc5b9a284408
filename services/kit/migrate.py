"""Bring a service's database to its newest schema: the kit's migrations first, then the service's own.

python -m services.kit.migrate forum
"""

import sys
from pathlib import Path

from yoyo import get_backend, read_migrations

from services.kit import settings

KIT = Path(__file__).parent / "migrations"


def migrate(service: str, database_url: str) -> None:
    """Apply what has not been applied; two may start at once, as yoyo takes a lock."""
    apply(database_url, KIT, KIT.parent.parent / service / "migrations")


def apply(database_url: str, *folders: Path) -> None:
    """Apply these folders' migrations, in this order."""
    backend = get_backend(database_url)
    with backend.lock(timeout=30):
        for folder in folders:
            backend.apply_migrations(backend.to_apply(read_migrations(str(folder))))
    backend.connection.close()


if __name__ == "__main__":
    migrate(sys.argv[1], settings.read(sys.argv[1]).database_url)
