"""What votes weigh: told with a seat, frozen when a round opens, and in every count."""

from uuid import UUID

import pytest

from services.kit.acting import Acting
from services.kit.errors import Refused
from services.proposals import views
from tests.integration.proposals.hall import Hall, Json, ballot


@pytest.fixture
def weighed(hall: Hall) -> Hall:
    """A forum whose first two delegates have a vote and a half, and a quarter of one."""
    for place, weight in ((0, "1.5"), (1, "0.25")):
        [row] = hall.sql("SELECT seat_id FROM seat WHERE person_id = %s", hall.delegates[place])
        hall.seat([hall.delegates[place]], "delegate", seat_id=row["seat_id"], weight=weight)
    return hall


def tally(hall: Hall, round_: Json) -> Json:
    """The counts of a round's only option, and how many of them make one vote."""
    told = hall.ask(views.round_, hall.organizer, UUID(str(round_["round_id"])))
    return {**told["tally"][0], "unit": told["unit"]}


def test_a_seat_told_before_there_were_weights_weighs_one(hall: Hall) -> None:
    opened = hall.opened(1)
    assert {row["weight"] for row in hall.sql("SELECT weight FROM roll WHERE round_id = %s", opened["round_id"])} == {1}
    assert hall.ask(views.my_ballot, hall.delegate, opened["round_id"])["weight"] == "1"


def test_votes_weigh_in_the_running_counts_and_in_the_result(weighed: Hall) -> None:
    opened = weighed.opened(1)
    weighed.cast(*[ballot(opened, person_id, "yes") for person_id in weighed.delegates[:3]])
    assert (tally(weighed, opened)["yes"], tally(weighed, opened)["unit"]) == (11, 4)  # 1.5 + 0.25 + 1
    assert weighed.certified(opened["round_id"])["state"] == "certified"


def test_what_a_vote_weighs_is_frozen_when_the_round_opens(weighed: Hall) -> None:
    opened = weighed.opened(1)
    [row] = weighed.sql("SELECT seat_id FROM seat WHERE person_id = %s", weighed.delegates[0])
    weighed.seat([weighed.delegates[0]], "delegate", seat_id=row["seat_id"], weight="3")
    assert weighed.ask(views.my_ballot, weighed.delegate, opened["round_id"])["weight"] == "1.5"
    assert weighed.ask(views.my_ballot, weighed.delegate, weighed.opened(1)["round_id"])["weight"] == "3"


def test_a_secret_round_in_which_a_weight_tells_whose_a_ballot_is_does_not_open(weighed: Hall) -> None:
    with pytest.raises(Refused, match="too-few-to-hide-among"):
        weighed.opened(1, secret=True)


def test_what_is_kept_of_a_seat_tells_its_weight(weighed: Hall) -> None:
    asked = weighed.db.read(lambda tx: views.my_data(tx, Acting(weighed.delegates[0])))
    assert [seat["weight"] for seat in asked["seats"]] == ["1.5"]
