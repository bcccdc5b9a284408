"""A form as a person sees it: what they typed, what is wrong with it, and its key against being sent twice."""

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from starlette.datastructures import FormData


def new_key() -> str:
    """A fresh idempotency key for the hidden field."""
    return secrets.token_urlsafe(18)


@dataclass
class Form:
    """Nothing typed is lost: a refused form is shown again with its values, and a sentence by each wrong field."""

    values: Mapping[str, Any] = field(default_factory=dict)
    faults: dict[str, str] = field(default_factory=dict)  # name of the field → sentence
    sentence: str = ""  # what is wrong with all of it
    key: str = field(default_factory=new_key)

    @property
    def wrong(self) -> bool:
        return bool(self.faults or self.sentence)

    def error(self, name: str, said_before: str) -> dict[str, str] | None:
        """What is wrong with one field, as the components take it."""
        if name not in self.faults:
            return None
        return {"text": self.faults[name], "visuallyHiddenText": said_before}

    def several(self, name: str) -> list[str]:
        """The values of a group of checkboxes."""
        if isinstance(self.values, FormData):
            return [str(value) for value in self.values.getlist(name)]
        return list(self.values.get(name) or [])


def texts(form: Mapping[str, Any], names: Iterable[str]) -> dict[str, str]:
    """The named fields as text, for the body of a command; absent ones are empty."""
    return {name: str(form.get(name) or "") for name in names}


def filled(form: Mapping[str, Any], names: Iterable[str]) -> dict[str, str]:
    """The named fields that were filled in."""
    return {name: value for name, value in texts(form, names).items() if value.strip()}


def name_of(pointer: str) -> str:
    """The field a fault's JSON pointer names: `/phases/0/title` is `phases-0-title`, `/roles/1` is `roles`."""
    *path, last = pointer.strip("/").split("/")
    return "-".join(path if path and last.isdigit() else [*path, last])
