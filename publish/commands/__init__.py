"""What the commands of `fournil` share: their errors, their options, their group."""

import json
import os
import sqlite3
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from functools import update_wrapper
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from publish import __version__
from publish.declare.site import SiteFolder
from publish.errors import FournilError, StoreError
from publish.release.disk import FULL, reason
from publish.words.shell import for_site

if TYPE_CHECKING:
    from publish.release.store import Store

# Each command imports what it needs: the base install serves without the bakehouse's packages.


class Command(click.Command):
    """A command whose errors are a sentence and an exit code, and a traceback on demand."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; FournilError ends it with its own exit code, a refusing disk with 6."""
        try:
            return super().invoke(ctx)
        except FournilError as error:
            if ctx.find_root().params["debug"]:
                raise
            say(f"fournil: {error}", err=True)
            ctx.exit(error.exit_code)
        except OSError as error:
            named = error.filename is not None or error.errno in FULL
            if ctx.find_root().params["debug"] or not named:
                raise
            click.echo(f"fournil: {reason(error)}", err=True)
            ctx.exit(StoreError.exit_code)
        except sqlite3.OperationalError as error:
            if ctx.find_root().params["debug"] or "locked" not in str(error):
                raise
            words = "another program writes to the same file at this moment; run this once more"
            click.echo(f"fournil: {words}", err=True)
            ctx.exit(StoreError.exit_code)
        except ModuleNotFoundError as error:
            if ctx.find_root().params["debug"] or str(error.name).startswith("publish"):
                raise
            click.echo(
                f"fournil: {error.name} is not installed: this command is part of the bakehouse; "
                "run `pip install 'fournil[publish]'`",
                err=True,
            )
            ctx.exit(1)


def say(text: str, *, err: bool = False) -> None:
    """Print a message whose commands work from the folder where this one was typed."""
    root = str(click.get_current_context().find_root().params["root"])
    click.echo(for_site(text, root), err=err)


def _today(ctx: click.Context, parameter: click.Parameter, value: datetime | None) -> date:
    return value.date() if value else datetime.now(UTC).date()


as_of = click.option(
    "--as-of",
    type=click.DateTime(["%Y-%m-%d"]),
    callback=_today,
    metavar="DATE",
    help="The day for which this is done (default: today, UTC).",
)


as_json = click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")


dataset_argument = click.argument("dataset")


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="fournil")
@click.option(
    "--site",
    "root",
    type=click.Path(path_type=Path, file_okay=False),
    default=".",
    show_default="this folder",
    help="The folder that holds metadata.yaml, data/, private/ and releases/.",
)
@click.option("--debug", is_flag=True, help="Show tracebacks.")
@click.pass_context
def main(ctx: click.Context, root: Path, debug: bool) -> None:
    """Bake the exports of contributory services into licensed, documented open data.

    \b
    Start here:
      fournil new export.csv     draft a declaration from an export
      fournil publish            turn every declared dataset into a release
      fournil serve              browse the releases
    """
    if sys.stdin is None:
        # Closed (`<&-`): what asks finds nothing to read, as where there is no terminal.
        sys.stdin = Path(os.devnull).open(encoding="utf-8")  # noqa: SIM115 - as long as the process
    ctx.obj = SiteFolder(root)


def tell(
    outcomes: Sequence[Any],
    describe: Callable[[Any], str],
    as_dicts: Callable[[Sequence[Any]], list[dict[str, Any]]],
    *,
    as_json: bool,
    quiet: bool,
) -> NoReturn:
    """Print how each dataset fared, then end with the exit code of the first failure."""
    if as_json:
        click.echo(json.dumps(as_dicts(outcomes), indent=2, ensure_ascii=False))
    for outcome in () if as_json else outcomes:
        if not quiet or outcome.exit_code:
            say(describe(outcome), err=bool(outcome.exit_code))
    sys.exit(next((outcome.exit_code for outcome in outcomes if outcome.exit_code), 0))


def command(function: Callable[..., Any]) -> click.Command:
    """A command of `fournil`, given the site's folder."""

    def run(*arguments: Any, **options: Any) -> Any:
        return function(click.get_current_context().find_object(SiteFolder), *arguments, **options)

    name = function.__name__.replace("_", "-")
    wrapped = update_wrapper(run, function)
    return main.command(name, cls=Command)(wrapped)


def store_of(site: SiteFolder, dataset: str) -> "Store":
    """The releases of a dataset; raises StoreError where there are none."""
    from publish.release.decisions import NAME as SERIES
    from publish.release.store import Store

    folder = site.releases / dataset
    if not folder.is_dir() and not (site.private / dataset / SERIES).is_file():
        there = sorted(path.name for path in site.releases.glob("[a-z]*") if path.is_dir())
        known = ", ".join(there) or "none yet"
        raise StoreError(f"no releases of {dataset!r} in {site.releases}; there: {known}")
    return Store(folder, site.private / dataset)
