"""What the tables of words are said with, in one language."""

from services.gateway.languages import catalogue


class Saying:
    """One language."""

    def __init__(self, language: str) -> None:
        self._language = language
        texts = catalogue(language)
        self._say, self._ngettext = texts.gettext, texts.ngettext

    def _one(self, table: dict[str, str], word: str) -> str:
        return self._say(table[word]) if word in table else word

    def _all(self, table: dict[str, str]) -> list[tuple[str, str]]:
        return [(word, self._say(name)) for word, name in table.items()]

    def _several(self, sentences: tuple[str, str], num: int) -> str:
        """A sentence with a number in it, made by `NN_`."""
        return self._ngettext(*sentences, num) % {"num": num}
