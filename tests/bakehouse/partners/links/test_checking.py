"""The links of partners' rows: asked once a day, resumed, remembered, and told by a release."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
import yaml

from publish.bakehouse.partners.links.asking import LinkAsker
from publish.bakehouse.partners.links.checking import Checked, check_links, in_turn
from publish.bakehouse.partners.links.memory import Known, LinkMemory
from publish.declare.site import SiteFolder
from publish.errors import SourceError
from publish.progress import Silent
from tests.bakehouse.partners.links.servers import NOWHERE, Pages, pages
from tests.partners import NORD, by_name, gives, make_partners, partner, rows_of
from tests.sites import DAY, publish_one

DAYS = [DAY + timedelta(days=n) for n in range(8)]
WEB = "      web: {type: string, role: open, description: {fr: Site}}\n"
SECRET = "      mail: {type: string, role: identifier, protect: drop, description: {fr: Site}}\n"
HEADER = "code;modif;Nom;Ville;Genres;Places;Web;Interne"


@pytest.fixture
def there() -> Iterator[Pages]:
    with pages() as server:
        yield server


def made(root: Path, *addresses: str) -> SiteFolder:
    """A site whose partner gives a place for each address."""
    site = make_partners(root)
    declared = site.data / "lieux" / "dataset.yaml"
    text = declared.read_text("utf-8").replace("    browse:", f"{WEB}{SECRET}    browse:")
    declared.write_text(text.replace("facets: [source, town]", "facets: [town]"), "utf-8")
    mapped = NORD.replace("Places}", "Places, web: Web, mail: Interne}")
    rows = (f"{n};;Lieu {n};;;;{one};{one}/inside" for n, one in enumerate(addresses))
    partner(site, "nord", mapped, HEADER, *rows)
    assert publish_one(site).status == "published"
    return site


def check(site: SiteFolder, there: Pages, day: date = DAY, seconds: float = 600) -> Checked:
    hosts = frozenset((there.host, there.named.removeprefix("http://")))
    return check_links(site, "lieux", day, Silent(), LinkAsker(hosts, 0), seconds)


def dead(site: SiteFolder) -> list[str]:
    return [row["name"] for row in rows_of(site) if row["quality_link"]]


@pytest.mark.slow("publishes six times")
def test_a_dead_link_is_told_once_it_failed_on_two_days(tmp_path: Path, there: Pages) -> None:
    there.statuses |= {"/gone": 404, "/broken": 500}
    site = made(tmp_path, f"{there.address}/gone", f"{there.address}/broken", there.address)
    before = rows_of(site)
    found = check(site, there)
    assert (found.all, dict(found.states), found.left) == (
        3,
        {"answers": 1, "gone": 1, "unclear": 1},
        0,
    )
    assert publish_one(site, DAYS[1]).status == "unchanged"
    assert [*check(site, there, DAYS[1]).dead] == [f"{there.address}/gone"]
    asked = len(there.asked)
    assert publish_one(site, DAYS[2]).status == "published"
    assert dead(site) == ["Lieu 0"]
    assert publish_one(site, DAYS[3]).status == "unchanged"
    assert len(there.asked) == asked
    there.statuses.clear()
    check(site, there, DAYS[4])
    publish_one(site, DAYS[5])
    assert rows_of(site) == before


@pytest.mark.slow("publishes three times")
def test_each_item_of_a_list_is_an_address(tmp_path: Path, there: Pages) -> None:
    there.statuses |= {"/gone": 404}
    site = made(tmp_path, there.address)
    gone, odd = f"{there.address}/gone", f"voir {there.address}/no"
    rows = (f"1;;Un;;{there.address}/a,{gone};;;", "2;;Deux;;;;;", f"3;;Trois;;{odd},café;;;")
    gives(site, "nord", HEADER, *rows, f"4;;Quatre;;{there.address}/a;;;")
    publish_one(site)
    assert (check(site, there).all, [*check(site, there, DAYS[1]).dead]) == (2, [gone])
    assert {path for _, path in there.asked} == {"/robots.txt", "/a", "/gone"}
    assert publish_one(site, DAYS[2]).status == "published"
    assert dead(site) == ["Un"]


def test_only_what_everybody_sees_is_asked(tmp_path: Path, there: Pages) -> None:
    site = made(tmp_path, f"{there.address}/a", "voir le site", "http://u:p@127.0.0.1/", "ftp://a/")
    assert check(site, there).all == 1
    assert {path for _, path in there.asked} == {"/robots.txt", "/a"}


def test_a_day_asks_once_and_a_run_that_ended_goes_on(tmp_path: Path, there: Pages) -> None:
    site = made(tmp_path, *(f"{there.address}/{n}" for n in range(4)))
    assert (check(site, there, seconds=-1).left, there.asked) == (4, [])
    LinkMemory(site.private / "lieux").note(f"{there.address}/0", "answers", DAY)
    assert check(site, there).asked == 3
    assert (check(site, there).asked, check(site, there, DAYS[1]).asked) == (0, 4)


def test_a_busy_host_is_left_alone_by_the_next_run_too(tmp_path: Path, there: Pages) -> None:
    there.statuses["/0"], there.headers["/0"] = 503, {"Retry-After": "86400"}
    site = made(tmp_path, f"{there.address}/0", f"{there.address}/1")
    found = check(site, there)
    assert (dict(found.states), found.left) == ({"unclear": 1}, 1)
    asked = len(there.asked)
    assert (check(site, there, DAYS[1]).left, len(there.asked)) == (2, asked)


def test_where_no_name_leads_anywhere_no_host_is_said_to_be_gone(
    tmp_path: Path, there: Pages
) -> None:
    site = made(tmp_path, NOWHERE, f"{there.address}/a")
    for day in DAYS[:2]:
        found = check(site, there, day)
        assert (dict(found.states), found.left) == ({"answers": 1}, 1)
    assert found.dead == {}


def test_a_host_that_is_none_beside_one_that_is_there(tmp_path: Path, there: Pages) -> None:
    site = made(tmp_path, NOWHERE, f"{there.named}/a")
    for day in DAYS[:2]:
        found = check(site, there, day)
    assert dict(found.states) == {"answers": 1, "no host": 1}
    publish_one(site, DAYS[2])
    assert by_name(site)["Lieu 0"]["quality_link"] == 1


def test_addresses_of_one_host_stand_far_apart_and_the_oldest_first() -> None:
    known = {"http://a/3": Known(DAY, "answers"), "http://c/1": Known(DAYS[1], "answers")}
    there = ["http://a/1", "http://a/2", "http://b/1", "http://a/3", "http://c/1"]
    assert in_turn(there, known, DAYS[1]) == [
        "http://a/1",
        "http://b/1",
        "http://a/2",
        "http://a/3",
    ]


def test_nothing_is_asked_before_anything_is_published(tmp_path: Path, there: Pages) -> None:
    site = make_partners(tmp_path)
    with pytest.raises(SourceError, match="`fournil publish lieux` first"):
        check(site, there)


@pytest.mark.slow("publishes, and lets a host rest")
def test_the_command(tmp_path: Path, there: Pages) -> None:
    from click.testing import CliRunner

    from publish.cli import main

    there.statuses["/gone"] = 410
    site = made(tmp_path, f"{there.address}/gone", "http://127.0.0.1:9/")
    listed = {"hosts": {there.host: {"datasets": "lieux"}}}
    (site.private / "sources.yaml").write_text(yaml.safe_dump(listed), "utf-8")
    for day in DAYS[:2]:
        words = ["--site", str(site.root), "partner", "links", "--as-of", day.isoformat()]
        result = CliRunner().invoke(main, words)
        assert result.exit_code == 0, result.output
    first, *rest = result.stdout.splitlines()
    assert first == "lieux: 2 of 2 web addresses asked: 1 gone, 1 refused"
    assert rest[0] == f"  dead since {DAY}: {there.address}/gone"
    assert rest[1].startswith("  `fournil --site ")
    assert len(rest) == 2
