"""What values are called changes no row, no privacy policy and no series."""

from pathlib import Path

from publish.declare.site import SiteFolder
from publish.release.release import read_package
from tests.sites import ABOUT, METADATA, declare, publish_one

TABLE = """\
  answers:
    title: {fr: Réponses}
    about: people
    sources: [{path: exports/lieux.csv, delimiter: ";"}]
    contributor: who
    aggregates: {trust: {title: {fr: Confiance}, by: [age, trust]}}
    columns:
      who: {type: string, role: identifier, protect: drop, description: {fr: Qui}}
      age:
        {type: integer, role: quasi_identifier, description: {fr: Âge},
         protect: {band: {cuts: [30]}}AGE}
      trust: {type: integer, role: sensitive, description: {fr: Confiance}TRUST}
"""
SAID = (
    ", labels: {<30: {fr: jeunes, en: young}}",
    ', labels: {"1": {fr: non, en: no}, "9": {fr: personne}}, order: ["2", "1"]',
)


def declared(site: SiteFolder, age: str, trust: str) -> None:
    declare(site, ABOUT + TABLE.replace("AGE", age).replace("TRUST", trust))


def test_labels_change_no_row_and_no_series(tmp_path: Path) -> None:
    site = SiteFolder(tmp_path)
    (site.data / "lieux" / "exports").mkdir(parents=True)
    (site.root / "metadata.yaml").write_text(METADATA, encoding="utf-8")
    rows = [f"p{n};{20 + n % 40};{1 + n % 2}" for n in range(160)]
    text = "\n".join(["who;age;trust", *rows]) + "\n"
    (site.data / "lieux" / "exports" / "lieux.csv").write_text(text, encoding="utf-8")
    declared(site, "", "")
    assert publish_one(site).version == "1.0.0"
    declared(site, *SAID)
    outcome = publish_one(site)
    assert outcome.version == "1.0.1"
    assert outcome.reasons == (
        "labels, order or weight of the values of answers_trust.age changed",
        "labels, order or weight of the values of answers_trust.trust changed",
    )
    before, after = (site.releases / "lieux" / version for version in ("1.0.0", "1.0.1"))
    csv = [(folder / "answers_trust.csv").read_bytes() for folder in (before, after)]
    assert csv[0] == csv[1] and b"<30,1,20" in csv[0]
    tables = [read_package(folder).tables["answers_trust"] for folder in (before, after)]
    assert tables[0].series == tables[1].series
    assert tables[1].columns["trust"].labels["1"] == {"fr": "non", "en": "no"}
