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
    """The columns that a phone shows of a row: those chosen, else facets before the others.

    What a filter makes alike in all rows is left out; near a place, where each row is comes first.
    """
    table, columns = selection.resource, selection.columns
    plain = [name for name in columns if name not in {*table.map, *table.primary_key}]
    chosen = len(columns) < len(selection.all_columns)
    facets = () if selection.near else table.facets
    wanted = columns if chosen else (*facets, *plain, *columns)
    alike = {one.column for one in selection.filters if one.lookup == "exact"}
    unwanted = {head} if chosen else {head, *alike}
    rest = [one for one in dict.fromkeys(wanted) if one in columns and one not in unwanted]
    # The distance is one of them.
    return frozenset(rest[: ON_A_CARD - 1 if selection.near else ON_A_CARD])


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
