"""Walks: a journey written down with pictures, in each language, so that somebody who has never seen it can follow.

    docs/walks/<name>.<language>.md            what is done, step by step
    docs/walks/words/<name>.<language>.txt     what stands on each page, without times, ids and addresses
    docs/walks/pictures/<name>.<language>.<step>.webp

`make walks` writes them by taking the walk; every other run takes it too and compares, so they cannot go stale.
A walk is taken on a phone and with scripts off: nothing moves while it is looked at.
"""

import base64
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page

from tests.browser.journeys import Steps, Traveller

DOCS = Path(__file__).parents[2] / "docs/walks"
MOST_PICTURE_BYTES = 25_000
QUALITIES = (60, 45, 30, 20, 10)
#: for finding, reading and doing one thing, by somebody who has never seen it
SECONDS_EACH = 10
MOST_SECONDS = 120
#: what differs from one day, and from one forum, to the next
PASSING = (
    (re.compile(r"https?://\S+"), "‹địa chỉ›"),
    (re.compile(r"\b\d{1,2}/\d{1,2}/\d{4}\b"), "‹ngày›"),
    (re.compile(r"\b\d{1,2}:\d{2}(:\d{2})?\b"), "‹giờ›"),
    (re.compile(r"\S+@hall\.example"), "‹địa chỉ›"),
    (re.compile(r"\b[0-9a-fA-F]{8,}\b"), "‹mã›"),
    (re.compile(r"\b\d+ (ngày|days?)\b"), "‹số› \\1"),
)
SAID = {
    "vi": "Từ đường dẫn đến hết: {done} lần bấm hoặc gõ. Tính mỗi lần {each} giây thì hết {seconds} giây.",
    "en": "From the link to the end: pressing or typing {done} times. At {each} seconds each: {seconds} seconds.",
}


@dataclass(frozen=True)
class Walk:
    """A journey and what is said of it; `steps` has a sentence for each step that the journey yields."""

    name: str
    title: Mapping[str, str]
    steps: tuple[Mapping[str, str], ...]
    journey: Callable[[Traveller], Steps]

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True)
class Taken:
    """A walk that somebody has taken: the words of each page, its picture, and how often something was done."""

    walk: Walk
    language: str
    words: list[str]
    pictures: list[bytes]
    done: int

    @property
    def files(self) -> dict[Path, str]:
        """What is written down in words."""
        stem = f"{self.walk.name}.{self.language}"
        return {DOCS / f"{stem}.md": self._page(), DOCS / "words" / f"{stem}.txt": "\n\n".join(self.words) + "\n"}

    @property
    def picture_files(self) -> list[Path]:
        """Where the pictures are."""
        return pictures_of(self.walk, self.language)

    @property
    def seconds(self) -> int:
        """How long it takes somebody who has never seen it."""
        return self.done * SECONDS_EACH

    def write(self) -> None:
        """Put all of it into `docs`."""
        texts = {path: text.encode() for path, text in self.files.items()}
        for path, content in {**texts, **dict(zip(self.picture_files, self.pictures, strict=True))}.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)

    def _page(self) -> str:
        said = SAID[self.language].format(done=self.done, each=SECONDS_EACH, seconds=self.seconds)
        parts = [f"# {self.walk.title[self.language]}", said]
        for number, (step, path) in enumerate(zip(self.walk.steps, self.picture_files, strict=True), 1):
            sentence = step[self.language]
            parts.append(f"{number}. {sentence}\n\n   ![{sentence}]({path.relative_to(DOCS)})")
        return "\n\n".join(parts) + "\n"


def pictures_of(walk: Walk, language: str) -> list[Path]:
    """The pictures of a walk, one for each step."""
    steps = range(1, len(walk.steps) + 1)
    return [DOCS / "pictures" / f"{walk.name}.{language}.{step}.webp" for step in steps]


def take(walk: Walk, who: Traveller, with_pictures: bool) -> Taken:
    """Take a walk. Raises AssertionError when it has not as many steps as sentences."""
    words, pictures = [], []
    for step in walk.journey(who):
        words.append(f"--- {step}\n{words_of(who.visit.page)}")
        if with_pictures:
            pictures.append(picture_of(who.visit.page))
    assert len(words) == len(walk.steps), f"{walk.name} has {len(words)} steps and {len(walk.steps)} sentences"
    return Taken(walk, who.visit.say.language, words, pictures, who.hands.done)


def words_of(page: Page) -> str:
    """The words a reader sees, without what passes."""
    text = "\n".join(" ".join(line.split()) for line in page.get_by_role("main").inner_text().splitlines())
    for pattern, instead in PASSING:
        text = pattern.sub(instead, text)
    return re.sub(r"\n{2,}", "\n", text).strip()


def picture_of(page: Page) -> bytes:
    """What stands on a phone's screen, as good as fits."""
    session = page.context.new_cdp_session(page)
    for quality in QUALITIES:
        taken = session.send("Page.captureScreenshot", {"format": "webp", "quality": quality})
        picture = base64.b64decode(taken["data"])
        if len(picture) <= MOST_PICTURE_BYTES:
            return picture
    raise AssertionError(f"{page.url} does not fit into a picture of {MOST_PICTURE_BYTES} bytes")
