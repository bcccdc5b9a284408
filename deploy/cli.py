"""`hienke`: runs the whole system on this machine, plays the story on it, and checks the records of rounds."""

import shutil
import signal
import sys
import threading
from pathlib import Path
from types import FrameType
from uuid import UUID

import click

from deploy.local import detached, surroundings
from deploy.local.servers import ServerError
from deploy.local.stack import Stack, server_directories
from deploy.parked import AnsweredOtherwise, Operator
from services.kit.settings import SERVICES
from services.proposals.record.command import verify

LOOK_SECONDS = 1.0

directory_option = click.option(
    "--directory",
    type=click.Path(path_type=Path, file_okay=False),
    default=surroundings.CHECKOUT / ".run",
    help="Where data, logs, ports and secrets are kept.",
)
story_option = click.option("--story/--no-story", "play", default=True, help="Play the forum when there is none yet.")


@click.group()
def main() -> None:
    """Hiến Kế on one machine."""


main.add_command(verify)


@main.command()
@directory_option
@story_option
def run(directory: Path, play: bool) -> None:
    """Start everything, play the forum if there is none, print links; Ctrl-C stops it all."""
    _stop_on_signals()
    try:
        _run(directory, play)
    except ServerError as error:
        raise click.ClickException(str(error)) from error
    except KeyboardInterrupt:
        click.echo("Stopped. The next `make run` goes on where this one was.")


@main.command()
@directory_option
@story_option
def up(directory: Path, play: bool) -> None:
    """As `run`, in the background; returns when the system is ready."""
    try:
        detached.start(directory, click.echo, play)
    except ServerError as error:
        raise click.ClickException(str(error)) from error


@main.command()
@directory_option
def down(directory: Path) -> None:
    """Stop what `up` (or `run`) started."""
    stopped = detached.stop(directory)
    click.echo("Stopped." if stopped else f"Nothing runs in {directory}.")


@main.command()
@directory_option
def clean(directory: Path) -> None:
    """Stop what runs and delete all its data, logs and secrets."""
    detached.stop(directory)
    for place in (*server_directories(directory), directory):
        shutil.rmtree(place, ignore_errors=True)
    click.echo(f"Deleted what was kept in {directory}.")


@main.command()
@directory_option
@click.option("--live", is_flag=True, help="Slowly, so that one can watch it on the pages.")
def story(directory: Path, live: bool) -> None:
    """Play the Bình Thuận forum on the running system."""
    if not _play(directory, _running(directory), live):
        sys.exit(1)


@main.group()
def parked() -> None:
    """Messages that could not be applied: list them, try them again, give them up."""


@parked.command("list")
@directory_option
def list_parked(directory: Path) -> None:
    """List what is parked, with why."""
    messages = _operator(directory).parked()
    for message in messages:
        what = f"{message['type'] or 'unreadable'} of {message['producer']}, {message['attempts']} attempts"
        click.echo(f"{message['service']} {message['id']}  {what}: {message['error']}")
    click.echo(f"{len(messages)} parked.")


@parked.command()
@click.argument("service", type=click.Choice(SERVICES))
@click.argument("message", type=click.UUID)
@directory_option
def replay(service: str, message: UUID, directory: Path) -> None:
    """Have a message tried again now."""
    _decide(directory, service, message, "replay")


@parked.command()
@click.argument("service", type=click.Choice(SERVICES))
@click.argument("message", type=click.UUID)
@directory_option
def discard(service: str, message: UUID, directory: Path) -> None:
    """Give a message up; what waits behind it goes on."""
    _decide(directory, service, message, "discard")


def _decide(directory: Path, service: str, message: UUID, decision: str) -> None:
    try:
        _operator(directory).decide(service, message, decision)
    except (AnsweredOtherwise, OSError) as error:
        raise click.ClickException(str(error)) from error
    click.echo("Done.")


def _operator(directory: Path) -> Operator:
    where = _running(directory)
    key = surroundings.chosen().get("INTERNAL_KEY") or surroundings.kept_secrets(directory)["INTERNAL_KEY"]
    return Operator(where.services, key)


def _running(directory: Path) -> detached.Whereabouts:
    where = detached.running(directory)
    if not where:
        raise click.ClickException("The system is not running. Start it by `make run` or `make up`.")
    return where


def _run(directory: Path, play: bool) -> None:
    with Stack(directory, surroundings.chosen(), usual_ports=True, say=click.echo) as stack:
        where = detached.Whereabouts.of(stack.settings, stack.urls["gateway"])
        if play and detached.has_no_forum(where.gateway):
            _play(directory, where, live=False)
        _print_links(stack, where)
        detached.announce(directory, where)
        try:
            _watch(stack)
        finally:
            click.echo("\nStopping.")
            detached.retract(directory)


def _watch(stack: Stack) -> None:
    forever = threading.Event()
    while not forever.wait(LOOK_SECONDS):
        stack.revive()


def _play(directory: Path, where: detached.Whereabouts, live: bool) -> bool:
    from deploy.story import play  # here, as only a first start needs it

    if not where.mail:
        click.echo("The story is not played: it reads mails from the mail catcher, but SMTP_URL names another server.")
        return True
    click.echo("Playing the Bình Thuận forum of 29 May 2023.")
    at = (where.gateway, where.mail, where.admin_email)
    return play(*at, live=live, echo=click.echo, records=directory / "records")


def _print_links(stack: Stack, where: detached.Whereabouts) -> None:
    from deploy.story import sign_in_links

    click.echo(f"\nHiến Kế is ready:  {where.public}")
    if where.mail:
        click.echo(f"Every mail it sends:  {where.mail}")
    try:
        links = sign_in_links(stack.urls["forum"], stack.settings["INTERNAL_KEY"], where.public, where.admin_email)
    except OSError as error:
        click.echo(f"No sign-in links could be made: {error}")
        return
    click.echo("Sign in, each link once:")
    for link in links:
        click.echo(f"  {link.kind:<10} {link.name or link.email}\n             {link.url}")
    click.echo("Ctrl-C or `make down` stops everything.")


def _stop_on_signals() -> None:
    """Ctrl-C, a closed terminal and `down` all end the run the same way, once."""
    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

    def stop(_: int, __: FrameType | None) -> None:
        for number in numbers:
            signal.signal(number, signal.SIG_IGN)
        raise KeyboardInterrupt

    for number in numbers:
        signal.signal(number, stop)


if __name__ == "__main__":
    main()
