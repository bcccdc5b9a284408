"""What a new forum can be like: a template, or a forum there was before; and its form filled in for a day.

A pattern is JSON: `values` of the form, `lasts` and `phases` in minutes after the start.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from services.gateway.pages.formats import instant, moment

Json = dict[str, Any]
COPIED = ("title", "summary", "place", "host_body_id")


def of_template(template: Mapping[str, Any], language: str) -> Json:
    """A template as a pattern."""
    phases = [{**phase, "title": phase["title"][language]} for phase in template["phases"]]
    return {"values": _ticked(template), "lasts": template["lasts"], "phases": phases}


def of_forum(forum: Mapping[str, Any]) -> Json:
    """A forum as a pattern for another."""
    start = instant(forum["starts_at"])
    phases = [
        {
            "kind": phase["kind"],
            "title": phase["title"],
            "opens_after": _minutes(phase["opens_at"], start),
            "closes_after": _minutes(phase["closes_at"], start),
        }
        for phase in forum["phases"]
    ]
    values = {**{name: forum[name] for name in COPIED}, **_ticked(forum)}
    return {"values": values, "lasts": _minutes(forum["ends_at"], start), "phases": phases}


def filled_in(pattern: Mapping[str, Any], start: datetime, zone: str) -> Json:
    """The form's values for a forum like this that begins at `start`."""
    values = {**pattern["values"], "starts_at": moment(start, zone), "ends_at": _later(start, pattern["lasts"], zone)}
    for number, phase in enumerate(pattern["phases"]):
        values |= {
            f"phases-{number}-kind": phase["kind"],
            f"phases-{number}-title": phase["title"],
            f"phases-{number}-opens_at": _later(start, phase["opens_after"], zone),
            f"phases-{number}-closes_at": _later(start, phase["closes_after"], zone),
        }
    return values


def _ticked(told: Mapping[str, Any]) -> Json:
    return {"link_signs_in": "yes"} if told["link_signs_in"] else {}


def _minutes(time: Any, start: datetime) -> int:
    return round((instant(time) - start).total_seconds() / 60)


def _later(start: datetime, minutes: int, zone: str) -> str:
    return moment(start + timedelta(minutes=minutes), zone)
