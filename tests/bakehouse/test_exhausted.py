"""What is too large for the machine is told of its dataset, and the others go on."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.sites import ABOUT, DAY, declare, make_site

TABLE = """\
  t:
    title: {{fr: T}}
    about: things
    primary_key: a
    sources: [{{path: exports/{file}}}]
    columns:
      a: {{type: string, role: open, description: {{fr: A}}}}
      b: {{type: string, role: open, description: {{fr: B}}}}
"""
SPARE = 100 << 20
# A machine that gives no more than this, once all is imported and has baked.
RUN = """\
import json, resource, sys
from datetime import date
from pathlib import Path
from publish.bakehouse.publication import publish_all
from publish.declare.site import SiteFolder
from publish.progress import Silent

root, day, spare = sys.argv[1:]

def publish(*names):
    return publish_all(SiteFolder(Path(root)), names, date.fromisoformat(day), Silent())

publish("lieux")
[size] = [line for line in open("/proc/self/status") if line.startswith("VmSize:")]
resource.setrlimit(resource.RLIMIT_AS, (int(size.split()[1]) * 1024 + int(spare),) * 2)
print(json.dumps([[one.dataset, one.status, one.exit_code, one.message] for one in publish()]))
"""


@pytest.mark.slow("reads files of 120 MB")
def test_a_dataset_for_which_memory_lacks_stops_no_other(tmp_path: Path) -> None:
    site = make_site(tmp_path / "site")
    cell = "x" * (15 << 20)
    records = {
        "t.csv": ["a,b", *(f"{n},{cell}" for n in range(8))],
        "t.json": [*(f'{{"a": "{n}", "b": "{cell}"}}' for n in range(8))],
    }
    for name, lines in records.items():
        dataset = f"grand-{name[2:]}"
        (site.data / dataset / "exports").mkdir(parents=True)
        declare(site, ABOUT + TABLE.format(file=name), dataset)
        text = "\n".join(lines) if name == "t.csv" else f"[{','.join(lines)}]"
        (site.data / dataset / "exports" / name).write_text(text)
    words = [sys.executable, "-c", RUN, str(site.root), DAY.isoformat(), str(SPARE)]
    done = subprocess.run(words, capture_output=True, text=True, check=True)
    lacking = (
        f"not enough memory, or room for temporary files in {site.private}; end other programs, "
        "free some space, or split the table, and run again"
    )
    assert json.loads(done.stdout) == [
        ["grand-csv", "refused", 6, lacking],
        ["grand-json", "refused", 6, lacking],
        ["lieux", "unchanged", 0, ""],
    ]
