"""Whether everybody can use a page: axe's rules, and ours beside them, which axe does not have.

    assert_accessible(visit)             everything
    assert_accessible(visit, CHEAP)      widths, targets, headings, title, language: what another state may change

It leaves the page as wide as it was, and the focus at its end.
"""

from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from tests.browser.visits import Visit
from tests.conftest import unavailable

HERE = Path(__file__).parent
AXE = HERE.parents[1] / "node_modules/axe-core/axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
GRAVE = ("serious", "critical")
#: the narrowest screen; a desk at 200 %, where half as much fits; a desk
WIDTHS = (320, 640, 1280)
#: more than any page has controls, so that a trap ends the test
MOST_STOPS = 400
RUN_AXE = """([options, grave]) => {
  const lesser = axe._audit.rules.filter((rule) => !grave.includes(rule.impact));
  const rules = Object.fromEntries(lesser.map((rule) => [rule.id, { enabled: false }]));
  return axe.run(document, { ...options, rules });
}"""


Check = Callable[[Visit], list[str]]


def assert_accessible(visit: Visit, checks: Sequence[Check] | None = None) -> None:
    """Raises AssertionError naming each fault: the rule, the element, what to do."""
    found = faults_of(visit, checks or EVERYTHING)
    assert not found, f"{visit.page.url}\n" + "\n".join(found)


def faults_of(visit: Visit, checks: Sequence[Check]) -> list[str]:
    """What the checks find, each fault once."""
    return list(dict.fromkeys(fault for check in checks for fault in check(visit)))


def widths(visit: Visit) -> list[str]:
    """Nothing scrolls sideways and nothing is too small to press, however wide; the page is in order and named."""
    page, before, found = visit.page, visit.page.viewport_size, []
    assert before
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": before["height"]})
        wanted = {"width": width, "language": visit.say.language, "structure": width == WIDTHS[0]}
        found += page.evaluate(_script("facts.js"), wanted)
    page.set_viewport_size(before)
    return found


def axe(visit: Visit) -> list[str]:
    """WCAG 2.0 to 2.2, A and AA, and best practice."""
    return _axe(visit.page, "tag", RULES)


def contrast_in_the_dark(visit: Visit) -> list[str]:
    """As who has chosen the dark sees it."""
    visit.page.emulate_media(color_scheme="dark")
    found = _axe(visit.page, "rule", ["color-contrast"])
    visit.page.emulate_media(color_scheme="light")
    return [f"in the dark: {each}" for each in found]


def focus(visit: Visit) -> list[str]:
    """Press Tab from the top of the page to its end, looking at each stop."""
    page = visit.page
    page.evaluate("() => { document.activeElement?.blur(); getSelection()?.removeAllRanges(); scrollTo(0, 0) }")
    way = page.evaluate_handle(_script("focus.js"))
    page.evaluate("() => { const b = document.body; b.tabIndex = -1; b.focus(); b.removeAttribute('tabindex') }")
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        if not way.evaluate("way => way.step()"):
            found: list[str] = way.evaluate("way => way.end()")
            return found
    return [f"Tab does not come to the end of the page within {MOST_STOPS} stops"]


CHEAP: Sequence[Check] = (widths,)
EVERYTHING: Sequence[Check] = (widths, axe, contrast_in_the_dark, focus)


def _axe(page: Page, kind: str, values: list[str]) -> list[str]:
    """What is grave. The debugger's evaluation is not subject to the page's Content-Security-Policy, which stays on.

    Axe comes with the page or is brought to it, which takes as long as its rules do. Those that find nothing grave, as
    axe rates them, are left out.
    """
    if not page.evaluate("() => Boolean(window.axe)"):
        page.evaluate(axe_source())
    options = {"runOnly": {"type": kind, "values": values}, "resultTypes": ["violations"], "preload": False}
    result = page.evaluate(RUN_AXE, [options, GRAVE])
    return [_sentence(each, node) for each in result["violations"] for node in each["nodes"] if node["impact"] in GRAVE]


def _sentence(rule: dict[str, Any], node: dict[str, Any]) -> str:
    return f"axe {rule['id']} ({node['impact']}): {rule['help']}: {node['html'][:200]} {node['failureSummary']}"


@cache
def _script(name: str) -> str:
    text = (HERE / name).read_text()
    return text.partition("*/\n")[2]


@cache
def axe_source() -> str:
    """What makes `axe` known to a page."""
    if not AXE.exists():
        unavailable("axe-core is not installed; `make setup-dev` does it")
    return AXE.read_text()
