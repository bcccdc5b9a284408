"""Steps of methods that only add up; and of methods that this page does not know yet."""

from collections.abc import Iterator, Mapping
from typing import Any

from services.gateway.pages.steps.telling import Row, Step, Teller
from services.kit.errors import N_

COUNTED = N_("Mọi phiếu được cộng lại. Thứ tự từ nhiều đến ít:")
BY = {"points": Teller.points}
UNKNOWN = N_("Bước “%(step)s”. Trang này chưa diễn giải được bước ấy; số liệu của bước ghi bên dưới.")
#: members of a step that name options
OPTION, OPTIONS = ("option", "over", "under"), ("elected", "order", "tied", "among", "taken", "tie_order")


def counted(teller: Teller, place: int) -> Step:
    """All ballots added up."""
    step = teller.steps[place]
    say = BY.get(step["by"], Teller.votes)
    rows = [Row(teller.label(option), say(teller, teller.figures[option][step["by"]])) for option in step["order"]]
    return Step([teller.say(COUNTED)], rows=rows)


def unknown(teller: Teller, place: int) -> Step:
    """Whatever a step says, name by name."""
    step = teller.steps[place]
    rows = [Row(name, value) for name, value in _members(teller, step)]
    return Step([teller.say(UNKNOWN, step=step.get("step", ""))], rows=rows)


def _members(teller: Teller, step: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name, value in step.items():
        if name in OPTION and type(value) is int:
            yield name, teller.name(value)
        elif name in OPTIONS and value and all(type(each) is int for each in value):
            yield name, teller.names(value)
        elif name != "step":
            yield name, str(value)


TOLD = {"counted": counted}
