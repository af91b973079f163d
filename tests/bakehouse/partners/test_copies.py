"""The last good copy of a partner: whatever its server does, its rows stay and say so."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from pathlib import Path

import pytest

from publish.bakehouse.fetch.kept import Limits
from publish.bakehouse.partners import bringing
from publish.bakehouse.partners.copies import harvest, partner_folder
from publish.bakehouse.partners.harvested import Harvested
from publish.bakehouse.partners.polite import PoliteWeb
from publish.declare.partner import Partner
from publish.declare.site import SiteFolder
from tests.bakehouse.partners.services import Answer, Service, serving

DAY = date(2026, 11, 21)
ELEMENTS = "/api/elements.json"


def elements(*names: str) -> Answer:
    """What a map with some elements answers."""
    data = [{"id": str(number), "name": name} for number, name in enumerate(names, 1)]
    return Answer(json.dumps({"data": data}).encode())


@dataclass
class Place:
    """A site whose list has a partner's server, and the partner."""

    site: SiteFolder
    service: Service
    source: dict[str, str]
    refresh: str | None = None
    name: str = "carte"
    formerly: str | None = None

    def harvest(self, day: date = DAY, publishing: bool = True) -> Harvested:
        """The copy as it is after a run of a day."""
        return harvest(self.site, "lieux", self.name, self.partner, day, publishing, pauses=())

    @property
    def partner(self) -> Partner:
        agreed = {"by": "La présidente", "on": "2026-01-02", "until": "2027-01-01"}
        said = {"name": "La Carte", "license": "ODbL-1.0", "agreed": agreed, "source": self.source}
        rest = {
            "id": "id",
            "map": {"name": "name"},
            "refresh": self.refresh,
            "formerly": self.formerly,
        }
        return Partner.model_validate_json(json.dumps(said | rest))

    def list_host(self, dataset: str = "lieux") -> None:
        """Has the site's list name the server for a dataset."""
        self.site.private.mkdir(exist_ok=True)
        listed = f"hosts:\n  {self.service.host}:\n    datasets: {dataset}\n"
        (self.site.private / "sources.yaml").write_text(listed)

    @property
    def folder(self) -> Path:
        """The private folder of the copy."""
        return partner_folder(self.site, "lieux", self.name)


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    (tmp_path / "data" / "lieux").mkdir(parents=True)
    with serving({ELEMENTS: elements("La Remise", "Le Fournil")}) as service:
        source = {"path": service.address + ELEMENTS, "harvest": "gogocarto"}
        made = Place(SiteFolder(tmp_path), service, source)
        made.list_host()
        yield made


def names(harvested: Harvested) -> list[str]:
    """The names of the records of a copy."""
    [(path, _)] = harvested.files
    return [json.loads(line)["name"] for line in path.read_text("utf-8").splitlines()]


def test_records_are_kept_as_lines_with_their_day(place: Place) -> None:
    copy = place.harvest()
    assert names(copy) == ["La Remise", "Le Fournil"]
    assert (copy.day, copy.stale, copy.source.format) == (DAY, "", "jsonl")
    assert [shown for _, shown in copy.files] == ["private/lieux/partners/carte/records.jsonl"]
    remembered = json.loads((place.folder / "copy.json").read_text())
    assert (remembered["day"], remembered["checked"]) == ("2026-11-21", "2026-11-21")
    private = [place.folder, *place.folder.iterdir()]
    assert [path for path in private if path.stat().st_mode & 0o077] == []


def test_only_a_publication_asks(place: Place) -> None:
    said = "it was not harvested yet; `fournil publish` asks for it"
    assert (place.harvest(publishing=False).files, place.harvest(publishing=False).stale) == (
        (),
        said,
    )
    place.harvest()
    place.service.answers[ELEMENTS] = elements("Le Quai")
    later = place.harvest(DAY + timedelta(7), publishing=False)
    assert (names(later), later.day, later.stale) == (["La Remise", "Le Fournil"], DAY, "")
    assert place.service.asked == [ELEMENTS]


def test_what_is_the_same_keeps_its_day(place: Place) -> None:
    first = place.harvest().files[0][0].read_bytes()
    later = place.harvest(DAY + timedelta(7))
    assert (later.day, later.files[0][0].read_bytes()) == (DAY, first)
    place.service.answers[ELEMENTS] = elements("La Remise")
    changed = place.harvest(DAY + timedelta(8))
    assert (changed.day, names(changed)) == (DAY + timedelta(8), ["La Remise"])


