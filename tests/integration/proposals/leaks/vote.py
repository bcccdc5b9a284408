"""A secret round in which everybody votes differently: alone, in batches, on paper; and some change their ballots."""

import random
from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID, uuid4

from services.kit.acting import Acting
from services.proposals.commands import sheets
from services.proposals.tally.ballots import yes_no
from tests.integration.proposals.hall import Hall, Json, ballot, nonce_of
from tests.integration.proposals.leaks.dump import Choices, Dump, take
from tests.integration.proposals.paper import entry

OPTIONS = 5  # 243 different ballots
VOTERS = 24
ALONE = 12  # so many vote in batches of one
LUCK = 8  # so many right by chance: once in 30,000 orders of 24

SECTORS = {"Hội cơ sở": 11, "Hội cấp tỉnh": 9, "Đơn vị vũ trang": 3, "Cơ quan báo chí": 1}


class Vote:
    """The round, what everybody chose, and the database afterwards."""

    def __init__(self, hall: Hall, weights: Sequence[int] = (1, 2), on_paper: int = 0) -> None:
        self.hall = Hall(hall.db, delegates=[uuid4() for _ in range(VOTERS + 2)]).build()
        self.people = random.sample(self.hall.delegates, VOTERS)  # in the order in which they vote
        self.on_paper = self.people[2 : 2 + on_paper]
        ballots = random.sample(range(3**OPTIONS), VOTERS)
        self.truth: dict[UUID, Choices] = dict(zip(self.people, map(_digits, ballots), strict=True))
        self.round = self.hall.opened(OPTIONS, secret=True)
        self._give_weights_and_sectors(weights)

    def held(self) -> Dump:
        """Vote, certify, and copy the database."""
        for person_id in self.on_paper:
            self._command(sheets.hand_out_sheet, self.hall.organizer, person_id, {"to_holder": False})
        for person_id in self.people[:ALONE]:
            self._cast([person_id])
        for first in range(ALONE, VOTERS, 4):
            self._cast(self.people[first : first + 4])
        for people in (self.people[:1], self.people[1:2], self.people[-3:]):
            self._cast(people, again=True)
        self.hall.sealed(self.round["round_id"])
        self._enter_sheets()
        certified = self.hall.counted(self.round["round_id"])
        assert certified["state"] == "certified", certified["trouble"]
        return take(self.hall, self.round["round_id"])

    def right(self, guess: dict[UUID, Choices]) -> int:
        """How many a guess has right."""
        return sum(self.truth[person_id] == choices for person_id, choices in guess.items())

    def _cast(self, people: Sequence[UUID], again: bool = False) -> None:
        cast = [self._ballot(person_id, again) for person_id in people if person_id not in self.on_paper]
        if cast:
            assert {told["outcome"] for told in self.hall.cast(*cast)} == {"counted"}

    def _enter_sheets(self) -> None:
        """In the order in which they were handed out, as they may lie on a pile."""
        second, roll = Acting(uuid4()), "SELECT weight FROM roll WHERE round_id = %s AND person_id = %s"
        self.hall.seat([second.person], "organizer")
        for number, person_id in enumerate(self.on_paper, 101):
            [row] = self.hall.sql(roll, self.round["round_id"], person_id)
            choices = self._ballot(person_id, True)["choices"]
            what = {"number": number, "elector_id": None, "weight": str(row["weight"]), "choices": choices}
            self._command(sheets.enter_sheet, self.hall.organizer, what)
            self._command(sheets.confirm_sheet, second, number, entry(self.hall, self.round["round_id"], number))

    def _command(self, command: Callable[..., Json], acting: Acting, *arguments: Any) -> None:
        self.hall.do(command, acting, self.round["round_id"], *arguments)

    def _ballot(self, person_id: UUID, again: bool) -> Json:
        """Who will vote again says the opposite at first."""
        first = person_id in (*self.people[:2], *self.people[-3:]) and not again
        words = [yes_no.CHOICES[1 - code if first and code < 2 else code] for code in self.truth[person_id]]
        nonce = f"{nonce_of(person_id)[-24:]}-{again}"
        return ballot(self.round, person_id, *words, replaces=int(again), nonce=nonce)

    def _give_weights_and_sectors(self, weights: Sequence[int]) -> None:
        """The people of each sector are spread over those who vote early and late; so are the weights."""
        names = random.sample([name for name, size in SECTORS.items() for _ in range(size)], VOTERS)
        set_both = "UPDATE roll SET weight = %s, sector = %s WHERE round_id = %s AND person_id = %s"
        for number, (person_id, sector) in enumerate(zip(self.people, names, strict=True)):
            weight = weights[number % len(weights)]
            self.hall.sql(set_both, weight, sector, self.round["round_id"], person_id)


def _digits(number: int) -> Choices:
    return tuple(number // 3**place % 3 for place in range(OPTIONS))
