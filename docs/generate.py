"""Write the generated reference anew: `python -m docs.generate` (`make docs`).

    services/gateway/api/documents/openapi.json    from the gateway's table and the services' entrypoints
    services/gateway/api/documents/asyncapi.yaml   from the contracts and their samples; the same as .json
    services/gateway/api/documents/problems.json   from every refusal there is
    docs/settings.md                               from the settings

They are committed, and a test fails when one is stale.
"""

from collections.abc import Callable
from pathlib import Path

from docs.reference import asyncapi, openapi, problems, settings
from services.gateway.api.documents import HERE as DOCUMENTS

#: file → what makes its text
FILES: dict[Path, Callable[[], str]] = {
    DOCUMENTS / "openapi.json": openapi.text,
    DOCUMENTS / "asyncapi.yaml": asyncapi.text,
    DOCUMENTS / "asyncapi.json": asyncapi.as_json,
    DOCUMENTS / "problems.json": problems.text,
    Path(__file__).parent / "settings.md": settings.text,
}


def main() -> None:
    """Write every file."""
    for path, text in FILES.items():
        path.parent.mkdir(exist_ok=True)
        path.write_text(text())


if __name__ == "__main__":
    main()
