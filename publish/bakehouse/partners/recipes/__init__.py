"""What the recipes of `publish.declare.recipes.RECIPES` make of cells: SQL, no loop of rows."""

from collections.abc import Callable
from dataclasses import replace
from pkgutil import resolve_name

from publish.bakehouse.partners.recipes.step import Beside, Step
from publish.declare.recipes import Done, Form
from publish.declare.techniques import Parameters

Make = Callable[[str, Parameters, Beside], Step]
"""The SQL of a text (or of a list), what the recipe is given, and what it may look at beside."""


def cooked(done: Done, text: str, form: Form, beside: Beside) -> tuple[Step, Form]:
    """What a recipe makes of a text or a list, and which of the two that is."""
    make: Make = resolve_name(done.recipe.make)
    if form == "list" and done.recipe.takes == "text":
        return _of_each(make(PART, done.given, beside), text), "list"
    return make(text, done.given, beside), done.recipe.gives


PART = "a_part"


def _of_each(step: Step, parts: str) -> Step:
    """The same for each part of a list; what becomes of none is left out, as an empty cell is."""
    values = f"list_transform({parts}, lambda {PART}: {step.value})"
    wrong = step.wrong and (
        f"len(list_filter({parts}, lambda {PART}: coalesce({step.wrong}, false))) > 0"
    )
    unknown = step.unknown and f"list_transform({parts}, lambda {PART}: {step.unknown})"
    return replace(step, value=_some(values), wrong=wrong, unknown=unknown and _some(unknown))


def _some(parts: str) -> str:
    return f"nullif(list_filter({parts}, lambda {PART}: {PART} IS NOT NULL), [])"
