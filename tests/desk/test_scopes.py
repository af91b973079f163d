"""Scopes as they are written: what is not published is refused with the nearest word."""

from datetime import date

import pytest

from publish.declare.site import SiteFolder
from publish.desk.rights import Scope, Territory
from publish.desk.scopes import scope_of, told
from publish.errors import DeskError
from tests.sites import published_site

TODAY = date(2026, 11, 30)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> SiteFolder:
    """The site of places."""
    return published_site(tmp_path_factory.mktemp("scopes") / "site")


def written(
    site: SiteFolder, on: str = "", columns: str = "", where: str = "", until: date | None = None
) -> Scope:
    """The scope of what somebody wrote."""
    return scope_of(site, on, columns, where, until, TODAY)


def test_what_is_written_is_meant(site: SiteFolder) -> None:
    assert written(site) == Scope()
    assert written(site, "lieux") == Scope("lieux")
    found = written(site, "lieux.places", " open, name,open", "kind=caf*", TODAY)
    territory = Territory("kind", "caf*")
    # 2026-12-01T00:00:00Z
    assert found == Scope("lieux", "places", ("open", "name"), territory, 1_796_083_200)
    assert told(found) == "lieux.places  columns open,name  where kind=caf*  until 2026-11-30"
    assert told(Scope()) == "everywhere"
    assert written(site, "", "", "kind=café").territory == Territory("kind", "café")


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"on": "lieu"}, "no published dataset 'lieu'; did you mean `lieux`?"),
        ({"on": "lieux.place"}, "lieux: no published table 'place'; did you mean `places`?"),
        ({"on": "lieux."}, "'lieux.': write DATASET or DATASET.TABLE, such as lieux.places"),
        ({"on": ".places"}, "'.places': write DATASET or DATASET.TABLE"),
        ({"on": "lieux.places", "columns": "nme"}, "lieux.places: no published column 'nme'; did"),
        ({"columns": "zzz"}, "all that is published: no published column 'zzz'; known: "),
        ({"on": "lieux", "where": "kid=café"}, "did you mean `kind`?"),
        ({"where": "kind"}, "'kind': write COLUMN=VALUE, or what it begins with: insee=33*"),
        ({"where": "kind="}, "'kind=': write COLUMN=VALUE"),
        ({"where": "kind=*"}, "write COLUMN=VALUE"),
        ({"until": date(2026, 11, 29)}, "2026-11-29: that day is over"),
    ],
)
def test_what_covers_nothing_is_refused(
    site: SiteFolder, asked: dict[str, str], words: str
) -> None:
    with pytest.raises(DeskError) as error:
        written(site, **asked)
    assert words in str(error.value)
