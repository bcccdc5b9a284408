"""A JSON schema as the rows of a table: one for each field, however deep, by its path."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

Json = Mapping[str, Any]
Row = dict[str, Any]


def rows(schema: Json, components: Json, below: str = "") -> list[Row]:
    """The fields of an object, each followed by those within it."""
    told = resolved(schema, components)
    needed = told.get("required", ())
    return [
        row
        for name, inner in told.get("properties", {}).items()
        for row in _rows(below + name, inner, name in needed, components)
    ]


def _rows(name: str, schema: Json, needed: bool, components: Json) -> Iterator[Row]:
    told = resolved(schema, components)
    yield {"name": name, "kind": kind(told, components), "needed": needed, "about": about(told)}
    if "items" in told:
        yield from rows(told["items"], components, f"{name}[].")
    yield from rows(told, components, f"{name}.")


def resolved(schema: Json, components: Json) -> Json:
    """What a schema says, or the one it refers to; null besides does not change that."""
    if "$ref" in schema:
        found: Json = components[schema["$ref"].rpartition("/")[2]]
        return found
    choices = [each for each in schema.get("anyOf", ()) if each != {"type": "null"}]
    if choices:
        return {**resolved(choices[0], components), "nullable": True}
    return schema


def kind(told: Json, components: Json) -> str:
    """What a value is, in a few words."""
    types = told["type"] if isinstance(told.get("type"), list) else [told.get("type", "anything")]
    named = [_named(each, told, components) for each in types if each != "null"]
    return " or ".join([*named, *(["null"] if "null" in types or told.get("nullable") else [])])


def _named(name: str, told: Json, components: Json) -> str:
    if "const" in told:
        return f'"{told["const"]}"'
    if "enum" in told:
        return " | ".join(f'"{each}"' for each in told["enum"] if each is not None)
    if name == "array":
        return f"list of {kind(resolved(told['items'], components), components)}{_bounds(told, 'minItems', 'maxItems')}"
    if name == "object" and isinstance(told.get("additionalProperties"), dict) and "properties" not in told:
        inner = resolved(told["additionalProperties"], components)
        return f"object: name → {kind(inner, components) if inner else 'anything'}"
    if name == "string":
        return str(told.get("format", "text")) + _bounds(told, "minLength", "maxLength")
    return name + _bounds(told, "minimum", "maximum")


def _bounds(told: Json, least: str, most: str) -> str:
    if least in told and most in told:
        return f", {told[least]}–{told[most]}"
    if most in told:
        return f", at most {told[most]}"
    return f", at least {told[least]}" if told.get(least) else ""


def about(told: Json) -> str:
    """What else is said of a value."""
    default = f"unless given, {json.dumps(told['default'])}" if told.get("default") not in (None, "") else ""
    pattern = f"like {told['pattern']}" if "pattern" in told else ""
    return joined(told.get("description", ""), default, pattern)


def joined(*said: str) -> str:
    """Several things said of one."""
    return "; ".join(each.rstrip(".") for each in said if each)
