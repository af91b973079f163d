"""What a small survey costs a week: 500 people, four tables of counts and their records.

python -m bench.small_survey [--weeks N]
"""

import argparse
import random
import shutil
from datetime import date, timedelta
from pathlib import Path

from bench.measure import cost, module
from tests.sites import ABOUT, METADATA

WORK = Path(__file__).parent / "work" / "small-survey"
FIRST = date(2026, 1, 5)
PEOPLE, BATCH = 500, 60
COLUMNS = {"age": 6, "job": 5, "town": 4, "way": 3}
"""How many values each column has; the last is the answer."""
DECLARED = """\
  {name}:
    title: {{fr: Réponses}}
    about: people
    contributor: who
    sources: [{{path: exports/answers.csv}}]
    shrink: {{max: 1}}
    growth: {{max: 2}}
    privacy: {{k: 11, min_age: 0d, max_suppressed: 1}}
{counts}    columns:
      who: {{type: string, role: identifier, protect: drop}}
"""
COLUMN = "      {name}: {{type: string, role: {role}, description: {{fr: Ce que chacun dit}}}}\n"
COUNT = "      by_{name}: {{by: [{name}], title: {{fr: Par {name}}}}}\n"


def declared() -> str:
    """The dataset: the same export as counts over each column, and as records."""
    counts = "    aggregates:\n" + "".join(COUNT.format(name=name) for name in COLUMNS)
    roles = {"age": "quasi_identifier"}
    tables = (
        DECLARED.format(name=name, counts=of)
        + "".join(COLUMN.format(name=one, role=roles.get(one, "sensitive")) for one in COLUMNS)
        for name, of in (("counts", counts), ("records", ""))
    )
    return ABOUT + "".join(tables)


def deliver(site: Path, week: int) -> None:
    """The export of a week: each week a batch of people comes and another one goes."""
    rows = ["who," + ",".join(COLUMNS)]
    for number in range(week * BATCH, PEOPLE + week * BATCH):
        chance = random.Random(number)
        values = (f"{name} {chance.randrange(many)}" for name, many in COLUMNS.items())
        rows.append(f"person {number}," + ",".join(values))
    (site / "data/survey/exports/answers.csv").write_text("\n".join(rows) + "\n")


def main() -> None:
    """Publish some weeks, each in a process of its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--weeks", type=int, default=3)
    weeks = parser.parse_args().weeks
    shutil.rmtree(WORK, ignore_errors=True)
    (WORK / "data/survey/exports").mkdir(parents=True)
    (WORK / "metadata.yaml").write_text(METADATA)
    (WORK / "data/survey/dataset.yaml").write_text(declared())
    for week in range(weeks):
        deliver(WORK, week)
        day = FIRST + timedelta(weeks=week)
        command = module("publish.cli", "--site", WORK, "publish", "--as-of", day)
        print(f"week {week}", cost(command), flush=True)
    print(*sorted(path.name for path in (WORK / "releases/survey").iterdir()))
    shutil.rmtree(WORK)


if __name__ == "__main__":
    main()
