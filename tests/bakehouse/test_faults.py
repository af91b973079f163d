"""One dataset's damage or our own fault: told, kept in private, and the others are published."""

from pathlib import Path

import pytest

from publish.bakehouse.publication import publish_all
from publish.progress import Advance, Silent
from tests.sites import ABOUT, DAY, make_site

TABLE = """\
  t:
    title: {fr: T}
    about: things
    primary_key: a
    sources: [{path: exports/t.xlsx}]
    columns: {a: {type: string, role: open, description: {fr: A}}}
"""


class Failing(Silent):
    """A reporter that fails once, in the middle of the first dataset."""

    failed = False

    def step(self, dataset: str, name: str, rows: int | None = None) -> Advance:
        if not self.failed and name.startswith("shape"):
            self.failed = True
            raise LookupError("a cell of an export")
        return super().step(dataset, name, rows)


@pytest.mark.slow("publishes two datasets")
def test_a_fault_of_ours_stops_no_other_dataset(tmp_path: Path) -> None:
    site = make_site(tmp_path / "site")
    (site.data / "lieux").rename(site.data / "autres")
    make_site(tmp_path / "site")
    first, second = publish_all(site, [], DAY, Failing())
    path = site.private / "autres" / "fault.txt"
    assert (first.dataset, first.status, first.exit_code) == ("autres", "refused", 6)
    assert first.message == (
        "LookupError: a fault of Fournil, not of your files; what was served stays served. "
        f"Report it with {path}, after looking whether it shows values of the export"
    )
    assert (second.dataset, second.status) == ("lieux", "published")
    assert "a cell of an export" in path.read_text(encoding="utf-8")
    assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.slow("publishes two datasets")
def test_a_damaged_workbook_stops_no_other_dataset(tmp_path: Path) -> None:
    site = make_site(tmp_path / "site")
    damaged = site.data / "abimes" / "exports"
    damaged.mkdir(parents=True)
    (damaged / "t.xlsx").write_bytes(b"PK\x03\x04" + bytes(200))
    (damaged.parent / "dataset.yaml").write_text(ABOUT + TABLE, encoding="utf-8")
    first, second = publish_all(site, [], DAY, Silent())
    assert (first.dataset, first.status, first.exit_code) == ("abimes", "refused", 4)
    assert first.message.startswith("exports/t.xlsx: no spreadsheet that can be read")
    assert (second.dataset, second.status) == ("lieux", "published")
