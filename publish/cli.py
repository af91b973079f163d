"""The commands of `fournil`; what they do is elsewhere."""

import json
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import update_wrapper
from pathlib import Path
from typing import Any, Literal

import click

from publish import __version__
from publish.errors import FournilError
from publish.site import SiteFolder

# Each command imports what it needs: the base install serves without the bakehouse's packages.


class Command(click.Command):
    """A command whose errors are a sentence and an exit code, and a traceback on demand."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; FournilError ends it with its own exit code."""
        try:
            return super().invoke(ctx)
        except FournilError as error:
            if ctx.find_root().params["debug"]:
                raise
            click.echo(f"fournil: {error}", err=True)
            ctx.exit(error.exit_code)
        except ModuleNotFoundError as error:
            if ctx.find_root().params["debug"] or str(error.name).startswith("publish"):
                raise
            click.echo(
                f"fournil: {error.name} is not installed: this command is part of the bakehouse; "
                "run `pip install 'fournil[publish]'`",
                err=True,
            )
            ctx.exit(1)


def _today(ctx: click.Context, parameter: click.Parameter, value: datetime | None) -> date:
    return value.date() if value else datetime.now(UTC).date()


as_of = click.option(
    "--as-of",
    type=click.DateTime(["%Y-%m-%d"]),
    callback=_today,
    metavar="DATE",
    help="The day that the release is made for (default: today, UTC).",
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
    ctx.obj = SiteFolder(root)


def command(function: Callable[..., Any]) -> click.Command:
    """A command of `fournil`, given the site's folder."""

    def run(*arguments: Any, **options: Any) -> Any:
        return function(click.get_current_context().find_object(SiteFolder), *arguments, **options)

    name = function.__name__.strip("_").replace("_", "-")
    wrapped = update_wrapper(run, function)
    return main.command(name, cls=Command)(wrapped)


@command
@click.argument("datasets", nargs=-1)
@as_of
@as_json
@click.option("--quiet", "-q", is_flag=True, help="Print nothing but errors.")
def publish(
    site: SiteFolder, datasets: tuple[str, ...], as_of: date, as_json: bool, quiet: bool
) -> None:
    """Publish DATASETS (default: all) whose data, texts or licence changed.

    A dataset that the gate refuses stops no other; its last release stays served. The exit code
    is that of the first refusal.
    """
    from publish.outcomes import as_dicts, describe
    from publish.progress import reporter
    from publish.publication import publish_all

    with reporter(quiet=quiet or as_json) as progress:
        outcomes = publish_all(site, datasets, as_of, progress)
    if as_json:
        click.echo(json.dumps(as_dicts(outcomes), indent=2, ensure_ascii=False))
    for outcome in () if as_json else outcomes:
        if not quiet or outcome.exit_code:
            click.echo(describe(outcome), err=bool(outcome.exit_code))
    sys.exit(next((outcome.exit_code for outcome in outcomes if outcome.exit_code), 0))


@command
@click.argument("datasets", nargs=-1)
@click.option("--dry-run", is_flag=True, help="Only say what would be done, as a diff.")
@click.option("--demo", is_flag=True, help="Push to demo.data.gouv.fr, to try.")
@click.option("--anew", is_flag=True, help="Make again what was deleted or given away there.")
@as_of
@as_json
@click.option("--quiet", "-q", is_flag=True, help="Print nothing but errors.")
def push(
    site: SiteFolder,
    datasets: tuple[str, ...],
    dry_run: bool,
    demo: bool,
    anew: bool,
    as_of: date,
    as_json: bool,
    quiet: bool,
) -> None:
    """Send the current releases of DATASETS (default: all) to the portals that they declare.

    What is there is compared first: nothing new, nothing written. The exit code is that of the
    first failure; the next push goes on where this one stopped.
    """
    from publish.progress import reporter
    from publish.push.outcome import as_dicts, describe
    from publish.push.run import Run, push_all

    with reporter(quiet=quiet or as_json) as progress:
        outcomes = push_all(Run(site, as_of, progress, dry_run, demo, anew), datasets)
    if as_json:
        click.echo(json.dumps(as_dicts(outcomes), indent=2, ensure_ascii=False))
    for outcome in () if as_json else outcomes:
        if not quiet or outcome.exit_code:
            click.echo(describe(outcome), err=bool(outcome.exit_code))
    sys.exit(next((outcome.exit_code for outcome in outcomes if outcome.exit_code), 0))


@command
@as_of
@click.option("--delay", default=0.0, help="Wait up to so many seconds first, by chance.")
@click.option("--quiet", "-q", is_flag=True, help="Print nothing but failures.")
def update(site: SiteFolder, as_of: date, delay: float, quiet: bool) -> None:
    """Publish everything, then push everything: what a timer runs.

    The exit code is that of the first failure. FOURNIL_WEBHOOK, if set, is told how it went.
    """
    from publish.progress import reporter
    from publish.update import update as run

    with reporter(quiet=quiet) as progress:
        done = run(site, as_of, progress, delay)
    if done.exit_code or not quiet:
        click.echo("\n".join(done.lines), err=bool(done.exit_code))
    sys.exit(done.exit_code)


@command
@click.argument("form", type=click.Choice(["systemd", "cron", "github", "gitlab"]))
@click.option(
    "--to",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    help="The folder to write into (default: print).",
)
def schedule(site: SiteFolder, form: str, folder: Path | None) -> None:
    """Write the timer that runs `fournil update` as often as the datasets' frequencies ask."""
    from publish.schedule import FORMS, plan, write

    files = FORMS[form](plan(site))
    if folder is not None:
        click.echo("\n".join(map(str, write(files, folder))))
        return
    for name, text in files.items():
        click.echo(f"# {name}\n{text}")


@command
@as_of
@as_json
def status(site: SiteFolder, as_of: date, as_json: bool) -> None:
    """Say how fresh each dataset is, when it was last checked, released and pushed."""
    from publish.status import as_dict, line, statuses

    found = list(statuses(site.releases, as_of))
    if as_json:
        click.echo(json.dumps([as_dict(one) for one in found], indent=2, ensure_ascii=False))
    else:
        click.echo("\n".join(map(line, found)) or f"no release in {site.releases} yet")


@command
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", default=8001, show_default=True, help="The port; 0 takes a free one.")
@click.option("--workers", default=1, show_default=True, help="How many processes answer.")
def serve(site: SiteFolder, host: str, port: int, workers: int) -> None:
    """Serve the releases; a new release appears without a restart."""
    from publish.serve import serve as serve_site

    serve_site(site, host=host, port=port, workers=workers)


@command
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--name", help="The dataset's name (default: from the file's name).")
def new(site: SiteFolder, file: Path, name: str | None) -> None:
    """Draft a declaration for FILE, an export, for you to read and complete."""
    from publish.draft import new_dataset

    path = new_dataset(site, file, name)
    click.echo(f"{path}: read it, decide what it asks, then run `fournil publish`")