FAULTS = {
    "a page": (Answer(b"<!doctype html>Maintenance", "text/html"), "a web page, not JSON"),
    "half": (Answer(b'{"data": [{"id": "1", "name": "La'), "never ends"),
    "gone": (Answer(status=404), "404 Not Found"),
    "a fault": (Answer(status=500), "500 Internal Server Error"),
    "too often": (Answer(status=429, headers={"Retry-After": "3600"}), "429 Too Many Requests"),
    "none left": (elements(), "without any record, where there were some"),
    "another": (Answer(b'{"error": "no such map"}'), "no list of elements under `data`"),
    "elsewhere": (
        Answer(status=302, headers={"Location": "https://example.org/"}),
        "its host is not listed",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_the_last_good_copy_stays_whatever_fails(place: Place, fault: str) -> None:
    answer, words = FAULTS[fault]
    place.harvest()
    place.service.answers[ELEMENTS] = answer
    later = place.harvest(DAY + timedelta(7))
    assert (names(later), later.day) == (["La Remise", "Le Fournil"], DAY)
    assert words in later.stale
    assert later.stale.endswith("(last answered on 2026-11-21)")
    assert place.harvest(DAY + timedelta(8), publishing=False).stale == later.stale
    place.service.answers[ELEMENTS] = elements("La Remise", "Le Fournil")
    assert place.harvest(DAY + timedelta(9)).stale == ""


@pytest.mark.parametrize("fault", [one for one in FAULTS if one != "none left"])
def test_without_a_copy_there_is_nothing_and_a_reason(place: Place, fault: str) -> None:
    answer, words = FAULTS[fault]
    place.service.answers[ELEMENTS] = answer
    harvested = place.harvest()
    assert harvested.files == ()
    assert words in harvested.stale


def test_a_service_may_begin_empty(place: Place) -> None:
    place.service.answers[ELEMENTS] = elements()
    assert (names(place.harvest()), place.harvest().stale) == ([], "")


def test_a_server_that_is_down_is_said(place: Place) -> None:
    place.harvest()
    place.source["path"] = "http://127.0.0.1:9" + ELEMENTS
    place.site.private.joinpath("sources.yaml").write_text(
        "hosts:\n  127.0.0.1:9:\n    datasets: lieux\n"
    )
    later = place.harvest(DAY + timedelta(7))
    assert names(later) == ["La Remise", "Le Fournil"]
    assert "nobody answers there (ConnectError)" in later.stale


def test_a_host_below_a_listed_one_is_listed(place: Place) -> None:
    committed(place)
    place.site.private.joinpath("sources.yaml").write_text(
        "hosts:\n  .example.org: {datasets: lieux}\n"
    )
    for host, asked in (("carte.example.org", True), ("carteexample.org", False)):
        place.source["path"] = f"http://{host}{ELEMENTS}"
        assert ("only https:// is fetched" in place.harvest().stale) is asked


@pytest.mark.parametrize("dataset", ["", "autres"])
def test_a_host_that_is_not_listed_is_never_asked(place: Place, dataset: str) -> None:
    place.site.private.joinpath("sources.yaml").unlink()
    if dataset:
        place.list_host(dataset)
    harvested = place.harvest()
    assert (harvested.files, place.service.headers) == ((), [])
    assert f"write {place.service.host} under `hosts:` of private/sources.yaml" in harvested.stale


def test_a_partner_is_asked_as_often_as_it_is_declared(place: Place) -> None:
    place.refresh = "weekly"
    for days in (0, 6, 7, 8):
        assert place.harvest(DAY + timedelta(days)).stale == ""
    assert len(place.service.asked) == 2
    place.service.answers[ELEMENTS] = Answer(status=500)
    assert "500" in place.harvest(DAY + timedelta(14)).stale
    place.harvest(DAY + timedelta(15))
    assert len(place.service.asked) == 4


def test_a_copy_of_a_day_that_is_yet_to_come_is_asked_for_again(place: Place) -> None:
    """The clock of a machine ran a year ahead, and was set right."""
    place.refresh = "monthly"
    place.harvest(DAY + timedelta(365))
    assert place.harvest().day == DAY
    place.harvest(DAY + timedelta(1))
    assert len(place.service.asked) == 2
    # Where it may not be asked, as in a check, the copy is no older than the day says.
    assert place.harvest(DAY - timedelta(1), publishing=False).day == DAY


def test_a_renamed_partner_that_is_down_has_the_copy_of_its_former_name(place: Place) -> None:
    place.harvest()
    place.name = "plan"
    place.service.answers[ELEMENTS] = Answer(status=500)
    assert place.harvest(DAY + timedelta(1)).files == ()
    place.formerly = "carte"
    down = place.harvest(DAY + timedelta(2))
    assert (names(down), down.day, "500" in down.stale) == (["La Remise", "Le Fournil"], DAY, True)
    place.service.answers[ELEMENTS] = elements("La Remise", "Le Fournil")
    assert place.harvest(DAY + timedelta(3)).day == DAY
    place.formerly = None
    assert names(place.harvest(publishing=False)) == ["La Remise", "Le Fournil"]


def test_another_address_is_asked_at_once(place: Place) -> None:
    place.refresh = "annual"
    place.harvest()
    place.service.answers["/api/others.json"] = elements()
    place.source["path"] = f"{place.service.address}/api/others.json"
    assert (names(place.harvest()), place.harvest().stale) == ([], "")


def test_one_that_is_never_refreshed_is_asked_once(place: Place) -> None:
    place.refresh = "never"
    for days in (0, 4000):
        assert len(names(place.harvest(DAY + timedelta(days)))) == 2
    assert len(place.service.asked) == 1


def committed(place: Place) -> None:
    """Commits a copy beside the declaration."""
    folder = place.site.data / "lieux" / "partners" / "carte"
    folder.mkdir(parents=True)
    (folder / "records.jsonl").write_text('{"id": "1", "name": "La Halle"}\n')
    copy = {"file": "records.jsonl", "day": "2026-10-01", "checked": "2026-10-01"}
    (folder / "copy.json").write_text(json.dumps(copy))


def test_a_committed_copy_needs_no_server(place: Place) -> None:
    committed(place)
    place.site.private.joinpath("sources.yaml").unlink()
    copy = place.harvest()
    assert (names(copy), copy.day, copy.stale) == (["La Halle"], date(2026, 10, 1), "")
    assert (place.service.headers, place.folder.exists()) == ([], False)


def test_once_its_host_is_listed_it_is_asked(place: Place) -> None:
    committed(place)
    place.service.answers[ELEMENTS] = Answer(status=500)
    stale = place.harvest()
    assert names(stale) == ["La Halle"]
    assert stale.stale.endswith("(last answered on 2026-10-01)")
    place.service.answers[ELEMENTS] = elements("La Remise")
    assert names(place.harvest()) == ["La Remise"]
    assert names(place.harvest(publishing=False)) == ["La Remise"]


def test_a_copy_that_was_spoilt_is_said_and_made_anew(place: Place) -> None:
    place.harvest()
    (place.folder / "copy.json").write_text('{"file": "../../key", "day": 1}')
    spoilt = place.harvest(publishing=False)
    assert spoilt.files == ()
    assert "copy.json: cannot be read" in spoilt.stale
    assert names(place.harvest()) == ["La Remise", "Le Fournil"]
    assert place.harvest(publishing=False).stale == ""


def test_a_table_of_the_web_is_kept_with_its_ending(place: Place) -> None:
    place.service.answers["/lieux.csv"] = Answer(
        "nom;ville\nLa Remise;Lyon\n".encode("cp1252"), "text/csv"
    )
    place.source = {"path": f"{place.service.address}/lieux.csv", "encoding": "cp1252"}
    copy = place.harvest()
    assert [shown for _, shown in copy.files] == ["private/lieux/partners/carte/records.csv"]
    assert (copy.source.format, copy.source.encoding) == (None, "cp1252")
    place.service.answers["/lieux.csv"] = Answer(b"<html>Connexion</html>", "text/html")
    later = place.harvest(DAY + timedelta(1))
    assert later.files == copy.files
    assert "a web page, not a file of rows" in later.stale


def test_files_of_the_folder_are_read_where_they_are(place: Place) -> None:
    exports = place.site.data / "lieux" / "exports"
    exports.mkdir()
    (exports / "carte.csv").write_text("nom\nLa Remise\n")
    place.source = {"path": "exports/*.csv"}
    copy = place.harvest(publishing=False)
    assert (copy.files, copy.stale) == (((exports / "carte.csv", "exports/carte.csv"),), "")
    assert copy.day <= DAY
    place.source = {"path": "exports/none.csv"}
    none = place.harvest()
    assert none.files == ()
    assert none.stale.startswith("exports/none.csv: no such file in ")


def test_records_that_grow_beyond_what_a_harvest_may_bring_are_refused(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    all_of_them = [{"@id": f"/{number}"} for number in range(20)]
    graph = [{**one, "@type": "Place", "name": "x", "knows": all_of_them} for one in all_of_them]
    said = Answer(json.dumps({"@context": "https://schema.org", "@graph": graph}).encode())
    place.service.answers["/graph"] = said
    place.source = {"path": f"{place.service.address}/graph", "harvest": "jsonld"}
    limits = Limits(3 * len(said.body), 60)
    monkeypatch.setattr(bringing, "PoliteWeb", partial(PoliteWeb, limits=limits))
    copy = place.harvest()
    assert copy.files == ()
    assert copy.stale.endswith(f"/graph: larger than {limits.bytes} bytes; split the export")
