"""Run one nameko service: `python -m services.kit.serve forum`.

Stopping is bounded: nameko waits for its extensions, so after `STOP_SECONDS` the process ends whatever they still do;
what was not committed is not lost, it will be delivered again.
"""

import eventlet

eventlet.monkey_patch()

import importlib  # noqa: E402 - everything from here on must see the patched standard library
import os  # noqa: E402
import signal  # noqa: E402
import sys  # noqa: E402
from urllib.parse import urlsplit  # noqa: E402

from nameko.runners import ServiceRunner  # noqa: E402

from services.kit import crash, log, settings  # noqa: E402
from services.kit.db import Database  # noqa: E402

STOP_SECONDS = 12
WORKERS = 24


def main(service: str) -> None:
    """Serve the service of that name, with the settings of the environment."""
    serve(importlib.import_module(f"services.{service}.service").Service, settings.read(service))


def serve(service_class: type, values: settings.Settings) -> None:
    """Serve until SIGTERM or SIGINT."""
    service: str = service_class.name  # type: ignore[attr-defined]
    log.configure(service, values.log_level)
    crash.arm(values.crash_at)
    Database(values.database_url, size=1).check_durability()
    config = {
        "settings": values,
        "AMQP_URI": values.amqp_uri,
        "WEB_SERVER_ADDRESS": urlsplit(values.service_urls[service]).netloc,
        "max_workers": WORKERS,
    }
    runner = ServiceRunner(config)
    runner.add_service(service_class)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: eventlet.spawn_n(_stop, runner))
    runner.start()
    _wait(runner)


def _stop(runner: ServiceRunner) -> None:
    eventlet.spawn_after(STOP_SECONDS, os._exit, 0)
    runner.stop()


def _wait(runner: ServiceRunner) -> None:
    waiting = eventlet.spawn(runner.wait)
    while not waiting.dead:
        try:
            waiting.wait()
        except InterruptedError:
            continue  # the signal handler ran while the hub waited on a socket


if __name__ == "__main__":
    main(sys.argv[1])
