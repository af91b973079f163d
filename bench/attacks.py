"""What the attacks on a year of the demo's survey get, and what they cost.

`python -m bench.attacks [WEEKS]` publishes so many weeks (default: 52), which is not measured, then
prints what each attack got and the CPU seconds of all of them, those of Anonymeter included.
"""

import os
import shutil
import sys
import time
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from data.generator import diaries, survey
from publish.bakehouse.attack import attack, describe
from publish.declare.site import SiteFolder
from publish.progress import Silent
from publish.site.app.reading import pages_about
from tests.sites import DAY, publish

ROOT = Path(__file__).parent.parent
NAME = "enquete-habitants"


def main(weeks: int) -> None:
    """Publish the weeks, then attack them."""
    with TemporaryDirectory() as folder:
        site = SiteFolder(Path(folder))
        shutil.copy(ROOT / "metadata.yaml", site.root)
        shutil.copytree(ROOT / "data" / NAME, site.data / NAME)
        for week in range(weeks + 1):
            for source in (survey, diaries):
                source.write(site.data / NAME / "exports", week)
            [outcome] = publish(site, NAME, as_of=DAY + timedelta(weeks=week))
            print(week, outcome.status, outcome.version, flush=True)
        cpu, clock, day = _cpu(), time.monotonic(), DAY + timedelta(weeks=weeks)
        releases, results = attack(site, NAME, day, Silent(), pages_about(site, NAME))
        print(describe(NAME, results, releases))
        print(f"CPU {_cpu() - cpu:.0f} s, clock {time.monotonic() - clock:.0f} s")


def _cpu() -> float:
    """The seconds of this process and of those that it waited for."""
    return sum(os.times()[:4])


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 52)
