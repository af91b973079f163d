"""Commands on what services are used for."""

import sys
from collections.abc import Mapping
from pathlib import Path

import click

from publish.commands import Command, main
from publish.errors import SourceError

WEB = ("https://", "http://")
BYTES = 5 << 20


@main.group("usage")
def usage() -> None:
    """What a service is used for: the tool that measures it."""


@usage.command("check", cls=Command)
@click.argument("places", metavar="FILE|ADDRESS...", nargs=-1, required=True)
@click.option("--language", type=click.Choice(["en", "fr"]), default="en", help="Of the report.")
def check(places: tuple[str, ...], language: str) -> None:
    """Say whether a Matomo is set so that nobody has to consent, as the CNIL asks.

    Reads its config.ini.php, answers of its API saved as JSON, or the page at an address, which
    holds its tracker; several together are one configuration. Ends with 1 where a condition is not
    met.

    \b
    fournil usage check config.ini.php https://example.org/confidentialite
    """
    from publish.usage.check.conditions import judged
    from publish.usage.check.facts import together
    from publish.usage.check.report import told

    states = judged(together((place, _facts(place)) for place in places))
    for line in told(states, language):
        click.echo(line)
    sys.exit(1 if False in states.values() else 0)


def _facts(place: str) -> Mapping[str, str]:
    if place.startswith(WEB):
        from publish.usage.check.address import facts_at

        return facts_at(place)
    from publish.usage.check.facts import facts_of

    return facts_of(_text(Path(place)), place)


def _text(path: Path) -> str:
    """A file as text: settings are ASCII, whatever its comments are written in."""
    if path.is_dir():
        raise SourceError(f"{path}: a folder; give the file in it, such as config/config.ini.php")
    with path.open("rb") as file:
        content = file.read(BYTES + 1)
    if len(content) > BYTES:
        raise SourceError(f"{path}: more than {BYTES >> 20} MiB; no configuration is so large")
    return content.decode("utf-8", "replace")
