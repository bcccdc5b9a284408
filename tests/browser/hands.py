"""How somebody uses a page: with a pointer or a finger, or by keyboard alone. A journey is written once for both.

Everything is found as a person finds it, by its role and its words; `done` counts what was done.
"""

from typing import Protocol

from playwright.sync_api import ElementHandle, Locator, Page, expect

#: more than any page has stops, so that what cannot be reached ends the test
MOST_STOPS = 150


class Hands(Protocol):
    """What a person can do on a page."""

    done: int

    def press(self, name: str) -> None:
        """A button or a link of this name."""

    def choose(self, group: str, option: str) -> None:
        """One of the radio buttons of a group."""

    def tick(self, option: str) -> None:
        """A checkbox."""

    def write(self, label: str, text: str) -> None:
        """Into a field, instead of what is there."""

    def arrive(self, heading: str) -> None:
        """Wait for a page that is headed so."""


class _Hands:
    def __init__(self, page: Page) -> None:
        self.page, self.done = page, 0

    def arrive(self, heading: str) -> None:
        expect(self.page.get_by_role("heading", name=heading).first).to_be_visible()
        self.page.wait_for_load_state()

    def _pressable(self, name: str) -> Locator:
        """A button before a link: the way to a form is often named as what the form does."""
        button, link = (self.page.get_by_role(role, name=name, exact=True) for role in ("button", "link"))
        button.or_(link).first.wait_for()
        return button.first if button.count() else link.first

    def _option(self, group: str, option: str) -> Locator:
        return self.page.get_by_role("group", name=group).get_by_role("radio", name=option, exact=True)

    def _box(self, option: str) -> Locator:
        return self.page.get_by_role("checkbox", name=option, exact=True)

    def _field(self, label: str) -> Locator:
        return self.page.get_by_label(label, exact=True)


class Pointer(_Hands):
    """A mouse or a finger."""

    def press(self, name: str) -> None:
        self.done += 1
        self._pressable(name).click()

    def choose(self, group: str, option: str) -> None:
        self.done += 1
        self._option(group, option).check()

    def tick(self, option: str) -> None:
        self.done += 1
        self._box(option).check()

    def write(self, label: str, text: str) -> None:
        self.done += 1
        self._field(label).fill(text)


class Keyboard(_Hands):
    """Tab, Shift+Tab, Space, arrows, Enter, and typing; never a click."""

    def press(self, name: str) -> None:
        self.done += 1
        self._reach(self._pressable(name))
        self.page.keyboard.press("Enter")

    def choose(self, group: str, option: str) -> None:
        """Tab to the group's stop, then the arrows to the option."""
        self.done += 1
        target = self._handle(self._option(group, option))
        self._tab_until(target, "(e, t) => e === t || (e.type === 'radio' && e.name === t.name)")
        for _ in range(MOST_STOPS):
            if self._has_focus(target):
                break
            self.page.keyboard.press("ArrowDown")
        if not target.is_checked():
            self.page.keyboard.press("Space")
        assert target.is_checked(), f"{option} is not chosen by the keyboard"

    def tick(self, option: str) -> None:
        self.done += 1
        self._reach(self._box(option))
        self.page.keyboard.press("Space")

    def write(self, label: str, text: str) -> None:
        self.done += 1
        self._reach(self._field(label))
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text)

    def back_to(self, name: str) -> None:
        """Shift+Tab until a button or a link has the focus."""
        self._tab_until(self._handle(self._pressable(name)), "(e, t) => e === t", "Shift+Tab")

    def _reach(self, target: Locator) -> None:
        self._tab_until(self._handle(target), "(e, t) => e === t")

    def _tab_until(self, target: ElementHandle, reached: str, key: str = "Tab") -> None:
        for _ in range(MOST_STOPS):
            self.page.keyboard.press(key)
            if self.page.evaluate(f"t => ({reached})(document.activeElement, t)", target):
                return
        raise AssertionError(f"{key} does not reach {target.evaluate('e => e.outerHTML.slice(0, 200)')}")

    def _has_focus(self, target: ElementHandle) -> bool:
        return bool(target.evaluate("t => t === document.activeElement"))

    def _handle(self, target: Locator) -> ElementHandle:
        return target.element_handle()
