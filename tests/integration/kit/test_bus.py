"""From one service's transaction to another's, over the relay and the broker."""

import pytest

from tests.integration.kit.stage import Stage
from tests.waiting import eventually

pytestmark = pytest.mark.usefixtures("playing")


def test_what_is_told_is_heard_once_and_in_order(playing: Stage) -> None:
    texts = [str(number) for number in range(300)]
    playing.tell("order", *texts)
    assert eventually(lambda: len(playing.heard("order")) >= 300)
    assert playing.heard("order") == texts
