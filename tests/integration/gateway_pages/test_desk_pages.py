"""The organizer's desk."""

from tests.integration.gateway.stage import Stage, refusal
from tests.integration.gateway_pages.course import FORUM, F, R, person
from tests.integration.gateway_pages.visitor import Visitor, text
from tests.unit.gateway_pages import samples


def test_the_desk_is_for_organizers(running: Stage, delegate: Visitor) -> None:
    assert delegate.get(f"{FORUM}/dieu-hanh").status == 403
    running.forum.answers["GET /me"] = (200, person("organizer"))
    assert delegate.get(f"{FORUM}/dieu-hanh").status == 200


def test_a_refused_step_is_said_where_the_button_stands(running: Stage, delegate: Visitor) -> None:
    running.forum.answers["GET /me"] = (200, person("organizer"))
    running.forum.answers[f"POST /forums/{F}/close"] = (
        409,
        refusal("x", "conflict", "Còn vòng biểu quyết chưa có kết quả."),
    )
    desk = f"{FORUM}/dieu-hanh"
    sent_on = delegate.fill_in(delegate.get(desk), f"{desk}/be-mac")
    assert sent_on.headers["Location"] == desk
    assert "Còn vòng biểu quyết chưa có kết quả." in text(delegate.get(desk))


def test_a_list_is_looked_at_before_it_is_imported(running: Stage, delegate: Visitor) -> None:
    running.forum.answers["GET /me"] = (200, person("organizer"))
    clean = {**samples.preview(), "faults": [], "applied": False}
    path = f"/forums/{F}/delegates/import"
    running.forum.answers[f"POST {path}"] = lambda asked: (200, {**clean, "applied": asked.json["apply"]})
    page, action = delegate.get(f"{FORUM}/dieu-hanh/dai-bieu"), f"{FORUM}/dieu-hanh/dai-bieu/nhap"
    preview = delegate.fill_in(page, action, text="ho_va_ten\nA")
    assert "Lê Thị Bé" in text(preview)
    assert delegate.fill_in(preview, action, apply="yes").status == 303
    assert [asked.json["apply"] for asked in running.forum.asked_for(path)] == [False, True]
    assert running.forum.asked_for(path)[1].json["text"] == "ho_va_ten\nA"


def test_a_closing_time_is_typed_in_the_forums_zone(running: Stage, delegate: Visitor) -> None:
    running.forum.answers["GET /me"] = (200, person("organizer"))
    running.forum.answers[f"GET /forums/{F}"] = (200, {**samples.forum(), "time_zone": "Europe/London"})
    path = f"/forums/{F}/rounds/{R}/extend"
    running.proposals.answers[f"POST {path}"] = (200, samples.round_())
    desk = f"{FORUM}/dieu-hanh/bieu-quyet"
    typed = {f"closes_at-{R}": "29/05/2027 12:30"}
    assert delegate.fill_in(delegate.get(desk), f"{desk}/{R}/keo-dai", **typed).status == 303
    assert running.proposals.asked_for(path)[0].json == {"closes_at": "2027-05-29T11:30:00Z"}
