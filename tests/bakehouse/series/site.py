"""A site with a survey about people, and publications that are killed at a step."""

import os
import signal
import sys
from collections.abc import Callable, Iterable
from datetime import date
from itertools import count
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from publish.bakehouse.steps import Outcome
from publish.declare.site import SiteFolder
from publish.release.store import STAGING
from tests.sites import ABOUT, METADATA, publish_one

SURVEY = (
    ABOUT
    + """\
  answers:
    title: {fr: Réponses}
    about: people
    contributor: who
    sources: [{path: exports/answers.csv}]
    shrink: {max: 1}
    growth: {max: 100}
    turnover: {max: 1}
    privacy: {k: 5, dominance: 1.0, min_age: 0d, max_suppressed: 1}
    columns:
      who: {type: string, role: identifier, protect: drop}
      age: {type: string, role: quasi_identifier, description: {fr: Âge}}
      answer: {type: string, role: sensitive, description: {fr: Réponse}}
"""
)
ANSWERS = ("oui", "non", "peut-être")


def make_survey(root: Path, people: Iterable[int]) -> SiteFolder:
    """A site with one dataset, `enquete`, answered by these people."""
    site = SiteFolder(root)
    (site.data / "enquete" / "exports").mkdir(parents=True)
    (root / "metadata.yaml").write_text(METADATA, encoding="utf-8")
    (site.data / "enquete" / "dataset.yaml").write_text(SURVEY, encoding="utf-8")
    answer(site, people)
    return site


def answer(site: SiteFolder, people: Iterable[int], times: int = 1) -> None:
    """Write the export: one row of each person, in two classes."""
    rows = [f"p{n},{('trente', 'quarante')[n % 2]},{ANSWERS[n % 3]}" for n in people] * times
    path = site.data / "enquete" / "exports" / "answers.csv"
    path.write_text("\n".join(("who,age,answer", *rows)) + "\n", encoding="utf-8")


def run(site: SiteFolder, day: str) -> Outcome:
    """Publish as of a day."""
    return publish_one(site, date.fromisoformat(day))


def killed(root: Path, day: str, step: int) -> int | None:
    """Publish in a process that kills itself just before its `step`-th change of the ledger or of
    the store; how it ended.

    The process is forked from one that only imported the code, which takes longer than publishing.
    """
    context = get_context("forkserver")
    context.set_forkserver_preload([__name__])
    process = context.Process(target=_publish_until, args=(root, day, step))
    process.start()
    process.join()
    return process.exitcode


def _publish_until(root: Path, day: str, step: int) -> None:
    killed_at(step)
    sys.exit(run(SiteFolder(root), day).exit_code)


def killed_at(step: int) -> None:
    """Makes the process kill itself just before its `step`-th renaming.

    Between two of them nothing changes for another run: flushing changes no file, and what is made
    ready in a hidden folder, file by file, is one state as long as it has that name.
    """
    steps = count(1)

    def counted(call: Callable[..., Any]) -> Callable[..., Any]:
        def wrapper(*arguments: Any, **options: Any) -> Any:
            if not _hidden(arguments[-1]) and next(steps) == step:
                os.kill(os.getpid(), signal.SIGKILL)
            return call(*arguments, **options)

        return wrapper

    for name in ("rename", "replace"):
        setattr(os, name, counted(getattr(os, name)))


def _hidden(target: Any) -> bool:
    return any(part.startswith((STAGING, "staging-")) for part in Path(target).parts)
