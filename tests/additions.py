"""One of each thing that Fournil does not have: a licence, a form of file, a technique, …"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from publish.bakehouse.bake.baked_table import BakedTable, Baker, every_table, joined
from publish.bakehouse.check.inspection import Inspection
from publish.bakehouse.engine import Workspace
from publish.bakehouse.partners.harvested import Asked, Record
from publish.bakehouse.partners.located import Located
from publish.bakehouse.partners.recipes.step import Beside, Step
from publish.bakehouse.protect.tools import Tools
from publish.bakehouse.read import delimited
from publish.bakehouse.read.exports import Export, ExportRequest
from publish.declare.chart import ChartKind
from publish.declare.recipe_given import Nothing
from publish.declare.recipes import Recipe
from publish.declare.techniques import Parameters, Technique
from publish.errors import Problem
from publish.figures.asking import Asking, Query
from publish.figures.chart import Ask, Figures, Mark
from publish.figures.specification import Specification
from publish.forms.formats import FileType, Format
from publish.release.described import Json
from publish.release.package import Package
from publish.site.charts.kind import Depiction, Sketch, Words, measured_head, measured_line
from publish.site.charts.svg import Drawing, element
from publish.site.rows.selection import Selection
from publish.words.bilingual import bilingual
from publish.words.licenses import License
from publish.words.sql import quoted

ADDRESS = "https://www.etalab.gouv.fr/licence-ouverte-v1"
LICENSE = License(
    id="etalab-1.0",
    title=bilingual("Licence Ouverte 1.0", "Open Licence 1.0"),
    summary=bilingual("Citez la source.", "Name the source."),
    url=ADDRESS,
    text_url=ADDRESS,
    dcat=ADDRESS,
    data_gouv="fr-lo",
    attribution=bilingual("{source}, {title} ({url})", "{source}, {title} ({url})"),
    database=bilingual(
        "{name} ({producer}) : {title}, {url}", "{name} ({producer}): {title}, {url}"
    ),
    produced_work=bilingual("D'après {named}, {title} ({url})", "After {named}, {title} ({url})"),
    duties=(bilingual("Saluer la source", "Salute the source"),),
    share_alike=True,
)


def write_tabs(table: BakedTable, path: Path) -> None:
    """A line per row, its cells with tabs between."""
    cells = (f"coalesce({quoted(name)}::VARCHAR, ''), chr(9)" for name in table.kinds)
    with path.open("wb") as file:
        file.writelines(table.texts(joined([*cells, "chr(10)"])))


def tabs_whole(table: BakedTable, path: Path) -> bool:
    """Whether there is a line per row."""
    return path.read_bytes().count(b"\n") == table.rows


TABS = Baker(every_table, write_tabs, tabs_whole)
FORMAT = Format(
    "text/tab-separated-values",
    bilingual("Tabulations", "Tabs"),
    bilingual("pour les vieux outils", "for old tools"),
    label="TSV",
    file_type=FileType("TSV"),
    baker="tests.additions:TABS",
)


class Shout(Parameters):
    """Capital letters."""

    times: int = 1
    """How many exclamation marks follow."""


def shout(table: Any, column: str, parameters: Parameters, tools: Tools) -> Any:
    """The text in capital letters, and exclamation marks behind it."""
    assert isinstance(parameters, Shout)
    return table.mutate(**{column: table[column].upper() + "!" * parameters.times})


TECHNIQUE = Technique(
    Shout,
    "tests.additions:shout",
    bilingual("crié", "shouted"),
    types=("string",),
    to_text=True,
)


def titles(package: Package) -> Iterator[tuple[str, Json]]:
    """`titles.json`: what each table is called."""
    yield "titles.json", {name: table.title for name, table in package.tables.items()}


def share(ask: Ask, most: int) -> Asking[Figures]:
    """One mark: the rows that hold true."""
    source, parameters = ask.source
    sql = f"select sum({ask.column}), count({ask.column}), count(*) {source}"
    [(true, known, rows)] = yield Query(sql, parameters)
    return Figures((Mark(1, true, true),), values=known, rows=rows)


def disc(sketch: Sketch) -> Drawing:
    """A disc, the larger the more rows hold true."""
    rows = sketch.found.marks[0].rows
    return Drawing(sketch.width, 40, element("circle", cx=20, cy=20, r=20 * rows / 10))


def disc_title(words: Words, step: str | None) -> str:
    return f"Disc of {words['column']}"


def disc_label(selection: Selection, wanted: Specification, found: Figures, mark: Mark) -> str:
    return "true ones"


def disc_sentence(
    selection: Selection, wanted: Specification, words: Words, marks: Sequence[Mark]
) -> str:
    return f"{words['high']} of {words['known']}."


DISC = Depiction(disc, disc_title, disc_label, disc_sentence, measured_head, measured_line)
CHART = ChartKind(("boolean",), "tests.additions:share", "tests.additions:DISC")


def read_bars(request: ExportRequest, workspace: Workspace) -> Iterator[Export]:
    """A text whose cells have bars between them."""
    source = request.source.model_copy(update={"delimiter": "|"})
    return delimited.read(replace(request, source=source), workspace)


def few_rows(inspection: Inspection) -> Iterator[Problem]:
    """Tables of under a hundred rows."""
    for name, published in inspection.published.items():
        rows = int(published.rows.count().to_pyarrow().as_py())
        if rows < 100:
            yield Problem("few-rows", name, f"{rows} rows", "wait for more")


def harvest_telex(asked: Asked) -> Iterator[Record]:
    """The messages of a telex: a number, a name, STOP."""
    for message in asked.web.page(asked.address).path.read_text("utf-8").split(" STOP "):
        number, _, name = message.partition(" ")
        yield {"number": number, "name": name}


def locate_tape(asked: Asked) -> Located:
    """The tape beside the telex."""
    return Located(f"{asked.address}.csv", {"delimiter": "|"})


def shouted(text: str, given: Parameters, beside: Beside) -> Step:
    """In capital letters."""
    return Step(f"upper({text})")


RECIPE = Recipe(Nothing, "tests.additions:shouted", bilingual("crié", "shouted"))
