"""The database: a pool with a deadline, and one `transact` that retries what is safe to retry.

`transact(work)` runs `work(tx)` in one transaction, together with the events it recorded. It may run `work` more than
once (serialization failure, deadlock, a pooled connection found dead), so `work` must affect nothing but the database.
"""

import random
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, TypeVar

import psycopg2
import psycopg2.extras
from psycopg2 import errors, extensions

from services.kit import outbox, strict_json, wait
from services.kit.errors import Busy, DatabaseAway, OutcomeUnknown, Refused
from services.kit.log import logger
from services.kit.queries import load

T = TypeVar("T")

log = logger(__name__)
queries = load(__file__)

ATTEMPTS = 6
#: Limits the server keeps for us, whatever happens on our side.
SESSION_OPTIONS = (
    "-c statement_timeout=4000 -c lock_timeout=2000 -c idle_in_transaction_session_timeout=10000 "
    "-c timezone=UTC -c jit=off"
)
AWAY = (psycopg2.OperationalError, psycopg2.InterfaceError, errors.ReadOnlySqlTransaction)
#: "Operational" to the driver, but about what was asked, not about the server: asking again would fail again.
TOO_MUCH = (errors.ProgramLimitExceeded, errors.StatementTooComplex)


def as_json(value: Any) -> psycopg2.extras.Json:
    """Wrap a value for a json or jsonb parameter."""
    return psycopg2.extras.Json(value, dumps=lambda raw: strict_json.dumps(raw).decode())


class Tx:
    """One transaction: its connection, for named queries, and the events that will be committed with it."""

    def __init__(self, connection: extensions.connection) -> None:
        self.connection = connection
        self.events: list[outbox.Event] = []
        self.versions: dict[str, int] = {}  # stream → its version after this transaction, once it has been written

    def record(self, stream: str, event_type: str, data: Mapping[str, Any]) -> None:
        """Record an event of this change. It takes its stream's next version when the transaction commits."""
        self.events.append(outbox.Event(stream, event_type, data))


class Database:
    """The pool of one process, of `size` connections; a caller waits for one at most `patience` seconds."""

    def __init__(
        self,
        url: str,
        constraints: Mapping[str, type[Refused]] | None = None,
        size: int = 16,
        patience: float = 1.0,
    ) -> None:
        wait.install()
        psycopg2.extras.register_uuid()  # type: ignore[no-untyped-call]
        self._url = url
        self._constraints = constraints or {}
        self._patience = patience
        self._places = threading.Semaphore(size)
        self._idle: list[extensions.connection] = []

    def transact(self, work: Callable[[Tx], T]) -> T:
        """Run `work` and commit; answers what it returned. Raises Busy, DatabaseAway, OutcomeUnknown, or as `work`."""
        for attempt in range(1, ATTEMPTS + 1):
            try:
                return self._once(work)
            except (errors.SerializationFailure, errors.DeadlockDetected) as error:
                if attempt == ATTEMPTS:
                    raise Busy from error
                time.sleep(random.uniform(0, 0.01 * 2**attempt))  # noqa: S311 - jitter, not a secret
            except _FoundDead:
                self._forget_idle()
        raise DatabaseAway

    def read(self, work: Callable[[Tx], T]) -> T:
        """Run `work`, which only reads. Same errors as `transact`."""
        return self.transact(work)

    def check_durability(self) -> None:
        """Raises RuntimeError when the server is set to lose committed transactions in a crash."""
        rows = self.read(lambda tx: list(queries.server_settings(tx.connection)))
        unsafe = [row["name"] for row in rows if row["setting"] != "on"]
        if unsafe:
            raise RuntimeError(f"the database server has {', '.join(unsafe)} off and may lose what it has committed")

    def close(self) -> None:
        """Close the idle connections."""
        self._forget_idle()

    def _once(self, work: Callable[[Tx], T]) -> T:
        with self._borrowed() as (connection, was_idle):
            tx = Tx(connection)
            try:
                with _translated(self._constraints):
                    result = work(tx)
                    tx.versions = outbox.write(tx.connection, tx.events)
            except DatabaseAway as error:
                if was_idle and connection.closed:
                    raise _FoundDead from error
                raise
            with _translated(self._constraints):  # a deferred constraint speaks only now
                self._commit(connection)
            return result

    @staticmethod
    def _commit(connection: extensions.connection) -> None:
        try:
            connection.commit()
        except (errors.SerializationFailure, errors.DeadlockDetected):
            raise
        except AWAY as error:
            connection.close()
            raise OutcomeUnknown from error

    @contextmanager
    def _borrowed(self) -> Iterator[tuple[extensions.connection, bool]]:
        if not self._places.acquire(timeout=self._patience):
            raise Busy
        try:
            connection, was_idle = (self._idle.pop(), True) if self._idle else (self._connect(), False)
            try:
                yield connection, was_idle
            finally:
                self._put_back(connection)
        finally:
            self._places.release()

    def _connect(self) -> extensions.connection:
        try:
            return psycopg2.connect(
                self._url, options=SESSION_OPTIONS, cursor_factory=psycopg2.extras.RealDictCursor, connect_timeout=2
            )
        except psycopg2.OperationalError as error:
            raise DatabaseAway from error

    def _put_back(self, connection: extensions.connection) -> None:
        """Keep a healthy connection; one that was interrupted in the middle of something is closed."""
        try:
            if not connection.closed and connection.status != extensions.STATUS_READY:
                connection.rollback()
            if not connection.closed and connection.info.transaction_status == extensions.TRANSACTION_STATUS_IDLE:
                self._idle.append(connection)
                return
        except psycopg2.Error as error:
            log.info("connection discarded", error=type(error).__name__)
        connection.close()

    def _forget_idle(self) -> None:
        while self._idle:
            self._idle.pop().close()


class _FoundDead(Exception):
    """A pooled connection had died while it lay idle: nothing was done with it, another may do."""


@contextmanager
def _translated(constraints: Mapping[str, type[Refused]]) -> Iterator[None]:
    """Turn the driver's errors into ours; a violated constraint becomes the refusal its name stands for."""
    try:
        yield
    except (errors.SerializationFailure, errors.DeadlockDetected):
        raise
    except (errors.LockNotAvailable, errors.QueryCanceled, errors.TooManyConnections) as error:
        raise Busy from error
    except errors.IntegrityError as error:
        refusal = constraints.get(error.diag.constraint_name or "")
        if refusal is None:
            raise
        raise refusal from error
    except TOO_MUCH:
        raise
    except AWAY as error:
        raise DatabaseAway from error
