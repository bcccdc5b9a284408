"""A gateway for each test that asks for one."""

from collections.abc import Iterator

import pytest

from tests.integration.gateway.stage import Stage, on_stage


@pytest.fixture
def stage() -> Iterator[Stage]:
    yield from on_stage()
