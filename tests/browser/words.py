"""The sentences of the pages in a reader's language, so that a journey is written once, in the words of the source."""

from services.gateway.languages import translate


class Words:
    """`say("Xem lại phiếu")` is what the page says to this reader."""

    def __init__(self, language: str) -> None:
        self.language = language

    def __call__(self, sentence: str, /, **filled: object) -> str:
        said = translate(sentence, self.language)
        return said % filled if filled else said

    def before(self, sentence: str, mark: str) -> str:
        """The part of a sentence before a place that is filled in: `before("Đóng lúc %(time)s", "%(time)s")`."""
        return translate(sentence, self.language).partition(mark)[0].strip()
