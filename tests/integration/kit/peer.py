"""A teller and a listener: two services as small as can be, to see the kit work between processes.

    python -m tests.integration.kit.peer teller|relay|listener <settings as JSON>

The listener writes down what it hears, in the order in which it applies it, with nothing to hide a second time.
"""

import sys

if sys.argv[1] != "relay":  # the relay works without eventlet
    from services.kit.serve import serve

import json

import aiosql
from marshmallow import fields

from services.kit import relay
from services.kit.consumer import hears
from services.kit.errors import Conflict
from services.kit.fields import Body
from services.kit.http import command, query
from services.kit.operations import Feed, Health, Housekeeping, Parking
from services.kit.providers import DatabaseProvider, StatementsProvider
from services.kit.settings import Settings

KNOWN = ("said.v1", "hummed.v1")

queries = aiosql.from_str(
    """
    -- name: write_down(event, stream, version, text)!
    INSERT INTO effect (event, stream, version, text) VALUES (:event, :stream, :version, :text);
    -- name: cured(text)$
    SELECT count(*) FROM cure WHERE text = :text;
    -- name: wait(seconds)!
    SELECT pg_sleep(:seconds);
    """,
    "psycopg2",
)


class Unwell(Conflict):
    """Raised by the handler for what is said to be poison, until it is cured."""

    slug = "unwell"
    sentence = "Không xử lý được."


def on_said(tx, event):
    """Write down what was said; what is poison fails until there is a cure."""
    text = event.data["text"]
    if event.data.get("poison") and not queries.cured(tx.connection, text=text):
        raise Unwell(text=text)
    if seconds := event.data.get("slow"):
        queries.wait(tx.connection, seconds=seconds)
    queries.write_down(tx.connection, event=event.id, stream=event.stream, version=event.version, text=text)
    if event.data.get("echo"):
        tx.record(event.stream, "echoed.v1", {"text": text * event.data["echo"]})


class Tell(Body):
    """What to tell, and to which stream."""

    stream, text = fields.String(required=True), fields.String(required=True)


class Teller:
    """Tells what it is asked to tell."""

    name = "teller"
    db = DatabaseProvider()
    statements = StatementsProvider()
    feed = Feed()
    health = Health()

    @command("POST", "/tell", Tell)
    def tell(self, call):
        """Record one event."""
        call.tx.record(call.data["stream"], "said.v1", {"text": call.data["text"]})
        return {"told": call.data["text"]}

    @query("/wrong")
    def fail(self, call):
        """Fail in a way nobody expected."""
        raise LookupError("a secret nobody may read")


class Listener:
    """Writes down what the teller says."""

    name = "listener"
    db = DatabaseProvider()
    statements = StatementsProvider()
    health = Health()
    parking = Parking()
    housekeeping = Housekeeping()

    @hears("teller", known=KNOWN)
    def hear_teller(self, batch):
        """Hear it."""
        batch.apply(self.db, {"said.v1": on_said})


def main(role: str, values: Settings) -> None:
    """Run one of the three processes."""
    if role == "relay":
        relay.run("teller", values, ("listener",))
    else:
        serve({"teller": Teller, "listener": Listener}[role], values)


if __name__ == "__main__":
    main(sys.argv[1], Settings(**json.loads(sys.argv[2])))
