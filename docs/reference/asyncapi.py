"""asyncapi.yaml (AsyncAPI 3): every event on the bus, its schema and its sample."""

import inspect
import json
from pathlib import Path
from typing import Any

import yaml  # type: ignore[import-untyped]
from marshmallow import Schema
from marshmallow_jsonschema import JSONSchema

from services import contracts
from services.kit.envelope import CONTENT_TYPE

Json = dict[str, Any]

SAMPLES = Path(contracts.__file__).parent / "samples"
ABOUT = """What the services of Hiến Kế tell. Bind a queue of your own to a producer's exchange; a feed's events come in
the order of their `position`, those of one stream (`subject`) without gaps in `sequence`, each at least once."""
TEXT: Json = {"type": "string"}
ATTRIBUTES: Json = {
    "specversion": {"const": "1.0"},
    "id": {"type": "string", "format": "uuid"},
    "source": {**TEXT, "description": "`/` and the producer"},
    "type": TEXT,
    "time": {"type": "string", "format": "date-time"},
    "subject": {**TEXT, "description": "the stream: `directory`, or `forum/` and the forum's id"},
    "sequence": {**TEXT, "pattern": "^[1-9][0-9]*$", "description": "the event's version in its stream"},
    "position": {**TEXT, "pattern": "^[1-9][0-9]*$", "description": "its place in the producer's feed"},
    "epoch": {"type": "string", "format": "uuid", "description": "of the feed; another after a restore"},
    "correlationid": TEXT,
    "datacontenttype": {"const": "application/json"},
}


def text() -> str:
    """The document, as people write it."""
    return str(yaml.safe_dump(_document(), allow_unicode=True, sort_keys=False, width=120))


def as_json() -> str:
    """The same, as programs read it."""
    return json.dumps(_document(), ensure_ascii=False, indent=1) + "\n"


def _document() -> Json:
    return {
        "asyncapi": "3.0.0",
        "info": {"title": "Hiến Kế", "version": "1", "description": ABOUT, "license": {"name": "Apache-2.0"}},
        "defaultContentType": CONTENT_TYPE,
        "channels": {producer: _channel(producer) for producer in contracts.EVENTS},
        "operations": {f"tell-{producer}": _operation(producer) for producer in contracts.EVENTS},
        "components": {
            "messages": {
                event_type: _message(producer, event_type, schema)
                for producer, events in contracts.EVENTS.items()
                for event_type, schema in events.items()
            }
        },
    }


def _channel(producer: str) -> Json:
    exchange = {"name": f"{producer}.events", "type": "topic", "durable": True, "autoDelete": False}
    return {
        "address": f"{producer}.events",
        "description": f"Everything {producer} tells; the routing key is the event's type.",
        "messages": {name: {"$ref": f"#/components/messages/{name}"} for name in contracts.EVENTS[producer]},
        "bindings": {"amqp": {"is": "routingKey", "exchange": exchange}},
    }


def _operation(producer: str) -> Json:
    return {"action": "send", "channel": {"$ref": f"#/channels/{producer}"}}


def _message(producer: str, event_type: str, schema: type[Schema]) -> Json:
    payload = {
        "type": "object",
        "required": [*ATTRIBUTES, "data"],
        "properties": {**ATTRIBUTES, "source": {"const": f"/{producer}"}, "type": {"const": event_type}}
        | {"data": _data(schema)},
    }
    message: Json = {"name": event_type, "summary": inspect.getdoc(schema), "payload": payload}
    sample = SAMPLES / f"{producer}.{event_type}.json"
    if sample.exists():
        message["examples"] = [{"payload": {"data": json.loads(sample.read_text())}}]
    return message


def _data(schema: type[Schema]) -> Json:
    made: Json = JSONSchema().dump(schema())
    definitions = made.pop("definitions")
    root = made["$ref"].rpartition("/")[2]
    inlined: Json = _inline(definitions[root], definitions)
    return inlined


def _inline(value: Any, definitions: Json) -> Any:
    """The schema without references; ours never refer to themselves."""
    if isinstance(value, list):
        return [_inline(each, definitions) for each in value]
    if not isinstance(value, dict):
        return value
    if "$ref" in value:
        return _inline(definitions[value["$ref"].rpartition("/")[2]], definitions)
    return {name: _inline(each, definitions) for name, each in value.items()}
