"""Other cells of the same row, in place of one that is empty or beside it."""

from publish.bakehouse.partners.recipes.step import Beside, Example, Step, filled
from publish.declare.recipe_given import Others

EXAMPLES = (
    Example({"first": "Commune"}, " ", "Brest", cells={"Commune": "Brest"}),
    Example({"first": "Commune"}, "Dole", "Dole", cells={"Commune": "Brest"}),
    Example({"first": "Commune"}, "", None, cells={"Commune": ""}),
    Example(
        {"also": ("Thème 2", "Thème 3")},
        "vélo",
        ("vélo", "eau"),
        cells={"Thème 2": "eau", "Thème 3": "vélo"},
    ),
    Example({"also": "Thème 2"}, "", ("eau",), cells={"Thème 2": "eau"}),
)


def first(text: str, given: Others, beside: Beside) -> Step:
    """The first of several cells that is not empty."""
    return Step(f"coalesce({', '.join(map(filled, _cells(text, given, beside)))})")


def also(text: str, given: Others, beside: Beside) -> Step:
    """Several cells as a list, each word once, without the empty ones."""
    cells = ", ".join(map(filled, _cells(text, given, beside)))
    some = f"list_filter([{cells}], lambda one: one IS NOT NULL)"
    once = "list_filter(every, lambda one, place: list_position(every, one) = place)"
    return Step(f"nullif(list_transform([{some}], lambda every: {once})[1], [])")


def _cells(text: str, given: Others, beside: Beside) -> list[str]:
    """This cell and those of the others that the file has."""
    return [text, *(beside.cells[header] for header in given.cells if header in beside.cells)]
