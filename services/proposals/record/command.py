"""The program that checks a record: `hienke verify`; where only this is wanted `python -m services.proposals.record`.

It ends with 0 when everything it could check agrees, 1 when something does not, 2 when it could not read what to check.
"""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

import click

MARKS = {True: ("✓", "green"), False: ("✗", "red"), None: ("–", "yellow")}
DISAGREES, UNREADABLE = 1, 2

file_argument = click.Path(path_type=Path, dir_okay=False)


@click.command()
@click.argument("record", type=file_argument)
@click.option("--receipt", "receipts", multiple=True, metavar="HASH", help="A receipt that must be in it.")
@click.option(
    "--head", "heads", multiple=True, type=file_argument, help="A log head that was published, from elsewhere."
)
@click.option("--language", type=click.Choice(("vi", "en")), default="vi", show_default=True)
def verify(record: Path, receipts: Sequence[str], heads: Sequence[Path], language: str) -> None:
    """Count a record again and check that nothing in it was changed."""
    from services.proposals.record.verify import check  # here, as nothing else of `hienke` counts ballots

    _say_anything()
    try:
        said = _read(record, "record", language)
        found = check(said, receipts, [_read(head, "head", language) for head in heads])
    except MemoryError:
        _stop(record, "too-large", "", "record", language)
    _tell(said, found, language)
    if any(finding.good is False for finding in found):
        sys.exit(DISAGREES)


def _read(path: Path, kind: str, language: str) -> Any:
    from services.proposals.record.canonical import Unreadable, read
    from services.proposals.record.shape import Misshapen, check, schema

    try:
        value = read(path)
        check(value, schema(kind))
    except Unreadable as unreadable:
        _stop(path, unreadable.reason, unreadable.where, kind, language)
    except Misshapen as misshapen:
        _stop(path, "misshapen", f"{misshapen.pointer}: {misshapen.word}", kind, language)
    return value


def _stop(path: Path, reason: str, where: str, kind: str, language: str) -> NoReturn:
    from services.proposals.record.findings import say

    why = say(reason, language, where=where, kind=kind)
    click.echo(say("unreadable", language, file=str(path), why=why), err=True)
    sys.exit(UNREADABLE)


def _tell(record: Any, found: Sequence[Any], language: str) -> None:
    from services.proposals.record.findings import say
    from services.proposals.record.record import name_of

    of = {"number": record["round"]["number"], "title": record["round"]["title"]}
    click.echo(say("of", language, **of, forum=record["round"]["forum"]["title"]))
    click.echo(say("name", language, name=name_of(record)))
    for finding in found:
        mark, colour = MARKS[finding.good]
        click.echo(f"{click.style(mark, fg=colour)} {finding.sentence(language)}")
    agrees = all(finding.good is not False for finding in found)
    click.secho(say("yes" if agrees else "no", language), fg="green" if agrees else "red", bold=True)


def _say_anything() -> None:
    """A terminal that lacks our letters shows their numbers instead of stopping us."""
    for stream in (sys.stdout, sys.stderr):
        if reconfigure := getattr(stream, "reconfigure", None):
            reconfigure(errors="backslashreplace")
