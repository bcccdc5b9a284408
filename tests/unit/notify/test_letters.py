"""Letters: every occasion in every language, what is in them, and what nobody can make them do."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from services.kit.mail import Letter, compose
from services.notify import letters
from services.notify.model import MANDATORY, PATHS, Material, Occasion

FORUM = {
    "forum_id": "0188636f-2a00-7c31-9d0e-5b1f6a7c8d01",
    "title": "Nâng cao chất lượng cán bộ Hội LHPN các cấp",
    "summary": "Thực trạng và giải pháp.\nHiến kế cho ngành, đơn vị, địa phương.",
    "place": "Hội trường Tỉnh ủy, Phan Thiết",
    "host_name": "Hội LHPN tỉnh Bình Thuận",
    "time_zone": "Asia/Ho_Chi_Minh",
    "starts_at": datetime(2023, 5, 29, 1, 0, tzinfo=UTC),
    "ends_at": datetime(2023, 5, 29, 10, 30, tzinfo=UTC),
}
ROUND = {"round_id": "r1", "title": "Các giải pháp trọng tâm", "closes_at": "2023-05-29T09:45:00Z"}
PROXY = {"round_id": "r1", "title": ROUND["title"], "elector_name": "Lê Thị Mận", "holder_name": "Phạm Thị Lan"}
ASSIGNMENT = {
    "assignment_id": "a1",
    "number": 2,
    "title": "Bồi dưỡng cán bộ Hội cơ sở",
    "body_id": "b1",
    "due_on": "2023-09-30",
}
FACTS: dict[Occasion, dict[str, Any]] = {
    Occasion.INVITATION: {"seat_id": "s1", "serial": 1},
    Occasion.VOTING_OPENED: ROUND,
    Occasion.VOTING_CLOSING_SOON: ROUND,
    Occasion.BALLOT_SET_ASIDE: {
        **ROUND,
        "solution_number": 2,
        "solution_title": "Bồi dưỡng cán bộ Hội cơ sở",
        "changed_at": "2023-05-29T03:05:00Z",
    },
    Occasion.PROXY: {**PROXY, "state": "given", "reason": "", "to": "holder"},
    Occasion.RESULT: {
        **ROUND,
        "electors": 60,
        "ballots": 55,
        "options": [
            {"number": 1, "title": "Bồi dưỡng cán bộ", "yes": 40, "no": 10, "abstain": 5, "adopted": True},
            {"number": 2, "title": "Chính sách đặc thù", "yes": 20, "no": 30, "abstain": 5, "adopted": False},
        ],
    },
    Occasion.ASSIGNMENT_GIVEN: {**ASSIGNMENT, "text": "Mở lớp bồi dưỡng\nmỗi năm hai lần."},
    Occasion.ASSIGNMENT_ANSWERED: {
        **ASSIGNMENT,
        "state": "declined",
        "answer": "Chưa bố trí được kinh phí.",
        "answered_by": "p1",
        "answered_at": "2023-06-02T03:00:00Z",
    },
}
LINK = "https://hienke.example/moi/token"


def material(occasion: Occasion, language: str = "vi", **changes: Any) -> Material:
    """What a letter of this occasion is usually written from."""
    usual = Material(
        occasion=occasion,
        language=language,
        full_name="Nguyễn Thị Ánh",
        greeting="chị",
        forum=FORUM,
        facts=FACTS[occasion],
        body_name="Sở Nội vụ",
        answered_by="Trần Văn Bình",
    )
    return replace(usual, **changes)


def everywhere(written: letters.Written) -> str:
    """All three parts of a letter."""
    return "\n".join((written.subject, written.text, written.html))


@pytest.mark.parametrize("language", letters.LANGUAGES)
@pytest.mark.parametrize("occasion", list(Occasion))
def test_every_occasion_is_written_in_every_language(occasion: Occasion, language: str) -> None:
    written = letters.write(material(occasion, language), LINK)
    assert written.subject
    assert "\n" not in written.subject
    assert LINK in written.text.split()
    assert f'href="{LINK}"' in written.html
    assert f'<html lang="{language}">' in written.html
    assert "Nguyễn Thị Ánh" in written.text
    assert "Nguyễn Thị Ánh" in written.html
    assert "{{" not in everywhere(written)
    assert "None" not in everywhere(written)
    assert "\n\n\n" not in written.text


@pytest.mark.parametrize("language", letters.LANGUAGES)
@pytest.mark.parametrize("occasion", list(Occasion))
def test_a_letter_is_written_from_the_least_there_can_be(occasion: Occasion, language: str) -> None:
    bare = {**FORUM, "host_name": "", "place": "", "summary": "", "time_zone": "Nowhere/At_All"}
    facts = {**FACTS[occasion], "text": "", "answer": "", "answered_at": None}
    if occasion == Occasion.RESULT:
        facts["options"] = [{"number": 1, "title": "Chưa đếm"}]
    least = {"forum": bare, "facts": facts, "greeting": "", "body_name": None, "answered_by": None}
    written = letters.write(material(occasion, language, **least), LINK)
    assert "None" not in everywhere(written)
    assert "\n\n\n" not in written.text


def test_every_occasion_has_its_class_and_its_place_to_go() -> None:
    assert set(MANDATORY) == set(PATHS) == set(Occasion)


@pytest.mark.parametrize("language", letters.LANGUAGES)
@pytest.mark.parametrize("to", ["elector", "holder"])
@pytest.mark.parametrize("state", ["given", "taken-back", "declined", "struck", "lapsed"])
def test_whatever_became_of_a_proxy_both_are_told(state: str, to: str, language: str) -> None:
    reason = "Giấy không có chữ ký" if state == "struck" else ""
    facts = {**PROXY, "state": state, "reason": reason, "to": to}
    written = letters.write(material(Occasion.PROXY, language, facts=facts), LINK)
    other = PROXY["holder_name" if to == "elector" else "elector_name"]
    assert other in written.text and other in written.html
    assert (reason in written.text) and (reason in written.html)
    assert written.subject.endswith(f": {ROUND['title']}")
    assert "\n\n\n" not in written.text


def test_a_person_is_addressed_as_they_want_to_be() -> None:
    assert "Kính gửi chị Nguyễn Thị Ánh," in letters.write(material(Occasion.INVITATION), LINK).text
    assert "Dear Nguyễn Thị Ánh," in letters.write(material(Occasion.INVITATION, "en"), LINK).text


def test_an_unknown_language_is_vietnamese() -> None:
    assert "Kính gửi" in letters.write(material(Occasion.INVITATION, "fr"), LINK).text


def test_times_are_those_of_the_forum() -> None:
    written = letters.write(material(Occasion.INVITATION), LINK)
    assert "từ 29/05/2023 08:00 đến 29/05/2023 17:30" in written.text
    elsewhere = material(Occasion.VOTING_OPENED, forum={**FORUM, "time_zone": "Europe/Paris"})
    assert letters.write(elsewhere, LINK).subject == "Mời biểu quyết trước 29/05/2023 11:45: Các giải pháp trọng tâm"


def test_an_invitation_sent_again_says_so() -> None:
    again = material(Occasion.INVITATION, facts={"seat_id": "s1", "serial": 2})
    assert letters.write(again, LINK).subject.endswith("(gửi lại lần 2)")


def test_a_result_holds_the_counts() -> None:
    written = letters.write(material(Occasion.RESULT), LINK)
    assert "Đồng ý: 40 | Không đồng ý: 10 | Không có ý kiến: 5\n    ĐƯỢC THÔNG QUA" in written.text
    assert "55 trên 60" in written.text
    assert '<td style="padding:6px;border-bottom:1px solid #b1b4b6;text-align:right">40</td>' in written.html


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_result_of_a_method_that_counts_no_yes_says_only_what_is_decided(language: str) -> None:
    options = [{"number": 1, "title": "Giải pháp một", "adopted": True}]
    facts = {**FACTS[Occasion.RESULT], "options": options}
    written = letters.write(material(Occasion.RESULT, language, facts=facts), LINK)
    verdict = "Được thông qua" if language == "vi" else "Adopted"
    assert f"1. Giải pháp một\n    {verdict.upper()}\n" in written.text
    assert f"1. Giải pháp một<br><strong>{verdict}</strong></td>" in written.html
    for word in ("Không có ý kiến", "Abstain", "–"):
        assert word not in everywhere(written)


def test_a_long_result_is_cut_and_says_so() -> None:
    options = [{"number": n, "title": f"Giải pháp {n}", "yes": 1, "no": 1, "abstain": 1} for n in range(1, 201)]
    written = letters.write(material(Occasion.RESULT, facts={**FACTS[Occasion.RESULT], "options": options}), LINK)
    assert "20. Giải pháp 20" in written.text
    assert "21. Giải pháp 21" not in everywhere(written)
    assert "và 180 giải pháp khác" in written.text


def test_an_answer_is_told_with_who_gave_it_when() -> None:
    written = letters.write(material(Occasion.ASSIGNMENT_ANSWERED), LINK)
    assert written.subject == "Sở Nội vụ không nhận thực hiện nhiệm vụ mục 2"
    assert "Người trả lời: Trần Văn Bình" in written.text
    assert "02/06/2023 10:00" in written.text
    assert "    Chưa bố trí được kinh phí." in written.text


HOSTILE = {
    "a header": "Ánh\r\nBcc: everyone@example.org",
    "a template": "{{7*7}}{% raw %}",
    "a format": "%s %(x)s {0.__class__} ${x}",
    "markup": "<script>alert(1)</script><img src=x onerror=alert(1)>&amp;\"'",
    "a direction": "abc\u202egnp.exe\u2066\u200f",
    "invisible": "a\x00b\x1b[31m\u200bc\ufeff\u2028d\u0085",
    "very long": "dài " * 2500,
}


@pytest.mark.parametrize("language", letters.LANGUAGES)
@pytest.mark.parametrize("occasion", list(Occasion))
@pytest.mark.parametrize("hostile", HOSTILE.values(), ids=HOSTILE)
def test_what_people_wrote_does_nothing_in_a_letter(hostile: str, occasion: Occasion, language: str) -> None:
    written = letters.write(poisoned(occasion, language, hostile), LINK)
    assert len(written.subject) <= letters.LONGEST_SUBJECT
    assert len(written.text) < 12_000
    assert not [c for c in everywhere(written) if c in "\r\x00\x1b\u202e\u2066\u200f\u200b\ufeff\u2028\u0085"]
    assert "<script" not in written.html
    assert "<img" not in written.html
    assert "49" not in written.subject
    if hostile == HOSTILE["a template"]:
        assert "{{7*7}}{% raw %}" in written.text
        assert "{{7*7}}{% raw %}" in written.html
    as_sent = Letter(
        letters.line(hostile, 100), "a@example.org", written.subject, written.text, written.html, "d-1", "vi"
    )
    message = compose(as_sent, "hienke@example.org")
    assert message["Bcc"] is None
    assert len(message.get_all("To")) == 1
    assert message.as_bytes()


def poisoned(occasion: Occasion, language: str, text: str) -> Material:
    """A letter's material with this text wherever people write."""
    written = ("title", "summary", "place", "host_name", "text", "answer")
    facts = {key: text if key in written else value for key, value in FACTS[occasion].items()}
    if "options" in facts:
        facts["options"] = [{**option, "title": text} for option in facts["options"]]
    forum = {key: text if key in written else value for key, value in FORUM.items()}
    people = {"full_name": text, "greeting": text, "body_name": text, "answered_by": text}
    return material(occasion, language, forum=forum, facts=facts, **people)


def test_every_template_is_of_an_occasion_there_is() -> None:
    files = {path.name for path in Path(letters.__file__).parent.glob("[!_]*.j2")}
    assert files == {
        f"{occasion}.{language}.{kind}.j2"
        for occasion in Occasion
        for language in letters.LANGUAGES
        for kind in ("txt", "html")
    }
