"""What people are told while a service is slow, away, or dies in the middle; and that it passes by itself."""

import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from uuid import uuid4

from services.gateway import services
from tests.integration.gateway.stage import Asked, Got, Stage, refusal
from tests.waiting import eventually

F = str(uuid4())
NOT_YET = (503, refusal("not-yet-known", "unavailable"))


def offer(stage: Stage, key: str | None = "k" * 16) -> Got:
    headers = {"Idempotency-Key": key} if key else {}
    return stage.ask("POST", f"/api/v1/forums/{F}/proposals", {"problem": "x"}, headers, stage.token())


def test_with_a_service_away_its_questions_are_answered_at_once_and_the_others_work(stage: Stage) -> None:
    stage.proposals.stop()
    stage.forum.answers["GET /bodies"] = (200, {"items": []})
    began = time.monotonic()
    got = offer(stage)
    assert time.monotonic() - began < 0.5
    assert (got.status, got.slug, got.headers["Retry-After"]) == (503, "service-away", "1")
    assert stage.ask("GET", "/api/v1/bodies").status == 200


def test_a_service_that_is_back_is_used_again_without_anybody_doing_anything(stage: Stage) -> None:
    stage.proposals.answers[f"POST /forums/{F}/proposals"] = (200, {})
    assert offer(stage).status == 200
    stage.proposals.stop()
    assert offer(stage).status == 503
    stage.proposals.start()
    assert offer(stage).status == 200


def test_a_service_that_hangs_is_given_up_by_the_deadline(stage: Stage) -> None:
    stage.proposals.gate.clear()
    began = time.monotonic()
    got = offer(stage)
    assert services.DEADLINE - 0.1 < time.monotonic() - began < services.DEADLINE + 1.5
    assert (got.status, got.slug) == (503, "outcome-unknown")


def test_a_query_that_hangs_says_that_nothing_happened(stage: Stage) -> None:
    stage.forum.gate.clear()
    assert stage.ask("GET", "/api/v1/bodies").slug == "service-away"


def test_a_command_waits_for_what_its_service_has_not_heard_yet(stage: Stage) -> None:
    answers = iter([NOT_YET, NOT_YET, (200, {"offered": True})])
    stage.proposals.answers[f"POST /forums/{F}/proposals"] = lambda asked: next(answers)
    assert offer(stage).json == {"offered": True}
    assert len({asked.headers["Idempotency-Key"] for asked in stage.proposals.asked}) == 1


def test_what_stays_unheard_is_told_before_the_deadline(stage: Stage) -> None:
    stage.proposals.answers[f"POST /forums/{F}/proposals"] = NOT_YET
    began = time.monotonic()
    got = offer(stage)
    assert (got.status, got.slug) == (503, "not-yet-known")
    assert time.monotonic() - began < services.DEADLINE + 0.5


class Breaking:
    """In a service's place: reads a request and hangs up, `times` times; then answers."""

    def __init__(self, times: int) -> None:
        self.times, self.keys = times, list[str]()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        threading.Thread(target=self._serve, daemon=True).start()

    def close(self) -> None:
        self._listener.close()

    def _serve(self) -> None:
        try:
            while True:
                with closing(self._listener.accept()[0]) as connection:
                    head = connection.recv(65536).decode().lower()
                    self.keys += [line[17:] for line in head.split("\r\n") if line.startswith("idempotency-key: ")]
                    self.times -= 1
                    if self.times < 0:
                        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}")
        except OSError:
            return


def test_a_command_that_may_be_repeated_survives_a_broken_connection(stage: Stage) -> None:
    with closing(Breaking(times=1)) as breaking:
        stage.parts.services._lanes["proposals"]._url = breaking.url
        assert offer(stage).status == 200
        assert breaking.keys == ["k" * 16] * 2


def test_a_command_that_breaks_again_has_an_unknown_outcome(stage: Stage) -> None:
    with closing(Breaking(times=9)) as breaking:
        stage.parts.services._lanes["proposals"]._url = breaking.url
        got = offer(stage)
        assert (got.status, got.slug) == (503, "outcome-unknown")
        assert len(breaking.keys) == 2


def test_a_command_without_a_key_is_never_repeated(stage: Stage) -> None:
    with closing(Breaking(times=1)) as breaking:
        stage.parts.services._lanes["proposals"]._url = breaking.url
        assert offer(stage, key=None).slug == "outcome-unknown"
        assert breaking.times == 0


