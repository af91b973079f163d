"""What every kind that only locates a file keeps to: brought from a real server, and read."""

import json
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from pydantic import JsonValue, ValidationError

from publish.bakehouse.engine import workspace
from publish.bakehouse.partners.copies import harvest
from publish.bakehouse.partners.harvested import Harvested
from publish.bakehouse.partners.harvesters import HARVESTERS
from publish.bakehouse.partners.locators import LOCATORS
from publish.bakehouse.read import read
from publish.bakehouse.read.exports import ExportRequest
from publish.declare.partner import HARVESTED, Partner, PartnerSource
from publish.declare.site import SiteFolder
from tests.bakehouse.partners.services import Answer, Answers, Service, serving

DAY = date(2026, 11, 21)
KINDS = sorted(LOCATORS)
CSV = Answer("id;nom\n1;La Remise\n2;Le Fournil\n".encode("cp1252"), "text/csv")
SHEET = Answer(b"id,nom\n1,La Remise\n2,Le Fournil\n", "text/csv")
LINES = b'{"id": "1", "nom": "La Remise"}\n{"id": "2", "nom": "Le Fournil"}\n'


def _archive() -> Answer:
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("asso.example-open-data-proposals.csv", CSV.body)
        archive.writestr("asso.example-open-data-meetings.csv", "id\n")
    return Answer(file.getvalue(), "application/zip")


def _json(**said: JsonValue) -> Answer:
    return Answer(json.dumps(said).encode())


@dataclass(frozen=True)
class Example:
    """A service: its answers, and what is declared of it."""

    answers: Answers
    source: Mapping[str, str]
    license: str = ""


FOURNIL = _json(
    name="lieux",
    version="1.0.0",
    licenses=[{"name": "etalab-2.0"}],
    resources=[
        {"name": "places", "distributions": [{"format": "jsonl.gz", "path": "places.jsonl"}]}
    ],
)
EXAMPLES = {
    "decidim": Example(
        {"/open-data/download": _archive()}, {"path": "/processes", "table": "proposals"}
    ),
    "descriptor": Example(
        {
            "/datapackage.json": _json(
                licenses=[{"name": "ODbL-1.0"}],
                resources=[{"path": "lieux.csv", "dialect": {"delimiter": ";"}}],
            ),
            "/lieux.csv": CSV,
        },
        {"path": "/datapackage.json"},
        "ODbL-1.0",
    ),
    "fournil": Example(
        {
            "/download/lieux/datapackage.json": FOURNIL,
            "/download/lieux/1.0.0/places.jsonl": Answer(LINES),
        },
        {"path": "/lieux/places"},
        "etalab-2.0",
    ),
    "sheet": Example({"/s/AbC123/download": SHEET}, {"path": "/s/AbC123"}),
}


@dataclass
class Place:
    """A site whose list has a partner's server, and the partner."""

    site: SiteFolder
    service: Service
    source: Mapping[str, str]

    def harvest(self, day: date = DAY) -> Harvested:
        """The copy as it is after a publication."""
        path = self.service.address + self.source["path"]
        said = {
            "name": "Asso",
            "license": "ODbL-1.0",
            "agreed": {"by": "La présidente", "on": "2026-01-02", "until": "2027-01-01"},
            "source": {**self.source, "path": path},
            "id": "id",
            "map": {"name": "nom"},
        }
        partner = Partner.model_validate_json(json.dumps(said))
        return harvest(self.site, "lieux", "asso", partner, day, True, pauses=())


@contextmanager
def placed(kind: str, tmp_path: Path) -> Iterator[Place]:
    """A site with an example as its partner."""
    example, site = EXAMPLES[kind], SiteFolder(tmp_path)
    site.private.mkdir()
    with serving(example.answers) as service:
        listed = f"hosts: {{{service.host!r}: {{datasets: lieux}}}}\n"
        (site.private / "sources.yaml").write_text(listed)
        yield Place(site, service, {**example.source, "harvest": kind})


def rows(copy: Harvested, site: SiteFolder) -> list[dict[str, str]]:
    """The rows of a copy as they are read."""
    [(path, shown)] = copy.files
    asked = ExportRequest(path, shown, copy.source, ("id", "nom"))
    with workspace(site.private) as place:
        [export] = read(asked, place)
        found: list[dict[str, str]] = export.table.to_pyarrow().to_pylist()
        return found


def test_each_kind_has_its_example() -> None:
    assert sorted(EXAMPLES) == KINDS


def test_each_kind_may_be_declared_and_no_other() -> None:
    assert sorted(HARVESTED) == sorted([*HARVESTERS, *LOCATORS])
    with pytest.raises(ValidationError, match="harvest\n  Input should be 'decidim', "):
        PartnerSource(path="https://asso.example", harvest="gogo")


@pytest.mark.parametrize("kind", KINDS)
def test_the_file_is_brought_and_read(kind: str, tmp_path: Path) -> None:
    with placed(kind, tmp_path) as place:
        copy = place.harvest()
    assert (copy.stale, copy.day, copy.license) == ("", DAY, EXAMPLES[kind].license)
    assert rows(copy, place.site) == [
        {"id": "1", "nom": "La Remise"},
        {"id": "2", "nom": "Le Fournil"},
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_a_later_run_that_fails_reads_the_last_copy_as_it_was(kind: str, tmp_path: Path) -> None:
    with placed(kind, tmp_path) as place:
        first = place.harvest()
        place.service.answers.clear()
        later, site = place.harvest(date(2026, 12, 1)), place.site
    assert (later.day, later.license, rows(later, site)) == (DAY, first.license, rows(first, site))
    assert "404" in later.stale


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_to_sign_in_is_no_file(kind: str, tmp_path: Path) -> None:
    with placed(kind, tmp_path) as place:
        for path in place.service.answers:
            if path != "/download/lieux/datapackage.json" and path != "/datapackage.json":
                place.service.answers[path] = Answer(b"<!DOCTYPE html>Sign in", "text/html")
        copy = place.harvest()
    assert copy.files == ()
    assert "the answer is a web page, not a file of rows; open it in a browser" in copy.stale
