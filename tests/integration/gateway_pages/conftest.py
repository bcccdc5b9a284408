"""A gateway with stub services, and a browser without scripts."""

from collections.abc import Iterator

import pytest

from tests.integration.gateway.stage import Stage, on_stage
from tests.integration.gateway_pages.course import person, set_running
from tests.integration.gateway_pages.public import private_commands
from tests.integration.gateway_pages.visitor import Visitor


@pytest.fixture
def stage() -> Iterator[Stage]:
    """Whatever its pages have sent, a program could have sent too."""
    for stage in on_stage():
        yield stage
        assert private_commands(stage) == []


@pytest.fixture
def running(stage: Stage) -> Stage:
    """A forum in full course."""
    set_running(stage)
    return stage


@pytest.fixture
def visitor(stage: Stage) -> Visitor:
    """Nobody signed in."""
    return Visitor(stage)


@pytest.fixture
def delegate(stage: Stage) -> Visitor:
    """Somebody signed in."""
    return Visitor(stage, signed_in=True)


@pytest.fixture
def organizer(running: Stage) -> Visitor:
    """Somebody who organizes the running forum, and may make others."""
    running.forum.answers["GET /me"] = (200, {**person("organizer"), "organizer": True})
    return Visitor(running, signed_in=True)
