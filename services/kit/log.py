"""Structured logs, one JSON line each, all carrying the correlation id of the request that caused them.

The id is set where work enters a process (HTTP, a message, a scheduled job) and travels with events and calls, so one
search finds everything from the browser's request to the last e-mail.
"""

import contextvars
import logging
import re
import sys
import uuid

import structlog

_QUOTES = re.compile(r"^(DETAIL|CONTEXT|QUERY|LINE \d+):.*$", re.MULTILINE)

_correlation: contextvars.ContextVar[str] = contextvars.ContextVar("correlation", default="")


def correlation_id() -> str:
    """The id of what is being worked on; a new one if nothing has set it."""
    if not _correlation.get():
        _correlation.set(uuid.uuid4().hex)
    return _correlation.get()


def correlate(value: str | None) -> None:
    """Take over the id that came with a request or message; anything that does not look like one is replaced."""
    acceptable = value is not None and 8 <= len(value) <= 64 and value.replace("-", "").isalnum() and value.isascii()
    _correlation.set(value if acceptable and value else uuid.uuid4().hex)


def configure(process: str, level: str = "INFO") -> None:
    """Send both structlog's and the standard library's records to stdout as JSON lines."""
    structlog.configure(
        processors=[_add_correlation, *_shared(process), structlog.processors.JSONRenderer(ensure_ascii=False)],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level)),
        logger_factory=structlog.PrintLoggerFactory(sys.stdout),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
            foreign_pre_chain=[_add_correlation, *_shared(process)],
        )
    )
    logging.basicConfig(handlers=[handler], level=max(logging.WARNING, logging.getLevelName(level)), force=True)


def logger(name: str) -> structlog.typing.FilteringBoundLogger:
    """A logger; call it with an event name and key-value pairs, never with personal data."""
    bound: structlog.typing.FilteringBoundLogger = structlog.get_logger(name)
    return bound


def _shared(process: str) -> list[structlog.typing.Processor]:
    def add_process(_: object, __: str, record: structlog.typing.EventDict) -> structlog.typing.EventDict:
        record["process"] = process
        return record

    return [
        add_process,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        _without_rows,
    ]


def _without_rows(_: object, __: str, record: structlog.typing.EventDict) -> structlog.typing.EventDict:
    """An error of the database quotes what it was given, which may be a ballot: say only what is wrong with it."""
    if "exception" in record:
        record["exception"] = _QUOTES.sub(r"\1 …", record["exception"])
    return record


def _add_correlation(_: object, __: str, record: structlog.typing.EventDict) -> structlog.typing.EventDict:
    if _correlation.get():
        record.setdefault("correlation_id", _correlation.get())
    return record
