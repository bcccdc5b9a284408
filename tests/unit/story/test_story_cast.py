"""The story's texts fit together: sixty delegates, six sectors, and a leader for everyone who is asked to act."""

from collections import Counter

import pytest

from deploy.story import cast, links
from deploy.story.acts.ordering import duels_won
from deploy.story.cast import Cast


@pytest.fixture(scope="module")
def played() -> Cast:
    return cast.read()


def test_sixty_delegates_sit_in_six_sectors(played: Cast) -> None:
    assert len({delegate.email for delegate in played.delegates}) == 60
    assert len({delegate.sector for delegate in played.delegates}) == 6


def test_every_body_comes_after_the_one_it_belongs_to(played: Cast) -> None:
    seen = {""}
    for body in played.bodies:
        assert body.parent in seen, body.code
        seen.add(body.code)
    assert len(seen) == len(played.bodies) + 1


def test_every_delegate_sits_for_a_body_there_is(played: Cast) -> None:
    assert {delegate.body for delegate in played.delegates} <= {body.code for body in played.bodies}


def test_a_person_has_one_name_and_one_address(played: Cast) -> None:
    leaders = [(body.leader.email, body.leader.name) for body in played.bodies if body.leader]
    people = leaders + [(delegate.email, delegate.name) for delegate in played.delegates]
    assert len(dict(people)) == len(set(people)) == len({name for _, name in people})


def test_nobody_can_be_written_to(played: Cast) -> None:
    addresses = [delegate.email for delegate in played.delegates]
    addresses += [body.leader.email for body in played.bodies if body.leader]
    assert all(address.endswith(".example") for address in addresses)


def test_whoever_must_act_has_a_leader(played: Cast) -> None:
    for solution in played.solutions:
        for code in solution.bodies:
            assert played.leader_of(code).email


def test_every_solution_comes_from_five_proposals_of_several_sectors(played: Cast) -> None:
    assert Counter(proposal.solution for proposal in played.proposals) == {one.key: 5 for one in played.solutions}
    assert len(played.solutions) == 6
    sector = {delegate.email: delegate.sector for delegate in played.delegates}
    assert len({sector[proposal.email] for proposal in played.proposals}) == 6


def test_an_exception_names_an_assignment_there_will_be(played: Cast) -> None:
    given = {(code, solution.key) for solution in played.solutions for code in solution.bodies}
    assert set(played.replies) <= given


def test_whoever_opens_the_delegates_link_has_a_seat_in_the_rehearsal_and_said_nothing_yet(played: Cast) -> None:
    rehearsal = played.rehearsal
    seats = {delegate.email for delegate in rehearsal.delegates}
    assert links.DELEGATE in seats
    assert {proposal.email for proposal in rehearsal.proposals} <= seats - {links.DELEGATE}


def test_every_proposal_of_the_rehearsal_went_into_a_solution_there_is(played: Cast) -> None:
    rehearsal = played.rehearsal
    assert {proposal.solution for proposal in rehearsal.proposals} == {one["key"] for one in rehearsal.solutions}
    bodies = {body.code for body in played.bodies}
    assert all(set(one["bodies"]) <= bodies for one in rehearsal.solutions)


def test_the_same_people_vote_the_same_in_every_performance(played: Cast) -> None:
    first, again = cast.votes(played), cast.votes(cast.read())
    assert first == again
    assert cast.changes(played) == cast.changes(cast.read())


def test_whoever_ranks_begins_with_one_and_leaves_no_rank_out(played: Cast) -> None:
    rankings = cast.rankings(played)
    assert rankings == cast.rankings(cast.read())
    assert rankings.keys() == cast.votes(played).keys()
    for ballot in rankings.values():
        assert sorted(ballot.values()) == list(range(1, len(ballot) + 1))
        assert ballot.keys() <= {one.key for one in played.solutions}


def test_the_delegates_rank_so_that_the_duels_alone_say_the_order(played: Cast) -> None:
    won = duels_won(list(cast.rankings(played).values()))
    assert sorted(won.values()) == list(range(len(played.solutions)))


def test_what_a_ballot_does_not_rank_is_behind_all_that_it_ranks() -> None:
    assert duels_won([{"a": 1}, {"b": 1, "a": 2}, {"a": 1, "c": 2}]) == {"a": 2, "b": 0, "c": 0}


def test_whoever_changes_their_mind_changes_one_choice(played: Cast) -> None:
    first = cast.votes(played)
    for email, ballot in cast.changes(played).items():
        assert sum(ballot[key] != first[email][key] for key in ballot) == 1
