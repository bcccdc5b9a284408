"""Vietnamese text as people look for it, without its marks; and names in the order people expect."""

import re
import unicodedata
from functools import lru_cache

#: What one letter of a name weighs: its place here. Letters with ˘ ^ ̛  and đ are letters of their own.
_ALPHABET = " _-,;:!?.'\"()[]{}@*/\\&#%`^+<=>|~$0123456789aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_TONES = "\u0300\u0309\u0303\u0301\u0323"  # huyền, hỏi, ngã, sắc, nặng, after none
_WEIGHT = {letter: chr(ord("!") + place) for place, letter in enumerate(_ALPHABET)}
_BEGINNING = re.compile(r"(?<=[^\w\s])(?=\w)")
_WILD, _LITERALLY = re.compile(r"[%_\\]"), r"\\\g<0>"  # what LIKE would not take as it stands
_NEXT_LEVEL = " "  # before any weight: what is shorter comes first


def fold(text: str) -> str:
    """The text in lower case without marks, đ as d, every run of white space as one space: what a search compares.

    >>> fold("Hội  LHPN xã Đắk Ru")
    'hoi lhpn xa dak ru'
    """
    decomposed = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return " ".join("".join(each for each in decomposed if not unicodedata.combining(each)).split())


def words(text: str) -> list[str]:
    """The words of a text, folded; one begins after every sign that is neither letter nor digit, too.

    >>> words("Khối (xã), anh@hoi.example")
    ['khoi', '(', 'xa),', 'anh@', 'hoi.', 'example']
    """
    return _BEGINNING.sub(" ", fold(text)).split()


def searchable(*texts: str) -> str:
    """What is kept of texts to search in: " anh" stands in it when a word begins so. Never empty."""
    return " " + " ".join(words(" ".join(texts)))


def patterns(asked: str) -> list[str]:
    """What must all be LIKE a searchable text: a word in it begins with each word that is asked for.

    Nothing of it is a wildcard.

    >>> patterns("Đắk 100%")
    ['% dak%', '% 100\\\\%%']
    """
    return [f"% {_WILD.sub(_LITERALLY, word)}%" for word in words(asked)]


def sort_key(full_name: str) -> str:
    """ASCII text that sorts, byte by byte, as names are listed: by the given name, which is last, then by the whole.

    Letters count first, tones when the letters are equal, and whether they are capital not at all.

    >>> sorted(["Lê Thị Ánh", "Lê Đào", "Trần Anh", "Lê Ân"], key=sort_key)
    ['Trần Anh', 'Lê Thị Ánh', 'Lê Ân', 'Lê Đào']
    """
    words = full_name.split() or [""]
    return _NEXT_LEVEL.join((*_weights(words[-1]), *_weights(" ".join(words))))


def _weights(text: str) -> tuple[str, str]:
    """The weights of the letters, and of their tones."""
    weighed = [_weight(letter) for letter in unicodedata.normalize("NFC", text.lower())]
    return "".join([letter for letter, _ in weighed]), "".join([tone for _, tone in weighed])


@lru_cache(maxsize=4096)
def _weight(letter: str) -> tuple[str, str]:
    """What a letter weighs, and its tone; a letter of another language as it is without marks, a lone mark nothing."""
    marks = unicodedata.normalize("NFD", letter)
    tone = next((_TONES.index(mark) + 1 for mark in marks if mark in _TONES), 0)
    base = unicodedata.normalize("NFC", "".join(mark for mark in marks if mark not in _TONES))
    if base not in _WEIGHT:
        base = marks[0]
    if unicodedata.combining(base):
        return "", ""
    return _WEIGHT.get(base) or f"~{ord(base):06x}", str(tone)
