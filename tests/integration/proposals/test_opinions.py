"""Opinions in a real database: many at once, again, by whom; the counters are what is there, and nobody is named."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from random import Random
from typing import Any
from uuid import UUID, uuid4

import pytest
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request

from services.kit import db, strict_json
from services.kit.acting import Acting, Statements, digest
from services.kit.errors import Refused
from services.proposals import finding, views
from services.proposals.commands import proposals
from services.proposals.model.opinions import WORDS
from services.proposals.service import Service
from tests.integration.proposals.hall import Hall, Json

KEY = "k" * 64


def counts(hall: Hall, proposal_id: Any) -> Json:
    """The counters of a proposal, as anybody is told."""
    told: Json = hall.ask(views.proposal, hall.outsider, proposal_id)["opinions"]
    return told


def recount(hall: Hall, proposal_id: Any) -> Json:
    """The counts by another way: straight over the rows."""
    rows = hall.sql("SELECT opinion FROM opinion WHERE proposal_id = %s", proposal_id)
    said = Counter(row["opinion"] for row in rows)
    return {word: said[word] for word in WORDS}


def slugs(outcomes: list[Json]) -> list[str]:
    return [told.get("slug", told["outcome"]) for told in outcomes]


def test_fifty_opinions_of_one_person_at_once_are_one(hall: Hall) -> None:
    judged, who = hall.proposal()["proposal_id"], hall.delegates[0]
    said = [Random(number).choice(WORDS) for number in range(50)]
    with ThreadPoolExecutor(50) as people:
        outcomes = list(people.map(lambda word: hall.judge((judged, who, word))[0], said))
    assert [told["opinion"] for told in outcomes] == said
    [row] = hall.sql("SELECT opinion FROM opinion WHERE proposal_id = %s", judged)
    assert counts(hall, judged) == recount(hall, judged) == {**dict.fromkeys(WORDS, 0), row["opinion"]: 1}


def test_the_same_again_is_answered_the_same_and_told_to_nobody(hall: Hall) -> None:
    given = (hall.proposal()["proposal_id"], hall.delegates[0], "agree")
    assert hall.judge(given) == hall.judge(given)
    assert len(hall.events("opinions_counted.v1")) == 1


def test_two_people_judge_at_once_and_both_count(hall: Hall) -> None:
    judged = hall.proposal()["proposal_id"]
    with ThreadPoolExecutor(5) as people:
        list(people.map(lambda who: hall.judge((judged, who, "agree")), hall.delegates))
    assert counts(hall, judged)["agree"] == 5


def test_batches_over_the_same_proposals_at_once_neither_deadlock_nor_miscount(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(db, "ATTEMPTS", 1)  # a deadlock is not tried again here, so that it shows
    judged = [hall.proposal()["proposal_id"] for _ in range(4)]

    def judge(number: int) -> list[Json]:
        random = Random(number)
        batches = [random.sample(judged, 4) for _ in range(15)]
        return [
            told
            for batch in batches
            for told in hall.judge(*[(p, random.choice(hall.delegates), random.choice(WORDS)) for p in batch])
        ]

    with ThreadPoolExecutor(4) as people:
        outcomes = [told for each in people.map(judge, range(4)) for told in each]
    assert slugs(outcomes) == ["counted"] * (4 * 15 * 4)
    assert [counts(hall, each) for each in judged] == [recount(hall, each) for each in judged]


def test_a_proposal_is_taken_back_with_what_was_thought_of_it(hall: Hall) -> None:
    gone, stays = hall.proposal()["proposal_id"], hall.proposal()["proposal_id"]
    hall.judge((gone, hall.delegates[1], "agree"), (stays, hall.delegates[1], "agree"))
    hall.do(proposals.withdraw_proposal, hall.delegate, gone)
    outcomes = hall.judge((gone, hall.delegates[1], "agree"), (stays, hall.delegates[2], "agree"))
    assert slugs(outcomes) == ["proposal-gone", "counted"]
    assert hall.sql("SELECT count(*) FROM opinion WHERE proposal_id = %s", gone) == [{"count": 0}]
    assert hall.ask(finding.next_to_judge, Acting(hall.delegates[1]))["done"] == 1


def test_judging_and_taking_back_at_once_leave_nothing_behind(hall: Hall) -> None:
    offered = [hall.proposal()["proposal_id"] for _ in range(10)]
    with ThreadPoolExecutor(20) as people:
        judging = [people.submit(hall.judge, *[(p, who, "agree") for p in offered]) for who in hall.delegates]
        leaving = [people.submit(hall.do, proposals.withdraw_proposal, hall.delegate, p) for p in offered]
        outcomes = [slugs(each.result()) for each in judging]
        assert all(each.result() for each in leaving)
    assert {slug for each in outcomes for slug in each} <= {"counted", "proposal-gone"}
    assert hall.sql("SELECT count(*) FROM opinion WHERE forum_id = %s", hall.forum_id) == [{"count": 0}]


def test_only_who_takes_part_is_of_an_opinion_and_only_while_ideas_are_collected(hall: Hall) -> None:
    judged = hall.proposal()["proposal_id"]
    hall.seat([hall.leader.person], "guest")
    everybody = (hall.delegates[0], hall.organizer.person, hall.outsider.person, hall.leader.person)
    tried = [(judged, who, "agree") for who in everybody]
    assert slugs(hall.judge(*tried)) == ["counted", "counted", "not-a-delegate", "not-a-delegate"]
    hall.be("open", "voting")
    assert slugs(hall.judge(*tried)) == ["phase-not-open"] * 2 + ["not-a-delegate"] * 2
    hall.be("concluded")
    assert slugs(hall.judge(*tried))[0] == "forum-not-open"
    assert counts(hall, judged)["agree"] == 2


def test_nothing_is_judged_in_a_draft_or_through_another_forum(hall: Hall) -> None:
    draft, other = Hall(hall.db), Hall(hall.db, delegates=hall.delegates).build()
    draft.be("draft")
    judged = hall.proposal()["proposal_id"]
    assert slugs(draft.judge((judged, hall.delegates[0], "agree"))) == ["missing"]
    assert slugs(Hall(hall.db).judge((judged, hall.delegates[0], "agree"))) == ["missing"]
    assert slugs(other.judge((judged, hall.delegates[0], "agree"))) == ["proposal-gone"]
    assert hall.judge() == []


def test_an_event_tells_new_counts_in_one_piece_and_nobodys_name(hall: Hall) -> None:
    one, other, third = (hall.proposal()["proposal_id"] for _ in range(3))
    hall.judge(*[(one, who, "agree") for who in hall.delegates], (other, hall.delegates[0], "pass"))
    [event] = hall.events("opinions_counted.v1")
    told = {each.pop("proposal_id"): each for each in event["data"]["proposals"]}
    assert told == {
        str(one): {"agree": 5, "disagree": 0, "pass": 0},
        str(other): {"agree": 0, "disagree": 0, "pass": 1},
    }
    assert str(third) not in str(event)
    assert not [who for who in hall.delegates if str(who) in str(event)]


def test_an_event_of_the_largest_batch_fits(hall: Hall) -> None:
    hall.proposal()
    same = "person_id, author, sector, problem, measure, who_acts, by_when, search_text"
    hall.sql(
        f"""INSERT INTO proposal (forum_id, proposal_id, number, {same})
            SELECT forum_id, gen_random_uuid(), n, {same} FROM proposal, generate_series(2, 1000) AS n
            WHERE forum_id = %s""",
        hall.forum_id,
    )
    offered = hall.sql("SELECT proposal_id FROM proposal WHERE forum_id = %s", hall.forum_id)
    outcomes = hall.judge(*[(each["proposal_id"], hall.delegates[0], "disagree") for each in offered])
    assert slugs(outcomes) == ["counted"] * 1_000


def test_ones_opinion_is_shown_to_oneself_alone(hall: Hall) -> None:
    judged = hall.proposal()["proposal_id"]
    hall.judge((judged, hall.delegates[0], "disagree"))
    shown = {
        who: hall.ask(views.proposal, acting, judged)["own_opinion"]
        for who, acting in {"self": hall.delegate, "organizer": hall.organizer, "other": hall.outsider}.items()
    }
    assert shown == {"self": "disagree", "organizer": None, "other": None}


def test_each_is_asked_of_each_proposal_once_and_all_are_seen_alike(hall: Hall) -> None:
    offered = {str(hall.proposal()["proposal_id"]) for _ in range(6)}
    orders: dict[UUID, list[str]] = {who: [] for who in hall.delegates}
    for step in range(6):
        for who in hall.delegates:
            told = hall.ask(finding.next_to_judge, Acting(who))
            assert (told["done"], told["remaining"]) == (step, 6 - step)
            assert told == hall.ask(finding.next_to_judge, Acting(who))
            orders[who].append(told["proposal"]["proposal_id"])
            hall.judge((told["proposal"]["proposal_id"], who, "pass"))
    assert (
        len({order[0] for order in orders.values()}) == 5
    )  # whoever comes first, nobody repeats what another has done
    assert all(set(order) == offered for order in orders.values())
    assert len({tuple(order) for order in orders.values()}) > 1
    assert hall.ask(finding.next_to_judge, hall.delegate) == {"proposal": None, "done": 6, "remaining": 0}


def test_people_begin_with_different_proposals(hall: Hall) -> None:
    for _ in range(12):
        hall.proposal()
    first = [hall.ask(finding.next_to_judge, Acting(who))["proposal"]["number"] for who in hall.delegates]
    assert len(set(first)) > 1


def test_opinions_come_with_the_gateways_word_only(hall: Hall) -> None:
    service = Service()
    service.db, service.statements = hall.db, Statements(KEY)
    item = {"proposal_id": str(hall.proposal()["proposal_id"]), "person_id": str(hall.delegates[0]), "opinion": "agree"}

    def post(body: bytes, acting: Acting) -> Any:
        headers = {"Acting": Statements(KEY).sign(acting)}
        environ = EnvironBuilder("/", method="POST", data=body, headers=headers).get_environ()
        return service.count_opinions(Request(environ), hall.forum_id)

    body = strict_json.dumps([item, {**item, "opinion": "yes"}, {**item, "proposal_id": str(uuid4())}])
    done = post(body, Acting(digest=digest(body)))
    assert slugs(done.answer["outcomes"]) == ["counted", "invalid", "proposal-gone"]
    for acting in (hall.delegate, Acting(operator=True)):
        refused = post(body, acting)
        assert isinstance(refused, Refused) and refused.slug == "not-the-gateway"
