"""Which column names the person behind a row: what is declared, and what leads there alone."""

from pathlib import Path

import pytest

from publish.declare.persons import out_of_reach, person_columns
from publish.declare.site import SiteFolder
from publish.people.linked import together
from tests.sites import ABOUT, DATASET, METADATA, declare, deliver, make_site, publish

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


LOST = """\
  {name}:
    title: {{fr: T}}
    about: {about}
    sources: [{{path: t.csv}}]
    columns:
      email: {{type: string, role: identifier, protect: drop}}
      place: {{type: string, role: quasi_identifier}}
      kind: {{type: string, role: open}}
"""


def test_what_nobody_gets_back_is_found(tmp_path: Path) -> None:
    site = make_site(tmp_path)
    lost = LOST.format(name="shops", about="things")
    named = LOST.format(name="named", about="people") + "    contributor: email\n"
    alone = LOST.format(name="alone", about="people") + (
        "    one_row_per_person: {reviewed: 2026-01-01, why: The form takes each once.}\n"
    )
    declare(site, ABOUT + lost + named + alone)
    assert out_of_reach(site.dataset("lieux")) == {"shops": ["email"], "alone": ["email"]}


@pytest.mark.slow("publishes twice")
def test_a_publication_warns_of_it_where_a_desk_is_open(tmp_path: Path) -> None:
    site = make_site(tmp_path)
    [outcome] = publish(site)
    assert outcome.problems == ()
    (tmp_path / "metadata.yaml").write_text(f"{METADATA}desk: {{}}\n")
    deliver(site, "01;Café;café;oui;ada@example.org")
    [outcome] = publish(site)
    [problem] = [one for one in outcome.problems if one.code == "no-way-back"]
    assert str(problem) == (
        "warning no-way-back: places: author: nobody who asks the desk what is held of them gets "
        "this, since no column names who is behind a row; name the column that does: "
        "`contributor: …`, or a foreign key to one"
    )
    report = site.releases / "lieux" / "current" / "report.json"
    assert "no-way-back" not in report.read_text()
    declare(site, DATASET.replace("primary_key: id", "primary_key: id\n    contributor: author"))
    [outcome] = publish(site)
    assert "no-way-back" not in [one.code for one in outcome.problems]
