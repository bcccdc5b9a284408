"""Consolidating at the desk: what is chosen stays chosen, and nobody's text is overwritten unseen."""

from tests.integration.gateway.stage import Stage, refusal
from tests.integration.gateway_pages.course import FORUM, F
from tests.integration.gateway_pages.visitor import Visitor, text
from tests.unit.gateway_pages import samples

PAGE = f"{FORUM}/dieu-hanh/giai-phap"
SOLUTION, PROPOSAL = samples.SOLUTION, samples.proposal()["proposal_id"]
PATH = f"/forums/{F}/solutions/{SOLUTION}"


def test_what_is_chosen_stays_chosen_while_one_searches(running: Stage, organizer: Visitor) -> None:
    page = organizer.get(PAGE)
    found = organizer.fill_in(page, PAGE, step="search", q="kỹ năng", khoi="Hội", proposal_ids=[PROPOSAL, "0" * 8])
    asked = [each.query for each in running.proposals.asked_for(f"/forums/{F}/proposals")]
    assert "state=loose&q=kỹ năng&sector=Hội" in asked
    assert f'value="{PROPOSAL}" checked' in text(found)
    assert '<input type="hidden" name="proposal_ids" value="00000000">' in text(found)
    assert "Đã chọn thêm 1 ý kiến không hiện ở đây." in text(found)


def test_chosen_proposals_become_a_solution_with_their_words_as_its_draft(running: Stage, organizer: Visitor) -> None:
    running.proposals.answers[f"POST /forums/{F}/solutions"] = (200, samples.solution())
    draft = organizer.fill_in(organizer.get(PAGE), PAGE, step="new", proposal_ids=PROPOSAL)
    assert "Tập huấn</textarea>" in text(draft)
    assert f'value="{PROPOSAL}" checked' in text(draft)
    typed = {"title": "Tập huấn", "text": "Tập huấn hằng năm", "proposal_ids": [PROPOSAL], "body_ids": [samples.BODY]}
    assert organizer.fill_in(draft, f"{PAGE}/moi", **typed).headers["Location"] == PAGE
    assert running.proposals.asked_for(f"/forums/{F}/solutions")[0].json == typed


def test_without_a_choice_nothing_is_consolidated(running: Stage, organizer: Visitor) -> None:
    page = organizer.get(PAGE)
    again = organizer.fill_in(page, PAGE, step="new")
    assert (again.status, "Hãy chọn ít nhất một ý kiến." in text(again)) == (422, True)
    again = organizer.fill_in(page, PAGE, step="add", proposal_ids=PROPOSAL, solution_id="")
    assert (again.status, 'href="#solution_id"' in text(again)) == (422, True)
    assert f'value="{PROPOSAL}" checked' in text(again)


def test_chosen_proposals_are_added_to_a_solution_as_it_stands(running: Stage, organizer: Visitor) -> None:
    there = {**samples.solution(), "proposal_ids": ["old"], "version": 6}
    running.proposals.answers |= {f"GET {PATH}": (200, there), f"PUT {PATH}": (200, there)}
    sent_on = organizer.fill_in(organizer.get(PAGE), PAGE, step="add", proposal_ids=PROPOSAL, solution_id=SOLUTION)
    assert sent_on.headers["Location"] == PAGE
    [put] = [each for each in running.proposals.asked_for(PATH) if each.method == "PUT"]
    assert (put.json["proposal_ids"], put.json["title"], put.headers["If-Match"]) == (
        ["old", PROPOSAL],
        there["title"],
        "6",
    )


def test_each_solution_says_what_it_was_made_of_and_where_it_is_voted_on(running: Stage, organizer: Visitor) -> None:
    taken = {**samples.proposal(), "solution_id": SOLUTION}
    running.proposals.answers[f"GET /forums/{F}/proposals"] = lambda asked: (
        200,
        {**samples.proposals(), "items": [taken] if "consolidated" in asked.query else []},
    )
    shown = text(organizer.get(PAGE))
    assert f'<a href="{FORUM}/hien-ke/{PROPOSAL}">Ý kiến số 1</a>' in shown
    assert "Đang biểu quyết" in shown
    assert f"{PAGE}/{SOLUTION}/bo" not in shown  # it is being voted on


