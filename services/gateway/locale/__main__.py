"""Bring the catalogues up to date with the sources: `python -m services.gateway.locale`.

A new sentence stands in the catalogue untranslated, one that is gone is dropped; the untranslated ones are printed.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

SERVICES = Path(__file__).parents[2]
SOURCES = [("**.py", "python"), ("gateway/templates/**.html", "jinja2")]
KEYWORDS = {"_": None, "N_": None, "gettext": None, "ngettext": (1, 2), "NN_": (1, 2)}
WIDTH = 120
#: without dates and versions, which would make every refresh a change
HEADER = """# The texts of the pages and of what is refused; the Vietnamese sentence is the key.
# Refresh with `python -m services.gateway.locale`.
msgid ""
msgstr ""
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {plurals}\\n"

"""


def sources() -> Catalog:
    """Every sentence for people in the sources."""
    catalog = Catalog()
    found = extract_from_dir(SERVICES, SOURCES, {"**": {}}, keywords=KEYWORDS)
    for _, _, sentence, _, _ in found:
        catalog.add(sentence)
    return catalog


def catalogue(language: str) -> Path:
    """Where the texts of a language are kept."""
    return Path(__file__).parent / language / "LC_MESSAGES" / "messages.po"


def refreshed(language: str) -> Catalog:
    """The catalogue with exactly the sentences of the sources; what was translated stays so."""
    with catalogue(language).open("rb") as file:
        kept = read_po(file, locale=language)
    fresh = Catalog(locale=language, fuzzy=False)
    for message in sources():
        if message.id:
            known = kept.get(message.id)
            fresh.add(message.id, known.string if known else "", flags=message.flags)
    return fresh


def untranslated(catalog: Catalog) -> Iterator[Message]:
    """The sentences nobody has translated."""
    return (message for message in catalog if message.id and not (message.string and all(message.string)))


def main(language: str) -> int:
    """Refresh a catalogue; answers how many sentences wait for a translation."""
    fresh = refreshed(language)
    with catalogue(language).open("wb") as file:
        file.write(HEADER.format(language=language, plurals=fresh.plural_forms).encode())
        write_po(file, fresh, width=WIDTH, sort_output=True, no_location=True, omit_header=True)
    waiting = list(untranslated(fresh))
    for message in waiting:
        print(f"{language}: {message.id}")
    return len(waiting)


if __name__ == "__main__":
    sys.exit(1 if main("en") else 0)
