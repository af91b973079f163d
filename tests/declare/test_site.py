"""The folders of a site and the declarations in them."""

from pathlib import Path

import pytest

from publish.declare.site import SiteFolder
from publish.errors import DeclarationError


@pytest.fixture
def site(tmp_path: Path) -> SiteFolder:
    for name in ("lieux", "download", "annuaire"):
        (tmp_path / "data" / name).mkdir(parents=True)
        (tmp_path / "data" / name / "dataset.yaml").write_text("title: x\n")
    (tmp_path / "data" / "generator").mkdir()
    return SiteFolder(tmp_path)


def test_datasets_are_the_folders_with_a_declaration(site: SiteFolder) -> None:
    assert site.datasets() == ["annuaire", "download", "lieux"]
    assert site.declaration("lieux") == site.root / "data" / "lieux" / "dataset.yaml"


def test_an_unknown_dataset_names_the_known_ones(site: SiteFolder, tmp_path: Path) -> None:
    with pytest.raises(DeclarationError) as refused:
        site.dataset("lieu")
    assert str(refused.value) == (
        f"no dataset 'lieu' in {site.data}; there: annuaire, download, lieux"
    )
    with pytest.raises(DeclarationError, match="there: none yet, `fournil new FILE` drafts one"):
        SiteFolder(tmp_path / "elsewhere").dataset("lieux")


def test_a_dataset_may_not_take_an_address_of_the_site(site: SiteFolder) -> None:
    with pytest.raises(DeclarationError) as refused:
        site.dataset("download")
    assert str(refused.value) == (
        f"{site.data / 'download'}: 'download' is reserved for the site's own pages; "
        "choose another name (rename the folder)"
    )


@pytest.mark.parametrize(
    "name",
    ["usage", "partners", "desk", "reconcile", "mcp", "reuses", "healthz", "readyz", "metrics"],
)
def test_a_dataset_may_not_take_an_address_that_will_be(name: str, site: SiteFolder) -> None:
    folder = site.data / name
    folder.mkdir()
    (folder / "dataset.yaml").write_text("title: x\n")
    with pytest.raises(DeclarationError) as refused:
        site.dataset(name)
    assert str(refused.value) == (
        f"{folder}: {name!r} is reserved for the site's own pages; "
        "choose another name (rename the folder)"
    )


def test_the_private_side_and_the_public_side_are_apart(site: SiteFolder) -> None:
    assert site.private == site.root / "private"
    assert site.releases == site.root / "releases"


def test_the_site_s_own_words_are_asked_for(site: SiteFolder) -> None:
    with pytest.raises(DeclarationError, match=r"metadata\.yaml: no such file"):
        site.metadata()