def test_too_much_at_once_for_one_service_is_refused_at_once_and_leaves_the_others_alone(stage: Stage) -> None:
    stage.proposals.gate.clear()
    stage.forum.answers["GET /bodies"] = (200, {"items": []})
    lane = stage.parts.services._lanes["proposals"]
    with ThreadPoolExecutor(services.ADMITTED + 1) as crowd:
        waiting = [
            crowd.submit(stage.ask, "GET", f"/api/v1/forums/{F}/solutions", None, None, stage.token())
            for _ in range(services.ADMITTED)
        ]
        eventually(lambda: lane._admitted == services.ADMITTED)
        began = time.monotonic()
        got = stage.ask("GET", f"/api/v1/forums/{F}/solutions")
        assert time.monotonic() - began < 0.5  # 50 ms on a machine of our own
        assert (got.status, got.slug, got.headers["Retry-After"]) == (503, "overloaded", "1")
        assert stage.ask("GET", "/api/v1/bodies").status == 200
        stage.proposals.gate.set()
        assert {each.result().status for each in waiting} <= {404, 503}
    eventually(lambda: lane._admitted == 0)


# Ballots

BALLOT = {"choices": {str(uuid4()): "yes"}, "replaces": 0, "nonce": "n" * 16}
R = str(uuid4())


def counted(asked: Asked) -> tuple[int, object]:
    return 200, {"outcomes": [{"outcome": "counted", "revision": 1, "receipt": each["nonce"]} for each in asked.json]}


def vote(stage: Stage, **changes: object) -> Got:
    path = f"/api/v1/forums/{F}/rounds/{R}/ballot"
    return stage.ask("PUT", path, {**BALLOT, **changes}, token=stage.token())


def test_a_ballot_goes_through_the_box_with_the_statement_of_its_batch(stage: Stage) -> None:
    stage.proposals.answers[f"POST /forums/{F}/ballots"] = counted
    person = uuid4()
    got = stage.ask("PUT", f"/api/v1/forums/{F}/rounds/{R}/ballot", BALLOT, token=stage.token(person))
    assert (got.status, got.json) == (200, {"revision": 1, "receipt": "n" * 16})
    [asked] = stage.proposals.asked
    [ballot] = asked.json
    assert asked.acting.digest
    assert asked.acting.person_id is None
    assert 0 <= ballot.pop("age_ms") < 5_000
    assert ballot == {**BALLOT, "round_id": R, "person_id": str(person)}


def test_an_id_in_capital_letters_names_the_same_round(stage: Stage) -> None:
    stage.proposals.answers[f"POST /forums/{F}/ballots"] = counted
    got = stage.ask("PUT", f"/api/v1/forums/{F.upper()}/rounds/{R.upper()}/ballot", BALLOT, token=stage.token())
    assert (got.status, stage.proposals.asked[0].json[0]["round_id"]) == (200, R)


def test_a_vote_while_proposals_is_away_is_not_counted_at_once_and_counted_when_it_is_back(stage: Stage) -> None:
    stage.proposals.answers[f"POST /forums/{F}/ballots"] = counted
    assert vote(stage).status == 200
    stage.proposals.stop()
    began = time.monotonic()
    got = vote(stage)
    assert time.monotonic() - began < 0.5
    assert (got.status, got.headers["Retry-After"]) == (503, "1")
    assert got.slug in ("service-away", "outcome-unknown")  # a kept connection that broke may have carried it
    assert vote(stage).slug == "service-away"
    stage.proposals.start()
    assert vote(stage).status == 200


def test_many_votes_at_once_are_few_calls(stage: Stage) -> None:
    stage.proposals.answers[f"POST /forums/{F}/ballots"] = counted
    stage.proposals.gate.clear()
    with ThreadPoolExecutor(60) as crowd:
        votes = [crowd.submit(vote, stage, nonce=f"{number:016}") for number in range(60)]
        eventually(lambda: sum(len(box._waiting) for box in stage.parts.ballot_boxes._boxes.values()) >= 50)
        stage.proposals.gate.set()
        assert sorted(each.result().json["receipt"] for each in votes) == [f"{number:016}" for number in range(60)]
    assert len(stage.proposals.asked) <= 12


