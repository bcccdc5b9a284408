"""While a secret round is open no page, title, screen or answer for anybody else tells what a voter has sent."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from tests.integration.gateway.stage import Stage
from tests.integration.gateway.test_screens import a_screen, cookie_of
from tests.integration.gateway_pages.course import BALLOT, FORUM, F, R, S, counted, outcome, person
from tests.integration.gateway_pages.visitor import Visitor, text
from tests.unit.gateway_pages import samples

# of every kind one that has rounds on it, or in its title
PUBLIC = ("/", FORUM, f"{FORUM}/giai-phap", f"{FORUM}/ket-qua", f"{BALLOT}/ket-qua", "/toi/du-lieu")
DESK = tuple(f"{FORUM}/dieu-hanh{path}" for path in ("", "/bieu-quyet", "/dieu-khien", "/man-hinh", "/thu-tu"))
API = tuple(f"/api/v1/forums/{F}{path}" for path in ("", "/board", f"/rounds/{R}", f"/rounds/{R}/result"))

# forms carry nonces and keys; errors their correlation ids; pages say when they were drawn, and when a session ends
_RANDOM = re.compile(r'(name="(nonce|key)" value=|nonce=|"now": ?)"?[^" <]+"?|data-ends=[^>]*>\s*<p>[^<]*|[0-9a-f]{32}')


def tell_of_round(stage: Stage, **told: Any) -> None:
    """Have the services tell of a secret round that is open."""
    round_ = {**samples.round_(), "named": False, "live_tally": False, "tally": None, **told}
    stage.proposals.answers[f"GET /forums/{F}/board"] = (200, {**samples.board(), "rounds": [round_]})
    stage.proposals.answers[f"GET /forums/{F}/rounds/{R}"] = (200, round_)
    stage.parts.copies.forget_all()


@pytest.fixture
def secret(running: Stage) -> Stage:
    """A forum with a secret round."""
    running.forum.answers["GET /forums"] = (200, {"items": [samples.forum()], "next": None})
    running.proposals.answers[f"POST /forums/{F}/ballots"] = outcome
    tell_of_round(running)
    return running


def seen(stage: Stage) -> dict[str, str]:
    """Everything that is shown to a guest, a delegate who is not the voter, an organizer, and the hall."""
    return {what: _RANDOM.sub("", shown) for what, shown in _shown(stage)}


def _shown(stage: Stage) -> Iterator[tuple[str, str]]:
    screen = {"Cookie": cookie_of(stage, a_screen(forum_id=F))["Cookie"]}
    yield "the hall", text(stage.ask("GET", "/man-hinh/canh", headers=screen))
    for role in ("guest", "delegate", "organizer"):
        stage.forum.answers["GET /me"] = (200, {**person(role), "organizer": role == "organizer"})
        visitor = Visitor(stage, signed_in=role != "guest")
        for path in (*PUBLIC, *API, *(DESK if role == "organizer" else ()), *((BALLOT,) if role == "delegate" else ())):
            got = visitor.get(path)
            yield f"{path} for {role}", f"{got.status} {text(got)}"


def vote(stage: Stage, choice: str) -> str:
    """Somebody votes, by the page; answers the nonce of the ballot."""
    stage.forum.answers["GET /me"] = (200, person("delegate"))
    voter = Visitor(stage, signed_in=True)
    review = voter.fill_in(voter.get(BALLOT), BALLOT, step="review", **{f"choice-{S}": choice})
    assert voter.fill_in(review, BALLOT, step="send").status == 303
    return str(counted(stage)[-1]["nonce"])


def test_nothing_anybody_is_shown_depends_on_what_was_sent(secret: Stage, capsys: pytest.CaptureFixture[str]) -> None:
    before = seen(secret)
    nonces = [vote(secret, choice) for choice in ("yes", "no", "no", "abstain")]
    after = seen(secret)
    assert {what for what in before if before[what] != after[what]} == set()
    logged = "".join(capsys.readouterr())
    assert not any(nonce in logged for nonce in nonces)


def test_counts_that_leak_would_be_seen(secret: Stage) -> None:
    before = seen(secret)
    """Here the services tell them; the hall shows none even then, unless the round is said to be live."""
    tally = [{"solution_id": S, "yes": 1, "no": 2, "abstain": 1, "adopted": None}]
    tell_of_round(secret, tally=tally, live_tally=True)
    after = seen(secret)
    changed = {what for what in before if before[what] != after[what]}
    pages = {f"{FORUM} for guest", f"/api/v1/forums/{F}/board for guest", f"{FORUM}/dieu-hanh/dieu-khien for organizer"}
    assert pages | {"the hall"} <= changed
