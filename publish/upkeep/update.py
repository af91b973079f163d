"""What a timer runs: publish everything, answer people, push everything, and tell how it went.

Each half holds the site's lock for itself. A refusal stops nothing else; the exit code is that
of the first failure.
"""

import os
import random
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

import httpx

from publish.bakehouse.outcomes import describe
from publish.bakehouse.publication import publish_all
from publish.bakehouse.standing import mail, standings
from publish.corrections import desk_file
from publish.declare.site import SiteFolder
from publish.desk.mail.sending import send_waiting
from publish.errors import DeskError, FournilError, StoreError
from publish.people.answering import describe as describe_answers
from publish.people.answering import serve_requests
from publish.people.clock import now
from publish.people.letting_go import describe as describe_left
from publish.people.letting_go import let_go
from publish.portals.outcome import describe as describe_push
from publish.portals.run import Run, push_all, pushes
from publish.portals.udata.portal import Pace
from publish.progress import Reporter
from publish.release.disk import reason
from publish.release.refusal import STOPPED, remember_refusal
from publish.upkeep.mail import server_of
from publish.upkeep.people_clock import reminders
from publish.words.shell import for_site

WEBHOOK = "FOURNIL_WEBHOOK"
SECONDS = 30.0


@dataclass(frozen=True)
class Update:
    """How an update went: its lines, and the exit code of its first failure.

    `needs` are the lines that need a person and that the run before did not say.
    """

    lines: tuple[str, ...]
    exit_code: int
    needs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Told:
    """A line of an update; `again` where the run before said the same.

    `stopped` where it is all that came of a half.
    """

    line: str
    exit_code: int
    again: bool = False
    stopped: bool = False


def update(
    site: SiteFolder, day: date, reporter: Reporter, delay: float = 0, pace: Pace | None = None
) -> Update:
    """Publish and push after a random part of `delay` seconds, then tell the webhook.

    Its address is in the environment (FOURNIL_WEBHOOK), since it may hold a secret.
    """
    time.sleep(random.uniform(0, delay))  # noqa: S311
    found = list(_both(site, day, reporter, pace or Pace()))
    lines = tuple(one.line for one in found)
    needs = tuple(one.line for one in found if one.exit_code and not one.again)
    done = Update(lines, next((one.exit_code for one in found if one.exit_code), 0), needs)
    if address := os.environ.get(WEBHOOK):
        stopped = [one.line for one in found if one.stopped]
        failed = tell(address, short(site, day, stopped), done.exit_code)
        done = replace(done, lines=(*done.lines, failed)) if failed else done
    return done


def _both(site: SiteFolder, day: date, reporter: Reporter, pace: Pace) -> Iterator[Told]:
    if desk_file.there(site.desk):
        # Before a release is made, which has nothing of theirs then.
        yield from _safely(site, day, "leave", partial(_leave, site))
    yield from _safely(site, day, "publish", partial(_publish, site, day, reporter))
    if desk_file.there(site.desk):
        yield from _safely(site, day, "people", partial(_people, site))
    if pushes(site):
        run = Run(site, day, reporter, pace=pace)
        yield from _safely(site, day, "push", partial(_push, run))
    if server_of(site):
        yield from _safely(site, day, "mail", partial(_mail, site))


def _safely(
    site: SiteFolder, day: date, what: str, half: Callable[[], list[Told]]
) -> Iterator[Told]:
    note = site.private / STOPPED.format(what)
    try:
        yield from half()
        remember_refusal(note, None, day)
    except (FournilError, OSError) as failure:
        error = StoreError(reason(failure)) if isinstance(failure, OSError) else failure
        # A folder that is no site gets none of its folders.
        found = remember_refusal(note, str(error), day) if site.private.is_dir() else None
        yield Told(f"{what}: {error}", error.exit_code, bool(found and found.again), stopped=True)


def _publish(site: SiteFolder, day: date, reporter: Reporter) -> list[Told]:
    outcomes = publish_all(site, (), day, reporter)
    return [Told(describe(one), one.exit_code, one.again) for one in outcomes]


def _push(run: Run) -> list[Told]:
    # A declaration that cannot be read goes nowhere, and publish has said so.
    return [
        Told(describe_push(one), one.exit_code, one.again) for one in push_all(run, ()) if one.to
    ]


def _leave(site: SiteFolder) -> list[Told]:
    """Who asked to leave is forgotten."""
    gone = let_go(site, now())
    line = [Told(describe_left(gone), 0)] if gone.is_anything else []
    return [*line, *(Told(f"people: {one}", one.exit_code) for one in gone.problems)]


def _people(site: SiteFolder) -> list[Told]:
    """Who asked what is held of them is answered."""
    served = serve_requests(site, now())
    line = [Told(describe_answers(served), 0)] if served.is_anything else []
    return [*line, *(Told(f"people: {one}", one.exit_code) for one in served.problems)]


def _mail(site: SiteFolder) -> list[Told]:
    """What waits at the desk is sent; it is tried again where it cannot be."""
    carried = send_waiting(site, lambda: int(time.time()))
    failed = carried.unreachable if carried else ""
    return [Told(f"mail: {failed}; `fournil desk mail`", DeskError.exit_code)] if failed else []


def short(site: SiteFolder, day: date, stopped: Sequence[str] = ()) -> str:
    """How the site stands, in a text that is read in ten seconds."""
    try:
        title = site.metadata().title.fr
    except FournilError as error:
        title, stopped = "Fournil", stopped or [str(error)]
    text = [mail(standings(site, day), title, day, stopped)]
    text += [f"- {asked}" for asked in _asked(site, day)]
    return for_site("\n".join(text), str(site.root))


def _asked(site: SiteFolder, day: date) -> list[str]:
    """What people ask and wait for, as far as the desk can be read."""
    try:
        return [*reminders(site, day)]
    except FournilError as error:
        return [str(error)]


def tell(address: str, text: str, exit_code: int) -> str | None:
    """Post a text as JSON; a line where nobody took it, which is no failure of the update.

    `text` is what chat programs show. Silence is a sign too: it is sent when all went well.
    """
    content: Mapping[str, object] = {"text": text, "exit_code": exit_code}
    try:
        answer = httpx.post(address, json=content, timeout=SECONDS)
    except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
        return f"{WEBHOOK}: no answer ({type(error).__name__})"
    return f"{WEBHOOK}: answered {answer.status_code}" if answer.is_error else None
