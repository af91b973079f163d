"""The draft as a whole: refused until a person decides, then a declaration of the file."""

from pathlib import Path

import pytest

from publish.bakehouse.draft import draft, new_dataset
from publish.declare.declaration import Dataset
from publish.declare.site import SiteFolder
from publish.declare.yaml_file import load
from publish.errors import DeclarationError, SourceError

EXPORT = """\
N°;Nom du lieu;Courriel auteur;Type;Code postal;Ouvert le;Places;Latitude;Longitude;Accès
1;Atelier;ada@example.org;atelier;01004;13/02/2020;12;46,15;5,33;oui
2;Jardin;bob@example.org;jardin;25000;01/03/2020;NR;47,25;6,02;non
3;Ferme;cy@example.org;jardin;39100;24/12/2021;8;47,09;5,49;oui
4;Usine;dan@example.org;atelier;58000;02/01/2022;40;46,99;3,16;non
"""
DECIDED = {
    '# description: {fr: ""}': 'description: {fr: "Des lieux"}',
    '# producer: {name: ""}': 'producer: {name: "Le collectif"}',
    '# contact: ""': 'contact: "contact@example.org"',
    "# contributed:": "contributed: true",
    "# license:": "license: ODbL-1.0",
    "# about:": "about: things",
}


@pytest.fixture
def export(tmp_path: Path) -> Path:
    path = tmp_path / "Lieux partagés.csv"
    path.write_bytes(EXPORT.encode("cp1252"))
    return path


def decided(text: str) -> str:
    for asked, answer in DECIDED.items():
        text = text.replace(asked, answer)
    return text


def answered(text: str) -> str:
    """The draft with all decisions taken: where two readings are offered, the first."""
    asked, _, rest = decided(text).partition("    # sources:\n    #")
    return f"{asked}    sources:\n     {rest}" if rest else asked


def loaded(path: Path, text: str) -> Dataset:
    path.write_text(text, encoding="utf-8")
    return load(path, Dataset)


def test_a_draft_is_refused_and_the_missing_decisions_are_named(
    tmp_path: Path, export: Path
) -> None:
    with pytest.raises(DeclarationError) as refused:
        loaded(tmp_path / "dataset.yaml", draft(export))
    lines = str(refused.value).splitlines()
    missing = {line.split(": ", 1)[1].split(":")[0] for line in lines}
    assert missing == {
        "description", "producer", "contact", "contributed", "license",
        "tables.lieux_partages.about",
    }  # fmt: skip
    assert all("missing" in line for line in lines)


def test_an_answer_left_empty_is_refused_too(tmp_path: Path, export: Path) -> None:
    text = draft(export)
    for asked in DECIDED:
        text = text.replace(asked, asked.removeprefix("# "))
    with pytest.raises(DeclarationError) as refused:
        loaded(tmp_path / "dataset.yaml", text)
    assert len(str(refused.value).splitlines()) == len(DECIDED)


def test_a_decided_draft_describes_the_file(tmp_path: Path, export: Path) -> None:
    dataset = loaded(tmp_path / "dataset.yaml", decided(draft(export)))
    table = dataset.tables["lieux_partages"]
    source = table.sources[0]
    assert (source.path, source.encoding, source.delimiter) == (
        "exports/Lieux partagés.csv", "cp1252", ";",
    )  # fmt: skip
    assert {name: column.type for name, column in table.columns.items()} == {
        "n": "string", "nom_du_lieu": "string", "courriel_auteur": "string", "type": "string",
        "code_postal": "string", "ouvert_le": "date", "places": "integer",
        "latitude": "number", "longitude": "number", "acces": "boolean",
    }  # fmt: skip
    assert table.columns["courriel_auteur"].role == "identifier"
    assert table.columns["courriel_auteur"].dropped
    assert table.columns["n"].header == "N°"
    assert table.columns["places"].missing_values == ("", "NR")
    assert table.columns["latitude"].decimal == ","
    assert table.primary_key == ("n",)
    assert table.browse.label == "nom_du_lieu"
    assert table.browse.facets == ("type",)
    assert table.browse.map == ("latitude", "longitude")
    assert [(pair.lat, pair.lon) for pair in table.coordinates] == [("latitude", "longitude")]


def test_a_draft_gives_reasons_and_no_personal_value(export: Path) -> None:
    text = draft(export)
    assert "100 % of values look like e-mail addresses" in text
    assert "example.org" not in text
    assert "all days as %d/%m/%Y" in text


