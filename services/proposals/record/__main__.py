"""Check a record where nothing else of the system is installed: `python -m services.proposals.record RECORD`."""

from services.proposals.record.command import verify

verify(prog_name="python -m services.proposals.record")
