"""Opinions on their way through the gateway: few calls, whatever is sent; and back, onto every open page."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

from tests.integration.gateway.pages_open import F, say, show, watching
from tests.integration.gateway.stage import Answer, Asked, Got, Stage, refusal
from tests.waiting import eventually

P, OTHER = str(uuid4()), str(uuid4())
PATH = f"/api/v1/forums/{F}/proposals/{P}/opinion"
NO_OPINIONS = ["yes", "AGREE", "", None, 1, True, ["agree"], {"agree": 1}, "<script>", "x" * 9_000]


def counted(asked: Asked) -> Answer:
    return 200, {"outcomes": [{"outcome": "counted", "proposal_id": P, "opinion": o["opinion"]} for o in asked.json]}


def judge(stage: Stage, opinion: Any = "agree") -> Got:
    return stage.ask("PUT", PATH, {"opinion": opinion}, token=stage.token())


def counts(proposal_id: str, agree: int) -> dict[str, Any]:
    return {"proposal_id": proposal_id, "agree": agree, "disagree": 1, "pass": 0}


def test_an_opinion_goes_through_its_box_with_the_statement_of_its_batch(stage: Stage) -> None:
    stage.proposals.answers[f"POST /forums/{F}/opinions"] = counted
    person = uuid4()
    got = stage.ask("PUT", PATH, {"opinion": "pass"}, token=stage.token(person))
    assert (got.status, got.json) == (200, {"proposal_id": P, "opinion": "pass"})
    [asked] = stage.proposals.asked
    [opinion] = asked.json
    assert asked.acting.digest and asked.acting.person_id is None
    assert 0 <= opinion.pop("age_ms") < 5_000
    assert opinion == {"opinion": "pass", "proposal_id": P, "person_id": str(person)}


def test_many_opinions_at_once_are_few_calls(stage: Stage) -> None:
    stage.proposals.answers[f"POST /forums/{F}/opinions"] = counted
    stage.proposals.gate.clear()
    with ThreadPoolExecutor(60) as crowd:
        given = [crowd.submit(judge, stage) for _ in range(60)]
        eventually(lambda: sum(len(box._waiting) for box in stage.parts.opinion_boxes._boxes.values()) >= 50)
        stage.proposals.gate.set()
        assert {each.result().status for each in given} == {200}
    assert len(stage.proposals.asked) <= 12


def test_a_refusal_and_a_service_away_are_told_as_they_are(stage: Stage) -> None:
    gone = {"outcome": "refused", **refusal("proposal-gone", "missing", "Đã rút.")}
    stage.proposals.answers[f"POST /forums/{F}/opinions"] = (200, {"outcomes": [gone]})
    got = judge(stage)
    assert (got.status, got.slug, got.json["title"]) == (404, "proposal-gone", "Đã rút.")
    stage.proposals.stop()
    got = judge(stage)
    assert got.status == 503 and got.headers["Retry-After"] == "1"


def test_what_is_no_opinion_reaches_no_service(stage: Stage) -> None:
    for opinion in NO_OPINIONS:
        got = judge(stage, opinion)
        assert (got.status, got.json["errors"][0]["pointer"]) == (422, "/opinion"), opinion
    assert not stage.proposals.asked


def test_what_may_not_be_sent_reaches_no_service(stage: Stage) -> None:
    token, body = stage.token(), {"opinion": "agree"}
    for wrong, status in ((b"", 400), (b"[]", 422), (b"{}", 422), (b'{"opinion":"agree","person_id":"x"}', 422)):
        assert stage.ask("PUT", PATH, wrong, token=token).status == status
    assert stage.ask("PUT", PATH, body).status == 401
    assert stage.ask("PUT", PATH, body, {"Content-Type": "text/plain"}, token).status == 415
    assert stage.ask("PUT", PATH, body, {"Cookie": f"session={token}", "Sec-Fetch-Site": "cross-site"}).status == 403
    assert stage.ask("PUT", PATH.replace(P, "x"), body, token=token).status == 404
    assert not stage.proposals.asked


def test_whoever_judges_without_end_is_told_to_wait_and_may_still_vote(stage: Stage) -> None:
    stage.proposals.answers[f"POST /forums/{F}/opinions"] = counted
    token = stage.token()
    answers = [stage.ask("PUT", PATH, {"opinion": "agree"}, token=token) for _ in range(150)]
    assert "limited" in [answer.slug for answer in answers if answer.status == 429]
    assert stage.ask("PUT", f"/api/v1/forums/{F}/rounds/{P}/ballot", {}, token=token).status == 422


def test_new_counts_reach_every_page_and_nobody_is_asked(stage: Stage) -> None:
    stage.parts.copies.heard = True
    show(stage)
    with watching(stage) as one, watching(stage) as other:
        eventually(lambda: one.named("snapshot") and other.named("snapshot"))
        asked = len(stage.proposals.asked)
        say(stage, "opinions_counted.v1", {"forum_id": F, "proposals": [counts(P, 41)]})
        for stream in (one, other):
            assert eventually(lambda s=stream: s.changes) == [{"opinions": [counts(P, 41)]}]  # type: ignore[misc]
        assert len(stage.proposals.asked) == asked


def test_many_counts_at_once_are_few_messages_and_end_with_the_last(stage: Stage) -> None:
    stage.parts.copies.heard = True
    show(stage)
    with watching(stage) as stream:
        eventually(lambda: stream.named("snapshot"))
        for number in range(1, 401):
            told = [counts(P if number % 2 else OTHER, number)]
            say(stage, "opinions_counted.v1", {"forum_id": F, "proposals": told})

        def last() -> dict[str, int]:
            return {c["proposal_id"]: c["agree"] for change in stream.named("change") for c in change["opinions"]}

        eventually(lambda: last() == {P: 399, OTHER: 400})
        assert len(stream.named("change")) <= 4


def test_counts_that_are_none_disturb_no_page(stage: Stage) -> None:
    stage.parts.copies.heard = True
    show(stage)
    with watching(stage) as stream:
        eventually(lambda: stream.named("snapshot"))
        for rubbish in (None, 7, "x", {}, [None, 7, {}, {"proposal_id": P, "agree": "1"}]):
            say(stage, "opinions_counted.v1", {"forum_id": F, "proposals": rubbish})
        say(stage, "opinions_counted.v1", {"forum_id": F, "proposals": [{**counts(P, 1), "person_id": "p"}]})
        assert eventually(lambda: stream.changes) == [{"opinions": [counts(P, 1)]}]


def test_asking_what_is_similar_forgets_no_copy(stage: Stage) -> None:
    stage.parts.copies.heard = True
    show(stage)
    path = f"/forums/{F}/proposals/similar"
    stage.proposals.answers[f"POST {path}"] = (200, {"items": []})
    stage.ask("GET", f"/api/v1/forums/{F}/board")
    typed = {"problem": "Thiếu", "measure": "Bồi dưỡng"}
    assert stage.ask("POST", f"/api/v1{path}", typed, token=stage.token()).json == {"items": []}
    stage.ask("GET", f"/api/v1/forums/{F}/board")
    assert len(stage.proposals.asked_for(f"/forums/{F}/board")) == 1