def test_a_draft_is_the_same_each_time(export: Path) -> None:
    assert draft(export) == draft(export)


def test_headers_that_are_empty_or_twice_are_named(tmp_path: Path) -> None:
    export = tmp_path / "export.csv"
    export.write_text("titre\nnom;;nom;Select\na;1;b;x\nc;2;d;y\ne;3;f;z\n", encoding="utf-8")
    table = loaded(tmp_path / "dataset.yaml", decided(draft(export))).tables["export"]
    assert table.sources[0].skip == 2
    assert table.sources[0].header == ("nom", "column 2", "nom (2)", "Select")
    assert list(table.columns) == ["nom", "column_2", "nom_2", "select"]


def test_values_without_a_header_get_names(tmp_path: Path) -> None:
    export = tmp_path / "mesures.csv"
    export.write_text("1;2020-01-02\n2;2020-01-03\n3;2020-01-04\n", encoding="utf-8")
    table = loaded(tmp_path / "dataset.yaml", decided(draft(export))).tables["mesures"]
    assert table.sources[0].header == ("column 1", "column 2")
    assert table.columns["column_2"].type == "date"


def test_blanks_around_keys_and_many_cells_are_drafted_away(tmp_path: Path) -> None:
    path = tmp_path / "arrets.csv"
    rows = [f"s{n:02}{' ' * (n == 3)},{' ' * (n < 4)}Gare {n % 9},Ligne{' ' * (n == 7)} a{n % 5}"
            for n in range(40)]  # fmt: skip
    rows[5] += " "
    path.write_text("\n".join(("id,nom,ligne", *rows)) + "\n", encoding="utf-8")
    text = draft(path)
    columns = loaded(tmp_path / "dataset.yaml", answered(text)).tables["arrets"].columns
    assert {name: column.trim for name, column in columns.items()} == {
        "id": True, "nom": True, "ligne": None,
    }  # fmt: skip
    assert "primary_key: id\n" in text
    assert "1 values have blanks around them" in text


def test_other_formats_are_typed_alike(tmp_path: Path) -> None:
    export = tmp_path / "lieux.json"
    export.write_text('[{"id": "01", "places": 3}, {"id": "02", "places": 4}]', encoding="utf-8")
    table = loaded(tmp_path / "dataset.yaml", decided(draft(export))).tables["lieux"]
    assert {name: column.type for name, column in table.columns.items()} == {
        "id": "string",
        "places": "integer",
    }


def test_new_dataset_is_named_after_the_file_and_never_overwrites(
    tmp_path: Path, export: Path
) -> None:
    site = SiteFolder(tmp_path / "site")
    path = new_dataset(site, [export], None)
    assert path == site.data / "lieux-partages" / "dataset.yaml"
    assert (path.parent / "exports").is_dir()
    with pytest.raises(DeclarationError, match="there already; choose another name by --name"):
        new_dataset(site, [export], None)


def test_a_reserved_name_is_refused(tmp_path: Path, export: Path) -> None:
    with pytest.raises(DeclarationError, match="'api' is reserved for the site's own pages"):
        new_dataset(SiteFolder(tmp_path), [export], "api")


def test_a_missing_export_is_named(tmp_path: Path) -> None:
    with pytest.raises(
        SourceError, match=r"lieux\.csv: no such file; name the export to draft from"
    ):
        draft(tmp_path / "lieux.csv")


@pytest.mark.slow("drafts from every real file")
def test_every_real_export_gets_a_draft_that_loads(shared: Path, tmp_path: Path) -> None:
    wrong = []
    for file in sorted((shared / "data").rglob("*.csv")):
        try:
            loaded(tmp_path / "dataset.yaml", answered(draft(file)))
        except SourceError:
            assert file.name == "empty.csv"
        except DeclarationError as error:
            wrong.append(f"{file.name}: {error}")
    assert wrong == []


@pytest.mark.parametrize("text", ["", "\0\0\n", "[1]\n"])
def test_a_file_without_a_column_is_told(text: str, tmp_path: Path) -> None:
    path = tmp_path / "lieux.jsonl"
    path.write_text(text)
    with pytest.raises(
        SourceError,
        match=r"lieux\.jsonl: (no record that has a column; export it|an empty file; hand)",
    ):
        draft(path)