@main.command(cls=Command)
@click.argument("folder", type=click.Path(path_type=Path))
def init(folder: Path) -> None:
    """Make a new empty site in FOLDER, with commented files."""
    from publish.init import init as make_site

    for path in make_site(folder):
        click.echo(path)


@main.command(cls=Command)
@click.argument("kind", type=click.Choice(["dataset", "metadata"]), default="dataset")
def schema(kind: Literal["dataset", "metadata"]) -> None:
    """Print the JSON Schema of dataset.yaml or metadata.yaml, for editors."""
    from publish.schema import schema as json_schema

    click.echo(json_schema(kind), nl=False)


@command
@dataset_argument
@as_of
def risk(site: SiteFolder, dataset: str, as_of: date) -> None:
    """Measure how exposed people are in DATASET's exports, before anything is published.

    Also writes private/DATASET/risk.html, a page of bars.
    """
    from publish.describe.risk import text, write_page
    from publish.risk import risk as measure

    found = measure(site, dataset, as_of)
    path = write_page(site.private / dataset, dataset, found)
    click.echo(f"{text(dataset, found)}\n\n{path}: the same with bars; keep it private")


@command
@dataset_argument
def forget(site: SiteFolder, dataset: str) -> None:
    """Take people out of DATASET: their contributor values are read from standard input.

    One a line, as the export writes them; never as an argument, which the shell would remember.
    """
    from publish.lock import site_lock
    from publish.protect.withdrawals import NAME
    from publish.protect.withdrawals import forget as add

    site.dataset(dataset)
    with site_lock(site.private):
        new = add(site.private / dataset, sys.stdin)
    click.echo(
        f"{dataset}: {new} added to {site.private / dataset / NAME}; the next publication takes "
        f"them out, `fournil withdraw {dataset}` takes back what is already out"
    )


@command
@dataset_argument
@click.option("--why", required=True, help="Why the past cannot be compared with; kept private.")
@as_of
def new_series(site: SiteFolder, dataset: str, why: str, as_of: date) -> None:
    """Begin a new series of DATASET at its next release, compared with no earlier one.

    For a ledger that is lost for good, or a policy that cannot follow the old one: whoever has
    both releases may tell people apart, and you accept it.
    """
    from publish.lock import site_lock
    from publish.series.fresh import ask

    site.dataset(dataset)
    with site_lock(site.private):
        ask(site, dataset, why, as_of)
    click.echo(f"{dataset}: the next release begins a new series (a major version)")


@command
@dataset_argument
@as_json
def releases(site: SiteFolder, dataset: str, as_json: bool) -> None:
    """List every release that DATASET ever had."""
    from publish.store.listing import as_dicts, lines

    store = _store(site, dataset)
    if as_json:
        click.echo(json.dumps(as_dicts(store), indent=2, ensure_ascii=False))
    else:
        click.echo("\n".join(lines(store)))


