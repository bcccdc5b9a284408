"""What somebody writes who wishes a reader ill."""

#: fits into the shortest field: markup, the end of an attribute, templates, formats, what is wider than 16 bits
SHORT = "<i-x onx=1>\"'&{{9*12345679}}%s%(x)s{0}🗳"
LONG = SHORT + (
    " javascript:alert(1) [x](javascript:alert(1)) <script>alert(1)</script><img src=x onerror=alert(1)>"
    " -->]]><svg onload=alert(1)>"
)
FORMULA = '=HYPERLINK("http://evil.example")'


def hostile(field: str, longest: int) -> str:
    """As much of it as fits; some fields begin with what a spreadsheet or a browser would act on."""
    first = {"place": "javascript:alert(1)", "by_when": FORMULA, "delegate": FORMULA, "position": "@SUM(1)"}
    wanted = [first.get(field, field) + LONG, first.get(field, field) + SHORT, SHORT]
    return next((text for text in wanted if len(text) <= longest), SHORT[:longest])
