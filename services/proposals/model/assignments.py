"""An assignment: one adopted solution for one responsible body, and the answers its leaders may give."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from services.kit.errors import Fault, Invalid
from services.proposals.model.refusals import AnswerOutOfOrder

#: answer → the states it may be given in, and the state it leads to
ANSWERS: dict[str, tuple[tuple[str, ...], str]] = {
    "acknowledge": (("given",), "acknowledged"),
    "accept": (("acknowledged",), "accepted"),
    "decline": (("given", "acknowledged", "accepted"), "declined"),
    "done": (("accepted",), "done"),
}


@dataclass(frozen=True)
class Assignment:
    """An assignment as it now is."""

    forum_id: UUID
    assignment_id: UUID
    solution_id: UUID
    number: int
    title: str
    text: str
    body_id: UUID
    due_on: date
    state: str
    answer: str
    answered_by: UUID | None
    answered_at: datetime | None
    version: int


def state_after(assignment: Assignment, answer: str, text: str) -> str:
    """The state this answer leads to. Raises AnswerOutOfOrder, or Invalid when a refusal has no reason."""
    allowed, state = ANSWERS[answer]
    if assignment.state not in allowed:
        raise AnswerOutOfOrder(state=assignment.state)
    if answer == "decline" and not text:
        raise Invalid([Fault("/text", "required")])
    return state


def state_of(assignment: Assignment) -> dict[str, Any]:
    """The assignment as events tell it."""
    return dict(vars(assignment))