def test_a_refused_vote_tells_the_voter_why_and_what_stands(stage: Stage) -> None:
    superseded = refusal("ballot-superseded", "conflict", "Phiếu đã được thay.") | {"facts": {"revision": 2}}
    outcome = {"outcome": "refused", **superseded}
    stage.proposals.answers[f"POST /forums/{F}/ballots"] = (200, {"outcomes": [outcome]})
    got = vote(stage)
    assert (got.status, got.slug, got.json["facts"]) == (409, "ballot-superseded", {"revision": 2})
    assert got.headers["Content-Type"] == "application/problem+json"


def test_a_vote_that_cannot_be_one_reaches_no_service(stage: Stage) -> None:
    path = f"/api/v1/forums/{F}/rounds/{R}/ballot"
    token = stage.token()
    wrong = [
        (b"", 400),
        (b"{", 400),
        (b"[]", 422),
        (b'{"choices":{},"replaces":0}', 422),
        (b'{"choices":{},"replaces":true,"nonce":"aaaaaaaaaaaaaaaa"}', 422),
        (b'{"choices":{},"replaces":-1,"nonce":"aaaaaaaaaaaaaaaa"}', 422),
        (b'{"choices":[],"replaces":0,"nonce":"aaaaaaaaaaaaaaaa"}', 422),
        (b'{"choices":{},"replaces":0,"nonce":"short"}', 422),
        (b'{"choices":{},"replaces":0,"nonce":"aaaaaaaaaaaaaaaa","weight":9}', 422),
        (b'{"choices":{},"replaces":0,"nonce":"aaaaaaaaaaaaaaaa","proxy_of":"Lan"}', 422),
        (b'{"choices":{},"replaces":0,"nonce":"aaaaaaaaaaaaaaaa","proxy_of":null}', 422),
        (b'{"choices":{},"nonce":"aaaaaaaaaaaaaaaa","proxy_of":"01920000-0000-7000-8000-000000000001"}', 422),
        (b'{"choices":{},"choices":{},"replaces":0,"nonce":"aaaaaaaaaaaaaaaa"}', 400),
        (b'{"choices":{"a":NaN},"replaces":0,"nonce":"aaaaaaaaaaaaaaaa"}', 400),
        (b'{"choices":{"a":"\\ud800"},"replaces":0,"nonce":"aaaaaaaaaaaaaaaa"}', 400),
        (b'{"choices":' + b"[" * 7000 + b"]" * 7000 + b',"replaces":0,"nonce":"aaaaaaaaaaaaaaaa"}', 400),
        (b" " * (16 * 1024 + 1), 413),
    ]
    for body, status in wrong:
        assert stage.ask("PUT", path, body, token=token).status == status, body[:60]
    assert stage.ask("PUT", path, BALLOT, {"Content-Type": "text/plain"}, token).status == 415
    assert stage.ask("PUT", path, BALLOT).status == 401
    assert stage.ask("PUT", path, BALLOT, token=token[:-2]).status == 401
    assert stage.ask("PUT", path, BALLOT, {"Cookie": f"session={token}"}).status == 403
    assert stage.ask("PUT", path, BALLOT, {"Cookie": f"session={token}", "Sec-Fetch-Site": "cross-site"}).status == 403
    assert not stage.proposals.asked


def test_a_vote_for_somebody_else_says_whose_it_is(stage: Stage) -> None:
    stage.proposals.answers[f"POST /forums/{F}/ballots"] = counted
    elector = str(uuid4())
    got = stage.ask(
        "PUT", f"/api/v1/forums/{F}/rounds/{R}/ballot", {**BALLOT, "proxy_of": elector}, token=stage.token()
    )
    assert got.status == 200
    [[sent]] = [asked.json for asked in stage.proposals.asked]
    assert (sent["proxy_of"], sent["person_id"] == elector) == (elector, False)


def test_a_vote_from_our_own_page_needs_only_the_cookie(stage: Stage) -> None:
    stage.proposals.answers[f"POST /forums/{F}/ballots"] = counted
    headers = {"Cookie": f"a=b; session={stage.token()}", "Sec-Fetch-Site": "same-origin"}
    assert stage.ask("PUT", f"/api/v1/forums/{F}/rounds/{R}/ballot", BALLOT, headers).status == 200
