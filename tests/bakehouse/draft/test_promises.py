"""What a draft promises, publishing keeps: records in are rows and rejects, of which few."""

import csv
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publish.bakehouse.check import on_exports
from publish.bakehouse.draft import draft
from publish.bakehouse.engine import Workspace
from publish.bakehouse.read import READERS
from publish.bakehouse.read.exports import ExportRequest, headers
from publish.bakehouse.read.files import format_of
from publish.bakehouse.shape import Shaped, shape
from publish.declare.declaration import Dataset, Table
from publish.declare.yaml_file import load
from publish.errors import SourceError
from tests.bakehouse.draft.test_draft import decided
from tests.tables import bench, rows_of

MOST = 0.01
MOMENTS = ("2024-03-01T10:00:00Z", "2024-03-01T10:00:00.000Z", "2024-03-01T00:00Z",
           "2024-03-01T10:00+01:00", "2024-03-01 10:00:00.25+0100", "2024-03-01 10:00:00+00",
           "2024-03-01T10:00:00.123456789Z")  # fmt: skip


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    with bench(tmp_path_factory.mktemp("promises")) as opened:
        yield opened


def declared(text: str, folder: Path) -> tuple[Table, ...]:
    """The tables of a draft whose questions are answered by their first answer."""
    path = folder / "dataset.yaml"
    first = text.replace("    # sources:\n    #   - ", "    sources:\n      - ")
    path.write_text(decided(first), encoding="utf-8")
    return tuple(load(path, Dataset).tables.values())


def read(of: Table, file: Path, place: Workspace) -> Shaped:
    """What becomes of an export by the declaration of a table."""
    [source] = of.sources
    asked = ExportRequest(file, file.name, source, tuple(headers(of, source).values()))
    format = source.format or format_of(file.name) or "csv"
    exports = [(source, export) for export in READERS[format](asked, place)]
    problems = on_exports("t", of, exports)
    assert [str(one) for one in problems if one.severity == "blocker"] == []
    return shape(of, exports, place)


def published(file: Path, folder: Path, place: Workspace) -> tuple[Table, Shaped]:
    """What becomes of an export of one table by its own draft."""
    [of] = declared(draft(file), folder)
    return of, read(of, file, place)


def broken(text: str, file: Path, folder: Path, place: Workspace) -> list[str]:
    """The promises of a draft that are not kept."""
    told = (_broken(of, read(of, file, place)) for of in declared(text, folder))
    return [f"{file.name}: {what}" for what in told if what]


def _broken(of: Table, shaped: Shaped) -> str:
    rows, rejects = len(rows_of(shaped.table)), shaped.rejected.total()
    if rows + rejects != shaped.records:
        return f"{shaped.records} in, {rows} out, {rejects} rejects"
    if rejects > MOST * shaped.records:
        return f"{dict(shaped.rejected)} of {shaped.records}"
    return "" if rejects <= of.rejects.max else f"{rejects} rejects are not allowed"


@pytest.mark.slow("drafts and reads a file for each way to write")
@pytest.mark.parametrize(
    ("cells", "type"),
    [
        *(((text, text.replace("03-01", "03-02")), "datetime") for text in MOMENTS),
        (MOMENTS, "datetime"),
        (("2024-03-01 10:00:00.5", "2024-03-01T10:00", "2024-03-01 10:00:00"), "datetime"),
        (("2024-03-01T24:00:00Z", "2024-03-01T10:00:00Z"), "string"),
        (("2024-03-01T10:00:00Z", "2024-03-01T10:00:00"), "string"),
        (("43.1", "43.2\u00a0", "\u202f43.3"), "number"),
        (("12\u00a0", "\u20093"), "integer"),
        (("\u00a02024-03-01", "2024-03-02\u202f"), "date"),
        (("oui\u00a0", "non", "oui"), "boolean"),
        (("12", "\n--", "\u00a0NR"), "integer"),
        ((" ", "x", "", "\u00a0"), "string"),
        (("١٢", "٣"), "string"),
        (("1 234,5", "12 34,5"), "string"),
    ],
)
def test_what_is_drafted_is_read(
    cells: tuple[str, ...], type: str, tmp_path: Path, place: Workspace
) -> None:
    file = written(tmp_path, [["ville", "valeur"], *([f"v{n}", c] for n, c in enumerate(cells))])
    of, shaped = published(file, tmp_path, place)
    assert of.columns["valeur"].type == type
    assert (len(rows_of(shaped.table)), shaped.rejected.total()) == (len(cells), 0)


def test_a_header_without_a_cell_below_it_is_left_out(tmp_path: Path, place: Workspace) -> None:
    file = written(tmp_path, [["a", "b", "c", "d"], ["1", "2", "x"], ["3", "4", "y"]])
    of, shaped = published(file, tmp_path, place)
    assert (list(of.columns), of.sources[0].skip) == (["a", "b", "c"], 1)
    assert rows_of(shaped.table) == [{"a": 1, "b": 2, "c": "x"}, {"a": 3, "b": 4, "c": "y"}]
    assert "# no row has a cell under `d`: `header:` leaves it out; are the others right?" in (
        draft(file)
    )


