"""The templates of forums: data, each of which makes a forum that is taken."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from services.forum import answers, schemas, templates
from services.forum.answers.hall import ForumTemplate
from services.proposals.schemas import PrepareRound
from tests.answers import exactly

START = datetime(2027, 5, 29, 1, 0, tzinfo=UTC)
ITEMS = templates.all_of_them()["items"]


def at(minutes: int) -> str:
    return (START + timedelta(minutes=minutes)).isoformat()


def test_there_are_three_the_shortest_first() -> None:
    assert [each["key"] for each in ITEMS] == ["bieu-quyet-nhanh", "toa-dam-mot-ngay", "dien-dan-nhieu-tuan"]
    assert exactly(answers.ANSWERS["list_templates"], templates.all_of_them())


@pytest.mark.parametrize("template", ITEMS, ids=lambda template: template["key"])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_template_makes_a_forum_and_a_round_that_are_taken(template: dict[str, Any], language: str) -> None:
    assert exactly(ForumTemplate, template)
    phases = [
        {
            "kind": phase["kind"],
            "title": phase["title"][language],
            "opens_at": at(phase["opens_after"]),
            "closes_at": at(phase["closes_after"]),
        }
        for phase in template["phases"]
    ]
    facts = {"title": "Diễn đàn", "summary": "", "place": "", "host_body_id": str(uuid4()), "phases": phases}
    times = {"starts_at": at(0), "ends_at": at(template["lasts"])}
    assert schemas.Forum().load({**facts, **times, "link_signs_in": template["link_signs_in"]})
    assert PrepareRound().load({"title": "Vòng", "solution_ids": [str(uuid4())], **template["round"]})
    during = [phase for phase in template["phases"] if phase["kind"] != "following-up"]
    assert all(0 <= phase["opens_after"] < phase["closes_after"] <= template["lasts"] for phase in during)
