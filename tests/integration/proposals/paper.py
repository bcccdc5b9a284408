"""Paper ballots as organizers hand them out, enter and confirm them, for tests that vote on paper."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from services.kit import clock
from services.kit.acting import Acting
from services.proposals import electors, schemas, store, views
from services.proposals.commands import sheets
from tests.integration.proposals.hall import Hall, Json, strings


@dataclass
class Desk:
    """Two organizers of a hall, who share the paper of one round."""

    hall: Hall
    second: Acting
    round: Json

    def hand_out(self, person: int, to_holder: bool = False) -> Json:
        """Hand a delegate a sheet."""
        data = schemas.HandOutSheet().load({"to_holder": to_holder})
        return self._do(sheets.hand_out_sheet, self.hall.organizer, self.hall.delegates[person], data)

    def take_back(self, person: int) -> Json:
        """Take it back unused."""
        return self._do(sheets.take_back_sheet, self.hall.organizer, self.hall.delegates[person])

    def enter(self, number: int, said: Any, acting: Acting | None = None, **whose: Any) -> Json:
        """Enter a sheet: the same word for each option, or the choices as they are."""
        choices = dict.fromkeys(self.options, said) if isinstance(said, str) else said
        data = schemas.EnterSheet().load(strings({"number": number, "choices": choices, **whose}))
        return self._do(sheets.enter_sheet, acting or self.hall.organizer, data)

    def enter_of(self, person: int, number: int, said: Any) -> Json:
        """Enter the sheet of a delegate."""
        return self.enter(number, said, elector_id=self.hall.delegates[person])

    def confirm(self, number: int, acting: Acting | None = None, entered_at: Any = None) -> Json:
        """Confirm a sheet; as the second organizer unless told otherwise."""
        data = entry(self.hall, self.round["round_id"], number)
        if entered_at:
            data = schemas.ConfirmSheet().load({"entered_at": entered_at})
        return self._do(sheets.confirm_sheet, acting or self.second, number, data)

    def drop(self, number: int) -> Json:
        """Take a sheet out."""
        return self._do(sheets.drop_sheet, self.hall.organizer, number)

    @property
    def options(self) -> list[str]:
        """What the round is about."""
        return [str(option["solution_id"]) for option in self.round["options"]]

    @property
    def shown(self) -> Json:
        """The round as it now is."""
        return self.hall.ask(views.round_, self.hall.organizer, self.round["round_id"])

    @property
    def sheets(self) -> list[Json]:
        """The sheets as organizers see them."""
        items: list[Json] = self.hall.ask(electors.sheets, self.second, self.round["round_id"])["items"]
        return items

    def ballot_of(self, person: int) -> Json:
        """What a delegate is shown of their ballot."""
        return self.hall.ask(views.my_ballot, Acting(self.hall.delegates[person]), self.round["round_id"])

    def _do(self, command: Any, acting: Acting, *arguments: Any) -> Json:
        return self.hall.do(command, acting, UUID(str(self.round["round_id"])), *arguments)


def entry(hall: Hall, round_id: UUID, number: int) -> Json:
    """Which entry of a sheet somebody compares who looks now."""
    found = hall.db.read(lambda tx: store.sheets(tx, store.get_round(tx, hall.forum_id, round_id), number))
    return {"entered_at": found[0].entered_at if found else clock.now()}


def desk(hall: Hall, opened: Json) -> Desk:
    """Two organizers and the paper of an open round."""
    second = Acting(uuid4())
    hall.seat([second.person], "organizer")
    return Desk(hall, second, opened)