@pytest.mark.parametrize(("rows", "allowed"), [(300, 2), (30, 0)])
def test_few_rows_of_another_width_may_be_refused(
    rows: int, allowed: int, tmp_path: Path, place: Workspace
) -> None:
    ragged = [["Voir la note"], ["x", "1", "2", "3"]]
    filled = [[f"v{number}", "1", "2"] for number in range(rows)]
    file = written(tmp_path, [["ville", "a", "b"], *filled, *ragged])
    of, shaped = published(file, tmp_path, place)
    assert (of.rejects.max, shaped.rejected.total()) == (allowed, 2)
    assert f"# 2 of {rows + 2} rows have more or fewer cells than the header," in draft(file)


@pytest.mark.parametrize(
    ("short", "ragged", "told"),
    [
        ([["x", "1"]], "pad", "line 32: fewer cells than the header, and those that are there fit"),
        ([["x"]] * 10, "pad", "lines 32, 33, 34, 35, 36 and 5 more: fewer cells than the header, "
                              "and those that are there fit their columns"),
        ([["x", "Bourg"]], "reject", "1 of 31 rows have more or fewer cells than the header,"),
        ([["Note"]], "reject", "1 of 31 rows have more or fewer cells than the header,"),
    ],
)  # fmt: skip
def test_short_rows_are_filled_where_their_cells_fit(
    short: list[list[str]], ragged: str, told: str, tmp_path: Path, place: Workspace
) -> None:
    filled = [[f"v{number}", "1", "2"] for number in range(30)]
    file = written(tmp_path, [["ville", "a", "b"], *filled, *short])
    of, shaped = published(file, tmp_path, place)
    assert of.sources[0].ragged == ragged
    padded = len(short) if ragged == "pad" else 0
    assert (len(rows_of(shaped.table)), shaped.rejected.total()) == (
        30 + padded,
        len(short) - padded,
    )
    assert f"# {told}" in draft(file)


def written(folder: Path, rows: list[list[str]]) -> Path:
    """A CSV of these rows."""
    path = folder / "lieux.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return path


ODD_MOMENT = r"\d{1,4}[-/:. ,]\d{1,3}([T ,.:]\d{1,6}){0,3}(Z|[+-]\d\d(:\d\d)?)?"
BLANKS = st.sampled_from(["", "", "", " ", "\u00a0", "\u202f", "\t", "\n"])
CELLS = (
    st.datetimes().map(str), st.datetimes().map(lambda time: f"{time:%Y-%m-%dT%H:%M}Z"),
    st.dates().map(str), st.dates().map(lambda day: f"{day:%d/%m/%Y}"),
    st.integers().map(str), st.integers(0, 10**9).map(lambda number: f"{number:,}"),
    st.floats().map(str), st.floats().map(lambda number: f"{number:.2f}".replace(".", ",")),
    st.sampled_from(["oui", "non"]), st.sampled_from(["True", "False"]),
    st.sampled_from(["NR", "-", "\\N", "NA"]), st.text(max_size=5),
    st.from_regex(ODD_MOMENT, fullmatch=True),
    st.from_regex(r"2024-03-31 [012]\d:[0-6]\d(:\d\d)?", fullmatch=True),
)  # fmt: skip


def columns() -> st.SearchStrategy[list[str]]:
    """The cells of a column: nearly all of one or two kinds."""
    kinds = st.lists(st.sampled_from(CELLS), min_size=1, max_size=2).map(st.one_of)
    return kinds.flatmap(
        lambda cells: st.lists(
            st.tuples(BLANKS, cells, BLANKS).map("".join), min_size=6, max_size=6
        )
    )


@pytest.mark.slow("a law over hundreds of drawn files")
@given(st.lists(columns(), min_size=1, max_size=8))
@settings(deadline=None, max_examples=60)
def test_whatever_is_drafted_is_read(
    tmp_path_factory: pytest.TempPathFactory, place: Workspace, drawn: list[list[str]]
) -> None:
    folder = tmp_path_factory.mktemp("drawn")
    cells = [[cell.replace("\0", "") for cell in column] for column in drawn]
    headers = ["ville", *(f"valeur_{number}" for number in range(len(cells)))]
    rows = [[f"Ville {number}", *row] for number, row in enumerate(zip(*cells, strict=True))]
    file = written(folder, [headers, *rows])
    assert broken(draft(file), file, folder, place) == []


@pytest.mark.slow("drafts and reads every real file")
def test_whatever_is_drafted_of_real_files_is_read(
    shared: Path, tmp_path: Path, place: Workspace
) -> None:
    facts = json.loads((shared / "data/EXPECTED.json").read_text("utf-8"))
    found: list[str] = []
    for file in sorted((shared / "data").rglob("*")):
        name = str(file.relative_to(shared / "data"))
        if name not in facts or "ragged" in facts[name]:
            continue
        try:
            text = draft(file)
        except SourceError:
            continue  # A refusal promises nothing.
        found += broken(text, file, tmp_path, place)
    assert found == []
