"""A look at a release before it is made: published aside, served here, and gone."""

import os
import signal
import sys
from collections.abc import Callable
from datetime import date

import click

from publish.bakehouse.dry_run import in_place, set_aside
from publish.bakehouse.outcomes import describe
from publish.bakehouse.publication import publish_all
from publish.bakehouse.steps import Outcome
from publish.declare.site import SiteFolder
from publish.progress import Reporter
from publish.release.store import Store
from publish.site.app.serve import serve


def preview(
    site: SiteFolder,
    name: str,
    as_of: date,
    reporter: Reporter,
    announce: Callable[[str], None] = click.echo,
) -> int:
    """Serve the draft of a dataset until SIGTERM or SIGINT; the exit code of its publication.

    Raises DeclarationError for a dataset that nobody declared, Busy while another run works.
    """
    site.declaration(name)
    # A terminal that is closed, and a stop before there is a server, take the draft away too.
    signal.signal(signal.SIGHUP, lambda *_: os.kill(os.getpid(), signal.SIGTERM))
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    with set_aside(site, name) as aside:

        def tell(outcome: Outcome) -> None:
            announce(f"as a draft: {in_place(describe(outcome), aside, site)}")

        outcome = _published(aside, name, as_of, reporter, tell)
        release = Store(aside.releases / name, aside.private / name).current()
        if outcome.exit_code or release is None:
            return outcome.exit_code
        _leave_alone(aside, name)
        serve(aside, port=0, announce=announce, draft=True)
    return 0


def _published(
    aside: SiteFolder, name: str, as_of: date, reporter: Reporter, tell: Callable[[Outcome], None]
) -> Outcome:
    """The outcome of today, or of the day when all that waits may leave."""
    [outcome] = publish_all(aside, [name], as_of, reporter)
    tell(outcome)
    if outcome.status == "waiting" and outcome.until:
        [outcome] = publish_all(aside, [name], outcome.until, reporter)
        tell(outcome)
    return outcome


def _leave_alone(aside: SiteFolder, name: str) -> None:
    """What is served here is the draft, and no other dataset."""
    for path in aside.releases.iterdir():
        if path.name != name and path.is_symlink():
            path.unlink()
