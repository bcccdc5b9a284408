"""Somebody without a seat who watches the live tally, as a screen in the hall does."""

import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from http.client import HTTPException
from typing import Any, Self

from deploy.story.client import Api

Counts = dict[str, tuple[int, int, int]]
Seen = tuple[int, Counts | None]


class Watcher:
    """Follows a forum's Server-Sent Events in a thread, coming back whenever the connection ends."""

    def __init__(self, gateway_url: str, forum: str, round_id: str) -> None:
        self._api, self._forum, self._round_id = Api(gateway_url), forum, round_id
        self._seen: list[Seen] = []
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    @property
    def last(self) -> Seen | None:
        """What is shown now: ballots, and solution → yes, no, abstain; None where no counts are shown."""
        return self._seen[-1] if self._seen else None

    @property
    def ballots(self) -> list[int]:
        """The numbers of ballots shown, in the order in which they came."""
        return [ballots for ballots, _ in self._seen]

    @property
    def told_counts(self) -> bool:
        """Whether any counts were ever shown."""
        return any(counts is not None for _, counts in self._seen)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()

    def _watch(self) -> None:
        while not self._over.is_set():
            with suppress(OSError, HTTPException):
                for _, _, data in self._api.stream(f"{self._forum}/live"):
                    self._look(data)
                    if self._over.is_set():
                        return
            self._over.wait(0.2)

    def _look(self, shown: Any) -> None:
        """A snapshot holds the whole board, a change only the rounds that are other than before."""
        for found in (shown.get("board") or {}).get("rounds", []):
            if found["round_id"] == self._round_id:
                self._seen.append((found["ballots"], _counts(found["tally"])))


def _counts(tally: Sequence[Mapping[str, Any]] | None) -> Counts | None:
    if tally is None:
        return None
    return {one["solution_id"]: (one.get("yes", 0), one.get("no", 0), one.get("abstain", 0)) for one in tally}
