"""A site with a survey about people; as a program, a publication that kills itself at a step.

`python -m tests.series.site ROOT DATE STEP` publishes the site in ROOT; the process is killed
(SIGKILL) just before its STEP-th change of the ledger or of the store, and ends well beyond.
"""

import os
import signal
import sys
from collections.abc import Callable, Iterable
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any

from publish.pipeline import Outcome
from publish.site import SiteFolder
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


def killed_at(step: int) -> None:
    """Makes the process kill itself just before its `step`-th renaming or flushing."""
    steps = count(1)

    def counted(call: Callable[..., Any]) -> Callable[..., Any]:
        def wrapper(*arguments: Any, **options: Any) -> Any:
            if next(steps) == step:
                os.kill(os.getpid(), signal.SIGKILL)
            return call(*arguments, **options)

        return wrapper

    for name in ("fsync", "rename", "replace"):
        setattr(os, name, counted(getattr(os, name)))


if __name__ == "__main__":
    root, day, step = sys.argv[1:]
    killed_at(int(step))
    outcome = run(SiteFolder(Path(root)), day)
    sys.exit(outcome.exit_code)
