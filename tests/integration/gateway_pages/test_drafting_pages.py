"""Making a forum, and changing one: filled in already, computed without scripts, nothing typed lost."""

from typing import Any

from tests.integration.gateway.stage import Stage, refusal
from tests.integration.gateway_pages.course import FORUM, F
from tests.integration.gateway_pages.visitor import Visitor, text
from tests.unit.gateway_pages import samples

NEW, FORM = "/dien-dan/moi", "/dien-dan/moi/chi-tiet"
FACTS = f"{FORUM}/dieu-hanh/thong-tin"


def template() -> dict[str, Any]:
    said = {"vi": "Tọa đàm một ngày", "en": "One day"}
    phase = {"kind": "voting", "title": {"vi": "Biểu quyết", "en": "Vote"}, "opens_after": 60, "closes_after": 120}
    return {"key": "ngay", "title": said, "about": said, "lasts": 480, "link_signs_in": True, "phases": [phase]}


def templates(stage: Stage) -> None:
    stage.forum.answers["GET /forum-templates"] = (200, {"items": [template()], "next": None})


def test_a_kind_of_forum_and_its_start_are_chosen_first(running: Stage, organizer: Visitor) -> None:
    templates(running)
    page = text(organizer.get(f"{NEW}?mau={F}"))
    assert "Tọa đàm một ngày" in page
    assert f'value="{F}" selected' in page  # like this one
    wrong = organizer.get(f"{FORM}?mau=&cu=&bat-dau=mai")
    assert wrong.status == 422
    assert "Hãy chọn một kiểu diễn đàn." in text(wrong)
    assert 'value="mai"' in text(wrong)
    for year in ("0001", "9999"):
        assert organizer.get(f"{FORM}?mau=ngay&cu=&bat-dau=31/12/{year}+23:00").status == 422


def test_a_template_fills_the_form_in_from_the_start(running: Stage, organizer: Visitor) -> None:
    templates(running)
    running.forum.answers["POST /forums"] = (200, samples.forum())
    page = organizer.get(f"{FORM}?mau=ngay&cu=&bat-dau=29/05/2027+08:00")
    for shown in ("29/05/2027 08:00", "29/05/2027 16:00", "29/05/2027 09:00", "29/05/2027 10:00"):
        assert f'value="{shown}"' in text(page)
    typed = {**values(page), "title": "Diễn đàn", "host_body_id": samples.BODY}
    assert organizer.fill_in(page, FORM, **typed).headers["Location"] == f"{FORUM}/dieu-hanh"
    told = running.forum.asked_for("/forums")[0].json
    assert told["starts_at"] == "2027-05-29T01:00:00Z"
    assert told["phases"] == [
        {
            "kind": "voting",
            "title": "Biểu quyết",
            "opens_at": "2027-05-29T02:00:00Z",
            "closes_at": "2027-05-29T03:00:00Z",
        }
    ]


def test_a_forum_like_an_earlier_one_has_its_texts_and_its_distances(running: Stage, organizer: Visitor) -> None:
    page = text(organizer.get(f"{FORM}?mau=cu&cu={F}&bat-dau=01/06/2028+07:30"))
    assert "Tọa đàm nâng cao chất lượng cán bộ Hội" in page
    assert 'value="01/06/2028 16:30"' in page  # it ends nine hours later, as the other did
    assert organizer.get(f"{FORM}?mau=cu&cu=la&bat-dau=01/06/2028+07:30").status == 404


def test_the_times_are_computed_again_and_the_rest_is_kept(running: Stage, organizer: Visitor) -> None:
    templates(running)
    page = organizer.get(f"{FORM}?mau=ngay&cu=&bat-dau=29/05/2027+08:00")
    typed = {**values(page), "title": "Tên đã gõ", "starts_at": "30/05/2027 13:00"}
    again = text(organizer.fill_in(page, FORM, step="again", **typed))
    assert 'value="Tên đã gõ"' in again
    assert 'value="30/05/2027 14:00"' in again
    assert not running.forum.asked_for("/forums")


def test_another_step_is_given_without_scripts(running: Stage, organizer: Visitor) -> None:
    templates(running)
    page = organizer.get(f"{FORM}?mau=trong&cu=&bat-dau=29/05/2027+08:00")
    more = organizer.fill_in(page, FORM, step="row", **{**values(page), "title": "Tên đã gõ"})
    assert ("Bước 4" in text(more), "Bước 4" in text(page)) == (True, False)
    assert 'value="Tên đã gõ"' in text(more)


def test_a_fault_of_a_phase_stands_in_its_own_row(running: Stage, organizer: Visitor) -> None:
    templates(running)
    fault = [{"pointer": "/phases/0/closes_at", "code": "before-opens-at", "params": {}}]
    running.forum.answers["POST /forums"] = (422, refusal("invalid", "invalid", faults=fault))
    page = organizer.get(f"{FORM}?mau=trong&cu=&bat-dau=29/05/2027+08:00")
    empty = {"phases-0-opens_at": "", "phases-0-closes_at": ""}  # the first row is left out
    again = organizer.fill_in(page, FORM, **{**values(page), **empty})
    assert 'href="#phases-1-closes_at"' in text(again)


def test_a_forum_is_changed_with_the_version_that_was_read(running: Stage, organizer: Visitor) -> None:
    running.forum.answers[f"PUT /forums/{F}"] = (200, samples.forum())
    page = organizer.get(FACTS)
    typed = {**values(page), "title": "Tên mới"}
    assert organizer.fill_in(page, FACTS, **typed).headers["Location"] == f"{FORUM}/dieu-hanh"
    [put] = [each for each in running.forum.asked_for(f"/forums/{F}") if each.method == "PUT"]
    assert (put.headers["If-Match"], put.json["title"], put.json["time_zone"]) == ("3", "Tên mới", samples.ZONE)
    before = [{name: phase[name] for name in ("phase_id", "opens_at")} for phase in samples.forum()["phases"]]
    assert [{name: phase[name] for name in ("phase_id", "opens_at")} for phase in put.json["phases"]] == before


def test_of_two_who_change_a_forum_the_second_sees_both(running: Stage, organizer: Visitor) -> None:
    stale = refusal("stale", "stale", "Nội dung đã được người khác sửa.", facts={"version": 8})
    running.forum.answers[f"PUT /forums/{F}"] = (412, stale)
    page = organizer.get(FACTS)
    running.forum.answers[f"GET /forums/{F}"] = (200, {**samples.forum(), "title": "Của người khác", "version": 8})
    again = organizer.fill_in(page, FACTS, **{**values(page), "title": "Của tôi"})
    assert (again.status, "<strong>Của người khác</strong>" in text(again)) == (412, True)
    assert 'value="Của tôi"' in text(again)
    assert 'name="version" value="8"' in text(again)


def values(page: Any) -> dict[str, str]:
    """What stands in the fields of a form that is filled in already; a box stays as it is ticked."""
    return Visitor.filled_in(page)


def test_what_no_form_of_ours_holds_is_refused_and_no_error(running: Stage, organizer: Visitor) -> None:
    page = organizer.get(FACTS)
    for field in ("key", "version"):
        assert organizer.fill_in(page, FACTS, **{field: "1\r\nActing: anybody"}).status < 500
    assert "PUT" not in [each.method for each in running.forum.asked_for(f"/forums/{F}")]
