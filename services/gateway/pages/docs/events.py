"""What asyncapi.json says of the events, as a page shows it; read once."""

import json
from functools import cache
from typing import Any

import orjson

from services.gateway.api.documents import read
from services.gateway.pages.docs import schemas

Json = dict[str, Any]


def about() -> str:
    """What holds for all of them."""
    said: str = _document()["info"]["description"]
    return said


@cache
def envelope() -> list[schemas.Row]:
    """The attributes around the data of each event."""
    some = next(iter(_messages().values()))["payload"]
    around = {name: told for name, told in some["properties"].items() if name != "data"}
    own = {"source": {"type": "string", "description": "`/` and the producer"}, "type": {"type": "string"}}
    return schemas.rows({**some, "properties": {**around, **own}}, {})


@cache
def by_producer() -> tuple[Json, ...]:
    """Producer → its exchange and its events."""
    return tuple(
        {
            "name": name,
            "exchange": channel["address"],
            "about": channel["description"],
            "events": [_shown(each) for each in channel["messages"]],
        }
        for name, channel in _document()["channels"].items()
    )


def _shown(name: str) -> Json:
    message = _messages()[name]
    examples = [each["payload"]["data"] for each in message.get("examples", ())]
    return {
        "type": name,
        "about": message["summary"],
        "rows": schemas.rows(message["payload"]["properties"]["data"], {}),
        "example": json.dumps(examples[0], ensure_ascii=False, indent=2) if examples else "",
    }


@cache
def _document() -> Json:
    document: Json = orjson.loads(read("asyncapi.json"))
    return document


def _messages() -> Json:
    found: Json = _document()["components"]["messages"]
    return found
