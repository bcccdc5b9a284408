"""An operator sees what could not be applied, and decides about it."""

from uuid import UUID

import amqp
import pytest

from deploy.local.stack import Stack
from deploy.parked import AnsweredOtherwise, Operator
from services.kit import topology
from tests.waiting import eventually


@pytest.fixture
def operator(stack: Stack) -> Operator:
    services = {name: stack.urls[name] for name in ("forum", "proposals", "notify")}
    return Operator(services, stack.environment["INTERNAL_KEY"])


def test_an_operator_sees_what_nobody_could_read_and_gives_it_up(stack: Stack, operator: Operator) -> None:
    channel = topology.connect(stack.environment["AMQP_URI"]).channel()
    channel.basic_publish(amqp.Message(b"{not json"), topology.exchange_name("forum"), "forum_opened.v1")
    channel.connection.close()
    found = eventually(lambda: {message["service"]: message for message in operator.parked()})
    eventually(lambda: {message["service"] for message in operator.parked()} == {"proposals", "notify"})
    assert "unreadable" in found.popitem()[1]["error"]
    for message in operator.parked():
        operator.decide(message["service"], UUID(message["id"]), "discard")
    assert operator.parked() == []


def test_who_does_not_have_the_key_is_no_operator(stack: Stack) -> None:
    with pytest.raises(AnsweredOtherwise, match="401"):
        Operator({"forum": stack.urls["forum"]}, "another key").parked()


def test_what_is_not_parked_cannot_be_decided_about(operator: Operator) -> None:
    with pytest.raises(AnsweredOtherwise, match="404"):
        operator.decide("forum", UUID(int=7), "replay")
