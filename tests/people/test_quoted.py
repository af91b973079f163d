"""What others proposed to correct quotes rows of who left: the desk's file loses what it quotes."""

from datetime import timedelta
from pathlib import Path

import pytest

from publish.corrections.decisions import accept, refuse
from publish.corrections.proposals import Edit, propose
from publish.declare.site import SiteFolder
from publish.people.part_requests import How, withdraw_part
from publish.progress import Silent
from publish.upkeep.update import update
from tests.people.askers import DAY, NOW, asked_site, write
from tests.people.canaries import holding
from tests.people.test_letting_go import asked, session

pytestmark = pytest.mark.slow("publishes week after week")
NAME, ACCEPTED = "Zoé Kirkmoe", "The accepted words"
HERS, HIS, OTHER = "Zibeline wrote of a kitchen", "Quetzal wrote of a cellar", "Zibeline again"
TABLES = """\
  places:
    title: {fr: Lieux, en: Places}
    about: things
    sources: [{path: exports/places.csv}]
    contributor: author
    primary_key: id
    forget: rows
    columns:
      id: {type: string, role: open}
      name: {type: string, role: open}
      said: {type: string, role: open}
      editor: {type: string, role: open}
      credited: {type: list, separator: "|", role: open}
      author: {type: string, role: identifier, protect: drop}
"""


def site_of(root: Path) -> SiteFolder:
    """A published site, of whose rows strangers said what they should say."""
    site = asked_site(root, TABLES)
    written(site, 0)
    update(site, DAY, Silent())
    proposed(site, "1", HERS, "Nicer words")
    accept(site.desk, proposed(site, "1", HERS, ACCEPTED), DAY)
    refuse(site.desk, proposed(site, "1", HERS, "Refused words"), "no", DAY)
    proposed(site, "2", HIS, "Words of the cellar")
    proposed(site, "1", NAME, "Zoé of the kitchen", "editor")
    proposed(site, "1", f'["{NAME}","Bo"]', '["Bo"]', "credited")
    update(site, DAY + timedelta(1), Silent())
    assert holding(site.desk.parent, HERS)
    return site


def proposed(site: SiteFolder, key: str, base: str, new: str, column: str = "said") -> int:
    cell, edits = ("lieux", "places", [key]), {column: Edit(base, new)}
    return propose(site.desk, cell, edits, why="", evidence="", day=DAY, title=f"Soup {base}")


def written(site: SiteFolder, week: int) -> None:
    others = [f"{n},Soup,Soup {week}-{n},Bo,Bo,Bo {n}" for n in range(10, 30)]
    mine = [f"1,Kitchen,{HERS},{NAME},{NAME}|Bo,{NAME}", f"3,Attic,{OTHER},Bo,Bo,{NAME}"]
    his = f"2,Cellar,{HIS},Bo,Bo,Quetzal"
    write(
        site, "places", "\n".join(["id,name,said,editor,credited,author", *mine, his, *others, ""])
    )


def weeks(site: SiteFolder) -> None:
    for week in range(1, 3):
        written(site, week)
        update(site, DAY + timedelta(7 * week), Silent())


def test_what_quotes_who_left_is_gone(tmp_path: Path) -> None:
    site = site_of(tmp_path / "site")
    asked(site, NAME)
    weeks(site)
    for folder in (site.desk.parent, site.releases, site.private):
        assert holding(folder, HERS) == []
        assert holding(folder, NAME) == []
    # What was proposed is of who proposed it, and what is said of others stays as it was.
    for kept in ("Nicer words", "Words of the cellar", HIS):
        assert holding(site.desk.parent, kept)
    assert holding(site.releases, ACCEPTED) == []


def test_one_row_alone_loses_what_quotes_it(tmp_path: Path) -> None:
    site = site_of(tmp_path / "site")
    proposed(site, "3", OTHER, "Other words")
    withdrawn(site, "delete")
    weeks(site)
    assert holding(site.desk.parent, HERS) == []
    assert holding(site.desk.parent, OTHER)


def test_of_a_row_that_stays_only_who_made_it_is_quoted_no_more(tmp_path: Path) -> None:
    site = site_of(tmp_path / "site")
    withdrawn(site, "keep")
    weeks(site)
    assert holding(site.desk.parent, NAME) == []
    assert holding(site.desk.parent, HERS)
    # Nor is a correction of what stays taken back.
    assert holding(site.releases, ACCEPTED)


def test_where_nobody_left_all_is_quoted(tmp_path: Path) -> None:
    site = site_of(tmp_path / "site")
    weeks(site)
    for quoted in (HERS, NAME):
        assert holding(site.desk.parent, quoted)
    assert holding(site.releases, ACCEPTED)


def withdrawn(site: SiteFolder, how: How) -> None:
    """She withdraws her first place."""
    withdraw_part(site.desk, session(site, NAME), "lieux", "places", "1", how, NOW)
