"""What a scene must have."""

from typing import Any

import pytest

from services.forum.model import scenes
from services.forum.schemas.hall import SetScene
from services.kit.fields import faults

ROUND = "0190a0b3-7f2c-7000-8000-0000000000d1"


@pytest.mark.parametrize(
    ("told", "pointer"),
    [
        ({}, "/name"),
        ({"name": "cinema"}, "/name"),
        ({"name": "voting"}, "/round_id"),
        ({"name": "result", "round_id": None}, "/round_id"),
        ({"name": "result", "round_id": "x"}, "/round_id"),
        ({"name": "notice"}, "/text"),
        ({"name": "notice", "text": "  "}, "/text"),
        ({"name": "notice", "text": "a" * 201}, "/text"),
        ({"name": "notice", "text": "a\u202eb"}, "/text"),
    ],
)
def test_what_a_scene_lacks_is_told_where_it_lacks(told: dict[str, Any], pointer: str) -> None:
    assert [fault.pointer for fault in faults(SetScene().validate(told))] == [pointer]


@pytest.mark.parametrize("name", scenes.NAMES)
def test_every_scene_can_be_set(name: str) -> None:
    told = scenes.scene(**SetScene().load({"name": name, "round_id": ROUND, "text": "Nghỉ"}))
    assert (told["round_id"] is not None) == (name in scenes.OF_A_ROUND)
    assert bool(told["text"]) == (name == "notice")
