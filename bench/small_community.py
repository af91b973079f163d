"""How long rows wait in a small community: 500 people, 60 rows a week, a year of releases.

`python -m bench.small_community` prints, for a few sizes of classes, how many rows are published,
held or suppressed after a year, and how long those published had waited.
"""

import random
from collections import Counter
from pathlib import Path
from statistics import quantiles
from tempfile import TemporaryDirectory

from tests.bakehouse.series.world import Row, World

PEOPLE, ROWS, WEEKS, BOUND = 500, 60, 52, 5


def year(classes: int) -> dict[str, object]:
    """The figures of a year with so many classes, under the usual thresholds."""
    chance, rows, since, waited = random.Random(classes), [], {}, []
    home = {f"p{n}": str(chance.randrange(classes)) for n in range(PEOPLE)}
    bound: Counter[str] = Counter()
    with TemporaryDirectory() as folder:
        world = World(Path(folder) / "site")
        before: Counter[Row] = Counter()
        for week in range(WEEKS):
            for who in chance.choices(sorted(home), k=ROWS):
                bound[who] += 1
                if bound[who] <= BOUND:
                    row = (who, home[who], f"answer {len(rows)}")
                    rows.append(row)
                    since[row] = week
            stand = world.publish(rows, week, k=11, dominance=0.5, min_age="14d")
            waited += [week - since[row] for row in stand - before]
            before = stand
        last = world.figures[-1]
    cuts = quantiles(waited, n=10) if len(waited) > 1 else [0] * 9
    return {
        "classes": classes,
        "rows": len(rows),
        "published": last["rows"],
        "held": last["held"],
        "suppressed": last["suppressed"],
        "weeks waited, median": cuts[4],
        "weeks waited, p90": cuts[8],
        "releases": len({tuple(sorted(s)) for s in world.stands}),
        "held_weeks": last["held_weeks"],
    }


if __name__ == "__main__":
    for classes in (5, 20, 50):
        print(year(classes), flush=True)
