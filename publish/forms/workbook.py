"""The parts of an XLSX file around its sheet of data (ECMA-376, SpreadsheetML)."""

from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

DATA = "xl/worksheets/sheet1.xml"
COVER = "xl/worksheets/sheet2.xml"
COVER_NAME = "Licence"
# Styles by their place in STYLES: usual, text (codes stay text when edited), bold, day.
TEXT, BOLD, DAY = 1, 2, 3
# A cell without a value, and the attributes of some with one.
EMPTY = "<c/>"
BOOLEAN, AS_DAY = ' t="b"', f' s="{DAY}"'
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
SHEET_START = (
    f'{XML}<worksheet xmlns="{MAIN}"><sheetViews><sheetView workbookViewId="0">'
    '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
    '</sheetView></sheetViews><sheetFormatPr defaultRowHeight="15"/><sheetData>'
)
SHEET_END = "</sheetData></worksheet>"
STYLES = (
    f'{XML}<styleSheet xmlns="{MAIN}"><numFmts count="1">'
    '<numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/></numFmts>'
    '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="4"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
    '<xf numFmtId="49" fontId="1" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" '
    'applyFont="1"/>'
    '<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
    '</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/>'
    "</cellStyles></styleSheet>"
)


def cell(text: str, style: int = TEXT) -> str:
    """A cell of inline text, which no program takes for a formula."""
    return f'<c t="inlineStr" s="{style}"><is><t xml:space="preserve">{escape(text)}</t></is></c>'


def value(text: str, attributes: str = "") -> str:
    """A cell of a number, as XLSX writes it."""
    return f"<c{attributes}><v>{text}</v></c>"


def parts(name: str, cover: Sequence[Sequence[str]]) -> Mapping[str, str]:
    """All parts but the sheet of data, for a table called `name` and the rows of the cover."""
    return {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relations({"rId1": ("officeDocument", "xl/workbook.xml")}),
        "xl/workbook.xml": _workbook(name),
        "xl/_rels/workbook.xml.rels": _relations(
            {
                "rId1": ("worksheet", "worksheets/sheet1.xml"),
                "rId2": ("worksheet", "worksheets/sheet2.xml"),
                "rId3": ("styles", "styles.xml"),
            }
        ),
        "xl/styles.xml": STYLES,
        COVER: _cover(cover),
    }


def _content_types() -> str:
    overrides = {
        "/xl/workbook.xml": "sheet.main+xml",
        f"/{DATA}": "worksheet+xml",
        f"/{COVER}": "worksheet+xml",
        "/xl/styles.xml": "styles+xml",
    }
    lines = (
        f'<Override PartName="{part}" ContentType="{TYPE}.{kind}"/>'
        for part, kind in overrides.items()
    )
    relations = "application/vnd.openxmlformats-package.relationships+xml"
    return (
        f'{XML}<Types xmlns="{PACKAGE}/content-types">'
        f'<Default Extension="rels" ContentType="{relations}"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{"".join(lines)}</Types>'
    )


def _relations(targets: Mapping[str, tuple[str, str]]) -> str:
    lines = (
        f'<Relationship Id="{id}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for id, (kind, target) in targets.items()
    )
    return f'{XML}<Relationships xmlns="{PACKAGE}/relationships">{"".join(lines)}</Relationships>'


def _workbook(name: str) -> str:
    """The sheet of data first, the cover open; a sheet's name has at most 31 characters."""
    shown = name[:31] if name.casefold() != COVER_NAME.casefold() else f"{name}_"
    return (
        f'{XML}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><bookViews>'
        '<workbookView activeTab="1"/></bookViews><sheets>'
        f'<sheet name="{shown}" sheetId="1" r:id="rId1"/>'
        f'<sheet name="{COVER_NAME}" sheetId="2" r:id="rId2"/></sheets></workbook>'
    )


def _cover(rows: Sequence[Sequence[str]]) -> str:
    lines = ("".join(cell(text) for text in row) for row in rows)
    body = "".join(f"<row>{line}</row>" for line in lines)
    widths = '<cols><col min="1" max="2" width="24" customWidth="1"/></cols>'
    start = (
        f'{XML}<worksheet xmlns="{MAIN}"><sheetViews>'
        '<sheetView tabSelected="1" workbookViewId="0"/></sheetViews>'
    )
    return f"{start}{widths}<sheetData>{body}</sheetData></worksheet>"
