"""docs/settings.md: every setting, with its sentence."""

from services.kit.settings import FIELDS

HEAD = """# Settings

Read from the environment, once, at start. Generated from `services/kit/settings.py`.

| name | meaning |
| --- | --- |
"""


def text() -> str:
    """The page."""
    rows = (f"| {', '.join(f'`{name}`' for name in names.split(', '))} | {FIELDS[names]} |" for names in FIELDS)
    return HEAD + "\n".join(rows) + "\n"
