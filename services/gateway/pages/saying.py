"""What the tables of words are said with, in one language."""

from services.gateway.languages import catalogue


class Saying:
    """One language."""

    def __init__(self, language: str) -> None:
        self._language = language
        self._say = catalogue(language).gettext

    def _one(self, table: dict[str, str], word: str) -> str:
        return self._say(table[word]) if word in table else word

    def _all(self, table: dict[str, str]) -> list[tuple[str, str]]:
        return [(word, self._say(name)) for word, name in table.items()]
