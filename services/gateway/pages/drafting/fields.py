"""The form of a forum: what a command is told of it, what it shows of a forum, and its rows, one for each phase."""

from collections.abc import Mapping
from typing import Any

from starlette.datastructures import FormData

from services.gateway.pages.formats import ZONE, from_input, moment
from services.gateway.pages.forms import Form, filled, texts
from services.gateway.pages.page import Outcome

Json = dict[str, Any]
FACTS = ("title", "summary", "place", "host_body_id")
TIMES = ("opens_at", "closes_at")
MOST_ROWS = 20


def body_of(typed: Mapping[str, Any], zone: str = ZONE) -> Json:
    """The forum that was typed; a phase without any time is left out."""
    plain = {**texts(typed, ("title", "summary", "place")), **filled(typed, ("host_body_id",))}
    times = {name: from_input(text, zone) for name, text in filled(typed, ("starts_at", "ends_at")).items()}
    phases = [_phase(typed, row, zone) for row in kept_rows(typed)]
    return {**plain, **times, "time_zone": zone, "link_signs_in": "link_signs_in" in typed, "phases": phases}


def values_of(forum: Mapping[str, Any]) -> Json:
    """A forum as its form has it."""
    zone = forum["time_zone"]
    values: Json = {name: forum[name] for name in FACTS}
    values |= {name: moment(forum[name], zone) for name in ("starts_at", "ends_at")}
    values |= {"link_signs_in": "yes"} if forum["link_signs_in"] else {}
    for number, phase in enumerate(forum["phases"]):
        values |= {f"phases-{number}-{name}": phase[name] for name in ("phase_id", "kind", "title")}
        values |= {f"phases-{number}-{name}": moment(phase[name], zone) for name in TIMES}
    return values


def rows(values: Mapping[str, Any], more: int = 0) -> list[int]:
    """The numbers of the form's rows, with some more to fill in."""
    there = 0
    while f"phases-{there}-kind" in values:
        there += 1
    return list(range(min(there + more, MOST_ROWS)))


def kept_rows(values: Mapping[str, Any]) -> list[int]:
    """The rows in which a time was typed."""
    return [row for row in rows(values) if filled(values, [f"phases-{row}-{name}" for name in TIMES])]


def refused(outcome: Outcome, typed: FormData) -> Form:
    """The refused form: faults of phases stand in their rows, which may come after rows that were left empty."""
    form, kept = outcome.form or Form(typed), kept_rows(typed)
    form.faults = {_in_row(name, kept): sentence for name, sentence in form.faults.items()}
    return form


def _in_row(name: str, kept: list[int]) -> str:
    first, _, rest = name.partition("-")
    number, _, field = rest.partition("-")
    if first != "phases" or not number.isdigit() or int(number) >= len(kept):
        return name
    return f"phases-{kept[int(number)]}-{field or 'title'}"


def _phase(typed: Mapping[str, Any], row: int, zone: str) -> dict[str, str]:
    prefix = f"phases-{row}-"
    given = filled(typed, [f"{prefix}{name}" for name in (*TIMES, "phase_id")])
    named = {name.removeprefix(prefix): text for name, text in given.items()}
    times = {name: from_input(named[name], zone) for name in TIMES if name in named}
    return {**named, **_texts(typed, prefix), **times}


def _texts(typed: Mapping[str, Any], prefix: str) -> dict[str, str]:
    """The kind and title of a row."""
    return {name: str(typed.get(f"{prefix}{name}") or "") for name in ("kind", "title")}
