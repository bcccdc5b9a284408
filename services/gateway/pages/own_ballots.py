"""What somebody has to cast in a round: their own ballot, and one for each person whose proxy they hold."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

WHOLE_VOTE = "1"


@dataclass(frozen=True)
class Place:
    """A place on the roll that one may fill; `elector_id` is empty for one's own."""

    elector_id: str = ""
    name: str = ""
    weight: str = WHOLE_VOTE
    on_roll: bool = True
    on_paper: bool = False
    holder: str | None = None  # who votes for one, by name, empty when that is not known; None: nobody does
    voted: bool = False
    set_aside: bool = False  # a ballot was in and no longer counts, as a solution was changed under it
    choices: dict[str, Any] | None = None  # None: there is no ballot, or nobody can tell any more which it was
    revision: int = 0
    receipt: str | None = None

    @property
    def waits(self) -> bool:
        """Whether a ballot can be cast, and none is in."""
        return self.on_roll and not self.on_paper and self.holder is None and not self.voted

    @property
    def is_forgotten(self) -> bool:
        """Whether a ballot was cast of which nothing can be said any more."""
        return self.voted and self.choices is None

    @property
    def is_whole(self) -> bool:
        """Whether it weighs one vote, as most do."""
        return self.weight == WHOLE_VOTE

    @property
    def path(self) -> str:
        """Where it is cast, below its round."""
        return f"/thay/{self.elector_id}" if self.elector_id else ""


def places_of(answer: Mapping[str, Any]) -> list[Place]:
    """The places in a `GET …/ballot`, one's own first."""
    return [_own(answer), *map(_mandate, answer["mandates"])]


def _own(answer: Mapping[str, Any]) -> Place:
    holder = answer["holder"]
    return Place(
        weight=answer["weight"] or WHOLE_VOTE,
        on_roll=answer["on_roll"],
        holder=(holder["full_name"] or "") if holder else None,
        **_cast(answer),
    )


def _mandate(answer: Mapping[str, Any]) -> Place:
    return Place(answer["elector_id"], answer["full_name"] or "", answer["weight"], **_cast(answer))


def _cast(answer: Mapping[str, Any]) -> dict[str, Any]:
    return {name: answer[name] for name in ("voted", "on_paper", "set_aside", "choices", "revision", "receipt")}
