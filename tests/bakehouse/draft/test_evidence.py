"""Whether a first record is a header: evidence decides, and without any a person is asked."""

from pathlib import Path

import pytest

from publish.bakehouse.draft import draft
from publish.bakehouse.draft.dialect import FileDialect, dialect_of
from publish.bakehouse.draft.evidence import Evidence, evidence
from publish.bakehouse.engine import workspace
from publish.bakehouse.read import read, requests
from publish.declare.declaration import Dataset
from publish.declare.site import SiteFolder
from publish.declare.yaml_file import load
from publish.errors import DeclarationError
from tests.bakehouse.draft.test_draft import decided


def found(*lines: str) -> FileDialect:
    return dialect_of("\n".join(lines) + "\n", "utf-8")


HEADERS = {
    "years": ("commune,2015,2016,2017", "Arvieu,12,13,14", "Bessan,22,23,24", "Cruas,5,6,9"),
    "two years": ("pays;2019;2020", "BE;3,5;4", "LU;1,2;2"),
    "years alone": ("2015;2016;2017", "12;13;14", "22;3;24"),
    "months": ("station,1,2,3,4,5", "A,12,3,4,8,1", "B,3,2,9,1,3"),
    "ages": ("x;0;5;10;15", "A;3;8;1;3", "B;1;2;9;1", "C;6;1;0;2"),
    "names above numbers": ("foo,bar", "A,1", "B,2"),
    "names above dates": ("foo,bar", "A,2024-01-01", "B,2024-02-01"),
    "words of headers": ("nom;ville", "Ada;Paris", "Bob;Lyon", "Cy;Dole"),
    "a new text among few": ("x;y", *("AB;oui", "C;non", "DEF;oui", "E;oui", "FG;non", "H;oui")),
    "joined words": ("lieu_dit;mode_acces", "Le Pré;à pied", "La Combe;en train"),
    "the header again": ("foo;bar", "a;bc", "cd;d", "foo;bar", "ef;f"),
}
RECORDS = {
    "numbers": ("1,2,3", "4,5,6", "7,8,9"),
    "numbers that rise in each": ("1,2,3,4,5", "2,3,4,5,6", "4,5,6,7,9", "1,3,4,6,8"),
    "years among years": ("2015;2016", "2016;2017", "2019;2015"),
    "dates": ("2020-01-01,a", "2020-01-02,b", "2020-01-04,c"),
    "a text that stands again": ("A,Jura,Est", "B,Doubs,Est", "C,Gard,Sud", "D,Lot,Sud"),
    "codes": ("AB12;rouge", "AC13;vert", "AD14;bleu", "ZZ99;jaune"),
}
DOUBTS = {
    "texts alike": ("Ada,Paris", "Bob,Lyon", "Cy,Dole", "Dan,Nevers"),
    "unknown words": ("foo;bar", "Ada;Paris", "Bob;Lyon", "Cy;Dole"),
    "one column": ("Ada", "Bob", "Cy", "Dan"),
    "columns that contradict each other": ("a,b,c", "1,b,c", "2,b,c", "3,b,c"),
}


@pytest.mark.parametrize("lines", HEADERS.values(), ids=HEADERS)
def test_a_header_is_told(lines: tuple[str, ...]) -> None:
    assert (found(*lines).has_header, found(*lines).evidence.decides) == (True, True)


@pytest.mark.parametrize("lines", RECORDS.values(), ids=RECORDS)
def test_a_record_is_told(lines: tuple[str, ...]) -> None:
    assert (found(*lines).has_header, found(*lines).evidence.decides) == (False, True)


@pytest.mark.parametrize("lines", DOUBTS.values(), ids=DOUBTS)
def test_without_evidence_nothing_is_decided(lines: tuple[str, ...]) -> None:
    assert not found(*lines).evidence.decides


def test_evidence_has_a_score_and_reasons_and_no_value() -> None:
    years = [["commune", "2015", "2016"], ["Arvieu", "12", "13"], ["Bessan", "22", "23"]]
    assert evidence(years[0], years[1:]) == Evidence(
        4.5, ("years above numbers that are none", "a word that headers have")
    )


@pytest.mark.parametrize(
    ("title", "table"),
    [
        ("Four;partagé;2024", ("nom;places", "A;12", "B;13", "C;14")),
        ("Liste;des;lieux", ("nom;ville", "A;Dole", "B;Nevers", "C;Vesoul")),
        ("Export;2024", ("nom;places", "A;12", "B;13")),
    ],
)
def test_a_title_of_several_cells_is_above_the_table(title: str, table: tuple[str, ...]) -> None:
    dialect = found(title, *table)
    assert (dialect.skip, dialect.has_header, dialect.evidence.decides) == (1, True, True)


def test_a_header_wider_than_its_rows_is_no_title() -> None:
    assert found("a,b,c,d", "1,2,x", "3,4,y", "5,6,z").skip == 0


def test_two_wide_records_above_a_narrow_one_are_no_titles() -> None:
    assert found("a,b,c", "1,cat,c", "1,b,c", "2,b,c", "dog,c", "3,b,c").skip == 0


@pytest.mark.parametrize(("mark", "delimiter"), [("sep=;", ";"), ('"sep=|"', "|"), ("SEP=,", ",")])
def test_the_line_that_tells_excel_the_delimiter_is_believed(mark: str, delimiter: str) -> None:
    rows = (f"id{delimiter}prix", f"1{delimiter}3.5", f"2{delimiter}4.25")
    dialect = found(mark, *rows)
    assert (dialect.skip, dialect.delimiter, dialect.has_header) == (1, delimiter, True)


@pytest.fixture
def asking(tmp_path: Path) -> Path:
    export = tmp_path / "data" / "gens" / "exports" / "gens.csv"
    export.parent.mkdir(parents=True)
    export.write_text("\n".join(DOUBTS["texts alike"]), encoding="utf-8")
    return export


def test_a_person_is_asked_with_both_readings(asking: Path) -> None:
    path = asking.parent.parent / "dataset.yaml"
    text = decided(draft(asking))
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DeclarationError, match=r"tables\.gens\.sources: missing"):
        load(path, Dataset)
    assert "# DECIDE: does the first record name the columns? Nothing tells." in text
    assert (records(path, text, 0), records(path, text, 1)) == (3, 4)


def records(path: Path, text: str, answer: int) -> int:
    """How many records are read when one of the two readings is uncommented."""
    ways = [line for line in text.splitlines() if line.startswith("    #   - {path:")]
    answered = text.replace("    # sources:", "    sources:")
    answered = answered.replace(ways[answer], ways[answer].replace("#", " ", 1))
    path.write_text(answered, encoding="utf-8")
    site = SiteFolder(path.parents[2])
    dataset = site.dataset("gens")
    table = dataset.tables["gens"]
    with workspace(site.private) as place:
        (request,) = requests(site, "gens", dataset)["gens"]
        (export,) = read(request, place)
        assert set(export.headers) == {column.header for column in table.columns.values()}
        return int(export.table.count().to_pyarrow().as_py())
