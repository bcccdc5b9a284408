"""Vietnamese text as people look for it: without its marks."""

import unicodedata


def fold(text: str) -> str:
    """The text in lower case without marks, đ as d, every run of white space as one space: what a search compares.

    >>> fold("Hội  LHPN xã Đắk Ru")
    'hoi lhpn xa dak ru'
    """
    decomposed = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return " ".join("".join(each for each in decomposed if not unicodedata.combining(each)).split())
