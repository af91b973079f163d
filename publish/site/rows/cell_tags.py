"""What the tag of a cell says beside its value: its language, and its name on a phone's card."""

from markupsafe import escape

from publish.release.table import Field
from publish.site.rows.selection import Selection
from publish.site.text.languages import language
from publish.site.text.values import is_amount, unit_beside
from publish.site.text.words import WRITTEN_IN, text

# Beside what names a row; its own page has the others.
ON_A_CARD = 4


def on_a_card(selection: Selection, head: str) -> frozenset[str]:
    """The columns that a phone shows of a row: those chosen, else facets before the others."""
    table, columns = selection.resource, selection.columns
    plain = [name for name in columns if name not in {*table.map, *table.primary_key}]
    chosen = len(columns) < len(selection.all_columns)
    wanted = columns if chosen else (*table.facets, *plain, *columns)
    rest = [name for name in dict.fromkeys(wanted) if name != head and name in columns]
    return frozenset(rest[:ON_A_CARD])


def attributes(field: Field, named: bool) -> str:
    """The attributes of a column's cells; `named` where a card shows them."""
    said = ' class="number"' if is_amount(field) else ""
    if named:
        title, unit = text(field, "title") or field.name, unit_beside(field)
        said += f' data-label="{escape(f"{title} ({unit})" if unit else title)}"'
    return said


def spoken(field: Field) -> str:
    """The language of values that are not said in the page's own words."""
    said = bool(field.labels) or field.protection == "band"
    words = not said and (field.type == "string" or field.is_list)
    return f' lang="{WRITTEN_IN}"' if words and language() != WRITTEN_IN else ""