@command
@click.argument("datasets", nargs=-1)
def verify(site: SiteFolder, datasets: tuple[str, ...]) -> None:
    """Re-read the kept releases of DATASETS (default: all): checksums, databases, row counts."""
    from publish.errors import StoreError

    names = datasets or [path.name for path in sorted(site.releases.glob("[a-z]*"))]
    problems = [problem for name in names for problem in _store(site, name).verify()]
    if problems:
        raise StoreError("\n".join(map(str, problems)))
    click.echo(f"{len(names)} datasets verified: every file is as it was published")


@command
@dataset_argument
@click.argument("version", required=False)
def rollback(site: SiteFolder, dataset: str, version: str | None) -> None:
    """Serve an earlier release of DATASET (default: the one before) and hold the newer back."""
    from publish.lock import site_lock

    with site_lock(site.private):
        release = _store(site, dataset).rollback(version)
    click.echo(
        f"{dataset}: {release.version} is served; what was newer is held back until "
        f"`fournil unhold {dataset} VERSION`"
    )


@command
@dataset_argument
@click.argument("version")
def unhold(site: SiteFolder, dataset: str, version: str) -> None:
    """Let the content of a held VERSION of DATASET be published again."""
    from publish.lock import site_lock

    with site_lock(site.private):
        _store(site, dataset).unhold(version)
    click.echo(f"{dataset}: {version} is no longer held; `fournil publish {dataset}` publishes")


@command
@dataset_argument
@click.argument("version", required=False)
@click.option("--why", required=True, help="The reason, which the public reads.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@as_of
def withdraw(
    site: SiteFolder, dataset: str, version: str | None, why: str, yes: bool, as_of: date
) -> None:
    """Emergency stop: delete the files of VERSION (default: of every release) of DATASET.

    Their addresses answer 410, and the same content is not published again before `unhold`.
    """
    from publish.lock import site_lock

    what = f"release {version}" if version else "every release"
    if not yes:
        click.confirm(f"Delete the files of {what} of {dataset}?", abort=True)
    with site_lock(site.private):
        gone = _store(site, dataset).withdraw(version, why, as_of)
    click.echo(f"{dataset}: withdrawn {', '.join(entry.version for entry in gone)}")


@command
@dataset_argument
@as_of
def rebake(site: SiteFolder, dataset: str, as_of: date) -> None:
    """Make DATASET's forms and texts anew from the rows of its current release (a patch)."""
    from publish.outcomes import describe
    from publish.progress import reporter
    from publish.publication import rebake_one

    with reporter(quiet=False) as progress:
        outcome = rebake_one(site, dataset, as_of, progress)
    click.echo(describe(outcome))


@command
@dataset_argument
@click.option(
    "--format",
    "formats",
    multiple=True,
    metavar="FORMAT",
    help="csv, csv.gz, jsonl.gz, parquet, geojson, xlsx, sqlite, zip or dictionary; repeat it for "
    "several (default: all there are).",
)
@click.option(
    "--to",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    required=True,
    help="The folder to copy into; made where it is missing.",
)
def export(site: SiteFolder, dataset: str, formats: tuple[str, ...], folder: Path) -> None:
    """Copy the files of DATASET's current release, with its licence, into a folder."""
    from publish.export import export as copy_files

    for path in copy_files(_store(site, dataset), formats, folder):
        click.echo(path)


@command
@dataset_argument
def prune(site: SiteFolder, dataset: str) -> None:
    """Delete the files of DATASET's releases that its `retention` no longer keeps."""
    from publish.lock import site_lock

    retention = site.dataset(dataset).retention
    with site_lock(site.private):
        gone = _store(site, dataset).prune(retention)
    click.echo(f"{dataset}: pruned {', '.join(entry.version for entry in gone) or 'nothing'}")


@command
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def backup(site: SiteFolder, file: Path) -> None:
    """Write private/ and the declarations to FILE, encrypted with a passphrase.

    The passphrase is asked for, or read from FOURNIL_PASSPHRASE.
    """
    from publish.backup import backup as write_backup

    write_backup(site, file, _passphrase(confirm=True))
    click.echo(f"{file}: written; keep the passphrase apart from it")


@command
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def restore(site: SiteFolder, file: Path) -> None:
    """Bring back private/ and the declarations from FILE, made by `fournil backup`."""
    from publish.backup import restore as read_backup

    read_backup(file, site.root, _passphrase(confirm=False))
    click.echo(f"{site.root}: restored from {file}")


def _store(site: SiteFolder, dataset: str) -> Any:
    from publish.errors import StoreError
    from publish.release import Store

    folder = site.releases / dataset
    if not folder.is_dir():
        known = ", ".join(sorted(path.name for path in site.releases.glob("[a-z]*"))) or "none yet"
        raise StoreError(f"no releases of {dataset!r} in {site.releases}; there: {known}")
    return Store(folder)


def _passphrase(*, confirm: bool) -> str:
    import os

    given = os.environ.get("FOURNIL_PASSPHRASE")
    if given:
        return given
    return str(click.prompt("Passphrase", hide_input=True, confirmation_prompt=confirm, err=True))
