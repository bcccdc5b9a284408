"""Serve people: `python -m services.gateway`."""

from services.gateway import server
from services.kit import log, settings

if __name__ == "__main__":
    values = settings.read()
    log.configure("gateway", values.log_level)
    server.run(values)
