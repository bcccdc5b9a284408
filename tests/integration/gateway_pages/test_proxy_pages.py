"""A delegate's proxies: given, taken back, declined; and said wherever the ballot is."""

from typing import Any

import pytest

from tests.integration.gateway.stage import Stage, refusal
from tests.integration.gateway_pages.course import BALLOT, FORUM, NO_BALLOT, F, R, person
from tests.integration.gateway_pages.visitor import Visitor, text
from tests.unit.gateway_pages import rolls, samples

PROXY = f"{BALLOT}/uy-quyen"
API = f"/forums/{F}/rounds/{R}"


def put(stage: Stage, state: str, given: list[Any] = [], held: list[Any] = [], most: int = 2) -> None:  # noqa: B006
    """A round in a state, and the visitor's proxies in it."""
    round_ = {**samples.round_(state), "round_id": R, "proxies": most}
    stage.proposals.answers[f"GET {API}"] = (200, round_)
    stage.proposals.answers[f"GET /forums/{F}/board"] = (200, {**samples.board(), "rounds": [round_]})
    stage.proposals.answers[f"GET {API}/proxy"] = (200, rolls.own_proxies(given, held, most))
    stage.proposals.answers[f"GET {API}/proxy/holders"] = (200, {"items": [rolls.person()], "next": None})
    stage.parts.copies.forget_all()


def test_a_holder_is_looked_for_by_name_and_given_the_proxy(running: Stage, delegate: Visitor) -> None:
    put(running, "prepared")
    assert "holder_id" not in text(delegate.get(PROXY))
    found = delegate.get(f"{PROXY}?q=be")
    assert "Lê Thị Bé" in text(found)
    running.proposals.answers[f"PUT {API}/proxy"] = (200, rolls.own_proxies([rolls.own_proxy()], []))
    assert delegate.fill_in(found, PROXY, holder_id=rolls.OTHER).headers["Location"] == PROXY
    assert [asked.json for asked in running.proposals.asked_for(f"{API}/proxy", "PUT")] == [{"holder_id": rolls.OTHER}]
    assert "Đã ủy quyền" in text(delegate.get(PROXY))


def test_what_is_refused_is_said_with_who_was_found(running: Stage, delegate: Visitor) -> None:
    put(running, "prepared")
    found = delegate.get(f"{PROXY}?q=be")
    nobody = delegate.fill_in(found, PROXY)
    assert (nobody.status, "Hãy chọn một người." in text(nobody)) == (422, True)
    running.proposals.answers[f"PUT {API}/proxy"] = (409, refusal("holder-has-enough", "conflict", "Đã nhận đủ."))
    again = delegate.fill_in(found, PROXY, holder_id=rolls.OTHER)
    assert (again.status, "Đã nhận đủ." in text(again), "Lê Thị Bé" in text(again)) == (409, True, True)


def test_it_is_asked_once_more_before_it_is_taken_back(running: Stage, delegate: Visitor) -> None:
    put(running, "open", [rolls.own_proxy()])
    assert "Lê Thị Bé bỏ phiếu thay bạn" in text(delegate.get(PROXY))
    sure = delegate.get(f"{PROXY}/rut")
    assert "Rút ủy quyền đã giao cho Lê Thị Bé?" in text(sure)
    running.proposals.answers[f"DELETE {API}/proxy"] = (200, rolls.own_proxies([], []))
    assert delegate.fill_in(sure, f"{PROXY}/rut").headers["Location"] == PROXY
    assert len(running.proposals.asked_for(f"{API}/proxy", "DELETE")) == 1


def test_one_that_was_used_is_not_taken_back(running: Stage, delegate: Visitor) -> None:
    put(running, "open", [rolls.own_proxy(used=True)])
    page = text(delegate.get(PROXY))
    assert "không rút ủy quyền được nữa" in page
    assert f"{PROXY}/rut" not in page


def test_a_holder_sees_who_it_is_and_may_decline(running: Stage, delegate: Visitor) -> None:
    put(running, "prepared", held=[rolls.own_proxy()])
    page, action = text(delegate.get(PROXY)), f"{PROXY}/{samples.PERSON}/tu-choi"
    assert "Bạn bỏ phiếu thay 1 người" in page
    assert action in page
    assert 'name="q"' not in page, "who holds one gives none away"
    sure = delegate.get(action)
    assert "Từ chối bỏ phiếu thay Nguyễn Thị Ánh?" in text(sure)
    path = f"{API}/proxies/{samples.PERSON}/decline"
    running.proposals.answers[f"POST {path}"] = (200, rolls.own_proxies([], []))
    assert delegate.fill_in(sure, action).headers["Location"] == PROXY
    assert len(running.proposals.asked_for(path)) == 1


def test_once_it_is_open_the_way_leads_to_the_ballot_for_the_other(running: Stage, delegate: Visitor) -> None:
    put(running, "open", held=[rolls.own_proxy()])
    page = text(delegate.get(PROXY))
    assert f'href="{BALLOT}/thay/{samples.PERSON}"' in page
    assert "/tu-choi" not in page


def test_what_became_of_earlier_ones_is_said_with_the_reason(running: Stage, delegate: Visitor) -> None:
    put(running, "prepared", [rolls.own_proxy("struck", reason="Giấy không có chữ ký")])
    page = text(delegate.get(PROXY))
    assert "ban tổ chức đã bác" in page
    assert "Lý do: Giấy không có chữ ký" in page


@pytest.mark.parametrize(("roles", "most", "said"), [
    (("organizer",), 2, False),
    (("delegate",), 0, False),
    (("delegate",), 2, True),
])  # fmt: skip
def test_only_a_delegate_gives_one_and_only_where_there_are_any(
    running: Stage, delegate: Visitor, roles: tuple[str, ...], most: int, said: bool
) -> None:
    put(running, "prepared", most=most)
    running.forum.answers["GET /me"] = (200, person(*roles))
    assert ('name="q"' in text(delegate.get(PROXY))) is said


def test_it_is_offered_where_a_coming_round_is_shown(running: Stage, delegate: Visitor) -> None:
    put(running, "prepared")
    running.proposals.answers[f"GET {API}/ballot"] = (200, {**NO_BALLOT, "on_roll": False})
    assert PROXY in text(delegate.get(FORUM))
    assert PROXY in text(delegate.get(BALLOT))
    put(running, "prepared", most=0)
    assert PROXY not in text(delegate.get(FORUM))


def test_both_sides_are_led_to_it_from_the_ballot(running: Stage, delegate: Visitor) -> None:
    put(running, "open")
    given = {**NO_BALLOT, "holder": {"person_id": rolls.OTHER, "full_name": "Lê Thị Bé"}}
    running.proposals.answers[f"GET {API}/ballot"] = (200, given)
    page = text(delegate.get(BALLOT))
    assert "Xem hoặc rút ủy quyền" in page and PROXY in page
    whose = {"elector_id": samples.PERSON, "full_name": "Phạm Dung", "weight": "1"}
    held = {**NO_BALLOT, "mandates": [{**NO_BALLOT, **whose}]}
    running.proposals.answers[f"GET {API}/ballot"] = (200, held)
    assert "Xem ai đã ủy quyền cho bạn" in text(delegate.get(BALLOT))


def test_a_visitor_signs_in_first(running: Stage, visitor: Visitor) -> None:
    assert visitor.get(PROXY).headers["Location"].startswith("/dang-nhap")
