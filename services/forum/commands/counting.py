"""How often something was asked or tried, counted in the database: a restart resets nothing."""

from services.forum.model.sign_in import Limit
from services.forum.store import queries
from services.kit.db import Tx


def count(tx: Tx, limit: Limit, whose: bytes = b"") -> bool:
    """Count one more; answers whether it was still within the limit."""
    bucket = _bucket(limit, whose)
    return queries.count_up(tx.connection, bucket=bucket, seconds=limit.seconds, most=limit.most) is not None


def require_some_left(tx: Tx, limit: Limit, whose: bytes = b"") -> None:
    """Raises Limited when there have been enough already; counts nothing."""
    tried = queries.counted(tx.connection, bucket=_bucket(limit, whose), seconds=limit.seconds)
    if (tried or 0) >= limit.most:
        raise limit.passed()


def _bucket(limit: Limit, whose: bytes) -> bytes:
    return limit.name.encode() + b" " + whose
