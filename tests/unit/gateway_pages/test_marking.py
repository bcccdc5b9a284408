"""The words somebody looked for, marked in what was found."""

import pytest

from services.gateway.pages.marking import marked


@pytest.mark.parametrize(
    ("text", "q", "shown"),
    [
        ("Bồi dưỡng cán bộ Hội", "boi duong", "<mark>Bồi</mark> <mark>dưỡng</mark> cán bộ Hội"),
        ("Đắk Nông", "dak", "<mark>Đắk</mark> Nông"),
        ("Hội phối hợp", "ho", "<mark>Hộ</mark>i phối <mark>hợ</mark>p"),  # where words begin
        ("phối hợp", "oi", "ph<mark>ối</mark> hợp"),  # nowhere at a beginning: wherever it is
        ("Bo\u0302\u0300i dưỡng", "bồi", "<mark>Bồi</mark> dưỡng"),  # written letter and marks apart
        ("a.b (c)", "(c", "a.b <mark>(c</mark>)"),
        ("Hội", "", "Hội"),
        ("", "hội", ""),
    ],
)
def test_what_was_looked_for_is_marked_also_without_marks(text: str, q: str, shown: str) -> None:
    assert str(marked(text, q)) == shown


def test_what_was_found_stays_inert() -> None:
    shown = "&lt;<mark>b</mark>&gt;<mark>Hội</mark>&lt;/<mark>b</mark>&gt; &amp; &#39;x&#39;"
    assert str(marked("<b>Hội</b> & 'x'", "hoi b")) == shown
