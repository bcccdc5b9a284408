"""The order of names, held against the one PostgreSQL's ICU knows for Vietnamese."""

import random
import unicodedata

import psycopg2
import pytest

from deploy.local.postgres import Postgres
from services.kit.vietnamese import sort_key
from tests.conftest import unavailable

VOWELS = "aăâeêioôơuưy"
TONES = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")
FIRST = ("", "b", "c", "ch", "d", "đ", "g", "gi", "h", "k", "kh", "l", "m", "n", "ng", "nh", "p", "ph", "qu", "s", "t")
LAST = ("", "c", "ch", "i", "m", "n", "ng", "nh", "o", "p", "t", "u", "y")
IN_ORDER = """
    SELECT name FROM unnest(%s) AS n(name)
    ORDER BY regexp_replace(name, '^.* ', '') COLLATE "vi-x-icu", name COLLATE "vi-x-icu"
"""


def word(chance: random.Random) -> str:
    """A syllable as it might be, with a capital."""
    vowel = unicodedata.normalize("NFC", chance.choice(VOWELS) + chance.choice(TONES))
    made = chance.choice(FIRST) + vowel + chance.choice(LAST)
    return (chance.choice("fjwz") + made if chance.random() < 0.02 else made).capitalize()


def name(chance: random.Random) -> str:
    """One to four words; few different ones, so that the later parts often decide."""
    words = [word(chance) for _ in range(chance.randint(1, 3))]
    given = chance.choice(("An", "Anh", "Ánh", "Ăn", "Ân", "Dương", "Đào", "Hòa", "Hoà", word(chance)))
    return " ".join([*words, given])


@pytest.mark.parametrize("seed", range(3))
def test_names_are_sorted_as_icu_sorts_vietnamese(postgres: Postgres, seed: int) -> None:
    chance = random.Random(seed)
    names = sorted({name(chance) for _ in range(3000)} | {"K'Brể", "H'Hen Niê", "Y-Bang", "Lê Văn 2", "Lê Văn 10"})
    connection = psycopg2.connect(postgres.fresh_database("names"))
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT EXISTS (SELECT FROM pg_collation WHERE collname = 'vi-x-icu')")
            if not cursor.fetchone()[0]:
                unavailable("this PostgreSQL was built without ICU, so there is no Vietnamese order to compare with")
            cursor.execute(IN_ORDER, (names,))
            expected = [row[0] for row in cursor.fetchall()]
    finally:
        connection.close()
    assert sorted(names, key=lambda each: sort_key(each).encode()) == expected
