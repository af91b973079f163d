"""Which column names the person behind a row: what is declared, and what leads there alone."""

from pathlib import Path

from publish.declare.site import SiteFolder
from publish.people.linked import person_columns, together
from tests.sites import ABOUT, METADATA, declare, make_site

BEGIN = """\
  members:
    title: {fr: M}
    about: things
    contributor: id
    sources: [{path: m.csv}]
    columns: {id: {type: string, role: open}}
"""
LED = """\
  {name}:
    title: {{fr: T}}
    about: things
    sources: [{{path: t.csv}}]
    foreign_keys: [{keys}]
    columns: {{a: {{type: string, role: open}}, b: {{type: string, role: open}}}}
"""
KEY = "{{columns: {}, references: {{table: {}, columns: {}}}}}"


def columns(root: Path, **tables: str) -> dict[str, str]:
    site = make_site(root)
    declare(site, ABOUT + BEGIN + "".join(LED.format(name=n, keys=k) for n, k in tables.items()))
    return person_columns(site.dataset("lieux"))


def test_foreign_keys_lead_to_contributors(tmp_path: Path) -> None:
    found = columns(
        tmp_path, badges=KEY.format("a", "members", "id"), stars=KEY.format("b", "badges", "a")
    )
    assert found == {"members": "id", "badges": "a", "stars": "b"}


def test_what_leads_to_two_people_or_to_none_is_of_nobody(tmp_path: Path) -> None:
    both = ", ".join(KEY.format(one, "members", "id") for one in "ab")
    found = columns(tmp_path, letters=both, stars=KEY.format("a", "letters", "b"))
    assert found == {"members": "id"}


def test_datasets_of_one_service_know_people_alike(tmp_path: Path) -> None:
    site = SiteFolder(tmp_path)
    text = f"""{METADATA}desk:
  services:
    - {{issuer: "https://a.example", key: desk-keys/a.pem, datasets: [lieux, autres]}}
    - {{issuer: "https://b.example", key: desk-keys/b.pem, datasets: [ailleurs]}}
"""
    (tmp_path / "metadata.yaml").write_text(text)
    assert together(site, "lieux") == ("autres", "lieux")
    assert together(site, "seul") == ("seul",)
    (tmp_path / "metadata.yaml").write_text(METADATA)
    assert together(site, "lieux") == ("lieux",)
