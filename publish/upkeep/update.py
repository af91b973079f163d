"""What a timer runs: publish everything, then push everything, and tell how it went.

Each half holds the site's lock for itself. A refusal stops nothing else; the exit code is that
of the first failure.
"""

import os
import random
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

import httpx

from publish.bakehouse.outcomes import describe
from publish.bakehouse.publication import publish_all
from publish.declare.site import SiteFolder
from publish.errors import FournilError
from publish.portals.outcome import describe as describe_push
from publish.portals.run import Run, push_all, pushes
from publish.portals.udata.portal import Pace
from publish.progress import Reporter

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
    """A line of an update; `again` where the run before said the same."""

    line: str
    exit_code: int
    again: bool = False


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
        failed = tell(address, done)
        done = replace(done, lines=(*done.lines, failed)) if failed else done
    return done


def _both(site: SiteFolder, day: date, reporter: Reporter, pace: Pace) -> Iterator[Told]:
    yield from _safely("publish", partial(_publish, site, day, reporter))
    if pushes(site):
        yield from _safely("push", partial(_push, Run(site, day, reporter, pace=pace)))


def _safely(what: str, half: Callable[[], list[Told]]) -> Iterator[Told]:
    try:
        yield from half()
    except FournilError as error:
        yield Told(f"{what}: {error}", error.exit_code)


def _publish(site: SiteFolder, day: date, reporter: Reporter) -> list[Told]:
    outcomes = publish_all(site, (), day, reporter)
    return [Told(describe(one), one.exit_code, one.again) for one in outcomes]


def _push(run: Run) -> list[Told]:
    return [Told(describe_push(one), one.exit_code) for one in push_all(run, ())]


def tell(address: str, done: Update) -> str | None:
    """Post how an update went as JSON; a line where nobody took it, which is no failure of it.

    `text` is what chat programs show. Silence is a sign too: it is sent when all went well.
    """
    state = f"exit {done.exit_code}" if done.exit_code else "well"
    content: Mapping[str, object] = {
        "text": "\n".join((f"Fournil: {state}", *done.lines)),
        "exit_code": done.exit_code,
    }
    try:
        answer = httpx.post(address, json=content, timeout=SECONDS)
    except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
        return f"{WEBHOOK}: no answer ({type(error).__name__})"
    return f"{WEBHOOK}: answered {answer.status_code}" if answer.is_error else None
