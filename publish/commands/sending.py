"""Commands that show releases: serve, preview, push, and what a timer runs."""

import json
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from publish.commands import as_json, as_of, command, dataset_argument, say, tell
from publish.declare.site import SiteFolder

if TYPE_CHECKING:
    from publish.site.app.doors import Door
    from publish.site.app.workers import Beside

_PORT = click.IntRange(0, 65_535)


@command
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option(
    "--port", type=_PORT, default=8001, show_default=True, help="The port; 0 takes a free one."
)
@click.option(
    "--workers",
    type=click.IntRange(1),
    default=1,
    show_default=True,
    help="How many processes answer.",
)
@click.option("--metrics-port", type=_PORT, help="Answer Prometheus on this port, at /metrics.")
@click.option("--access-log", metavar="FILE", help="Append a line of JSON per answer (- : print).")
@click.option(
    "--follow",
    metavar="STORE",
    help="Serve the releases of a folder, https:// or s3:// address, and what becomes of them.",
)
@click.option("--trust", multiple=True, metavar="KEY", help="Who signs the store; repeatable.")
@click.option(
    "--only",
    type=click.Choice(["site", "desk"]),
    help="One of the two doors, where metadata.yaml opens the desk; a replica has the site alone.",
)
def serve(
    site: SiteFolder,
    host: str,
    port: int,
    workers: int,
    metrics_port: int | None,
    access_log: str | None,
    follow: str | None,
    trust: tuple[str, ...],
    only: str | None,
) -> None:
    """Serve the releases, and the desk if it is open; a new release appears without a restart."""
    from publish.site.app.beside import Store
    from publish.site.app.serve import serve as serve_site

    if only == "desk":
        if follow or metrics_port is not None or access_log:
            raise click.UsageError("--only desk takes --host, --port and --workers alone")
        from publish.desk.app.serve import serve_desk

        serve_desk(site, host, port, workers)
        return
    if bool(follow) != bool(trust):
        raise click.UsageError("--follow and --trust go together: a store is known by its key")

    door, beside = (None, []) if only or follow else _desk(site)
    serve_site(
        site,
        host=host,
        port=port,
        workers=workers,
        metrics_port=metrics_port,
        access_log=access_log,
        store=Store(follow, trust) if follow else None,
        desk=door,
        more=beside,
    )


def _desk(site: SiteFolder) -> tuple["Door | None", Sequence["Beside"]]:
    """The desk, and what runs beside it; nothing of it is loaded where none is open."""
    if site.metadata().desk is None:
        return None, []
    from publish.desk.app.serve import beside_of, door_of

    return door_of(site), beside_of(site)


@command
@dataset_argument
@as_of
def preview(site: SiteFolder, dataset: str, as_of: date) -> None:
    """Show the release that DATASET would make, on this machine alone, until Ctrl-C.

    It is published into a temporary place: nothing of the site changes, and the draft is gone when
    the command ends. Where all of it would wait, it is shown as on the day when it may leave.
    """
    from publish.progress import reporter
    from publish.upkeep.preview import preview as show

    with reporter(quiet=False) as progress:
        sys.exit(show(site, dataset, as_of, progress))


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
    *,
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
    from publish.portals.outcome import as_dicts, describe
    from publish.portals.run import Run, push_all
    from publish.progress import reporter

    with reporter(quiet=quiet or as_json) as progress:
        outcomes = push_all(Run(site, as_of, progress, dry_run, demo, anew), datasets)
    tell(outcomes, describe, as_dicts, as_json=as_json, quiet=quiet)


@command
@as_of
@click.option("--delay", default=0.0, help="Wait up to so many seconds first, by chance.")
@click.option("--quiet", "-q", is_flag=True, help="Print what needs a person, once.")
def update(site: SiteFolder, as_of: date, delay: float, quiet: bool) -> None:
    """Publish everything, answer who asked for their data, push everything: what a timer runs.

    The exit code is that of the first failure. FOURNIL_WEBHOOK, if set, is told how it went.
    """
    from publish.progress import reporter
    from publish.upkeep.update import update as run

    with reporter(quiet=quiet) as progress:
        done = run(site, as_of, progress, delay)
    told = done.needs if quiet else done.lines
    if told:
        say("\n".join(told), err=bool(done.exit_code))
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
    from publish.upkeep.schedule import SCHEDULERS, schedule_of, write

    files = SCHEDULERS[form](schedule_of(site))
    if folder is not None:
        click.echo("\n".join(map(str, write(files, folder))))
        return
    for name, text in files.items():
        click.echo(f"# {name}\n{text}")


@command
@as_of
@as_json
@click.option("--mail", is_flag=True, help="A short text for a mail: what needs a person first.")
def status(site: SiteFolder, as_of: date, as_json: bool, mail: bool) -> None:
    """Say how each dataset stands: released, refused since when and why, how fresh, what waits.

    Where nothing private is (on the public machine) it says what the public page does; --json is
    what /status.json holds.
    """
    from publish.bakehouse.standing import lines, standings
    from publish.corrections.standing import standing
    from publish.release.status import as_dict, statuses
    from publish.upkeep.people_clock import lines as lines_of_requests
    from publish.upkeep.update import short

    if as_json:
        found = [as_dict(one) for one in statuses(site.releases, as_of)]
        click.echo(json.dumps(found, indent=2, ensure_ascii=False))
        return
    if mail:
        click.echo(short(site, as_of))
        return
    told = [line for one in standings(site, as_of) for line in lines(one)]
    say("\n".join(told) or f"nothing is declared in {site.data} yet")
    if desk := standing(site.desk):
        say(f"desk: {desk}")
    for asked in lines_of_requests(site, as_of):
        say(asked)