def test_of_two_editors_the_second_sees_both_texts(running: Stage, organizer: Visitor) -> None:
    theirs = {**samples.solution(), "title": "Của người khác", "version": 9}
    stale = refusal("stale", "stale", "Nội dung đã được người khác sửa.", facts={"version": 9, "current": theirs})
    running.proposals.answers |= {f"GET {PATH}": (200, samples.solution()), f"PUT {PATH}": (412, stale)}
    page = organizer.get(f"{PAGE}/{SOLUTION}")
    again = organizer.fill_in(page, f"{PAGE}/{SOLUTION}", title="Của tôi", text="Chữ của tôi")
    assert again.status == 412
    assert "<strong>Của người khác</strong>" in text(again)
    assert 'value="Của tôi"' in text(again)
    running.proposals.answers[f"PUT {PATH}"] = (200, theirs)
    assert organizer.fill_in(again, f"{PAGE}/{SOLUTION}", title="Của tôi", text="Chữ của tôi").status == 303
    versions = [each.headers["If-Match"] for each in running.proposals.asked_for(PATH) if each.method == "PUT"]
    assert versions == ["1", "9"]


def test_what_a_solution_was_made_of_is_not_lost_by_revising_it(running: Stage, organizer: Visitor) -> None:
    running.proposals.answers[f"GET {PATH}"] = (200, {**samples.solution(), "proposal_ids": [PROPOSAL]})
    own = {**samples.proposal(), "solution_id": SOLUTION}
    running.proposals.answers[f"GET /forums/{F}/proposals"] = lambda asked: (
        200,
        {**samples.proposals(), "items": [own] if f"solution_id={SOLUTION}" in asked.query else []},
    )
    assert f'value="{PROPOSAL}" checked' in text(organizer.get(f"{PAGE}/{SOLUTION}"))
    away = refusal("busy", "unavailable")
    running.proposals.answers[f"GET /forums/{F}/proposals"] = (503, away)
    assert organizer.get(f"{PAGE}/{SOLUTION}").status == 503  # a form without them would set them free


def test_ballots_are_set_aside_only_by_who_was_told_how_many_and_says_so(running: Stage, organizer: Visitor) -> None:
    in_vote = refusal("solution-in-vote", "conflict", "Đang biểu quyết.") | {"facts": {"ballots": 41}}
    running.proposals.answers |= {f"GET {PATH}": (200, samples.solution()), f"PUT {PATH}": (409, in_vote)}
    page = organizer.get(f"{PAGE}/{SOLUTION}")
    assert "Giải pháp này đang được biểu quyết" in text(page) and "Vòng một: 41 phiếu đã gửi" in text(page)
    again = organizer.fill_in(page, f"{PAGE}/{SOLUTION}", text="Mở lớp hằng quý")
    assert (again.status, "Hãy đánh dấu ô này nếu đồng ý để riêng" in text(again)) == (409, True)
    assert "Mở lớp hằng quý" in text(again)
    running.proposals.answers[f"PUT {PATH}"] = (200, samples.solution())
    done = organizer.fill_in(again, f"{PAGE}/{SOLUTION}", text="Mở lớp hằng quý", set_aside="yes")
    assert done.headers["Location"] == PAGE
    asked = [each.json["set_aside"] for each in running.proposals.asked_for(PATH) if each.method == "PUT"]
    assert asked == [False, True]


def test_where_nobody_votes_on_it_nothing_is_asked(running: Stage, organizer: Visitor) -> None:
    running.proposals.answers[f"GET {PATH}"] = (200, samples.solution())
    running.proposals.answers[f"GET /forums/{F}/board"] = (
        200,
        {**samples.board(), "rounds": [samples.round_("closed")]},
    )
    assert "set_aside" not in text(organizer.get(f"{PAGE}/{SOLUTION}"))


def test_dropping_a_solution_is_asked_once_more(running: Stage, organizer: Visitor) -> None:
    running.proposals.answers |= {f"GET {PATH}": (200, samples.solution()), f"DELETE {PATH}": (200, {})}
    sure = organizer.get(f"{PAGE}/{SOLUTION}/bo")
    assert "Bỏ giải pháp “Bồi dưỡng cán bộ”?" in text(sure)
    assert organizer.fill_in(sure, f"{PAGE}/{SOLUTION}/bo").headers["Location"] == PAGE
