"""RECIPES: what may be done to a partner's cell before it is one of ours, and what each is given.

A recipe has no opinion on what it does not know: what does not fit makes its row a reject.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from pydantic import ValidationError

from publish.declare.model import Texts, nearest
from publish.declare.recipe_given import (
    Code,
    Country,
    DateFormats,
    Join,
    Lookup,
    Nothing,
    Others,
    Point,
    Split,
    Units,
)
from publish.declare.techniques import Parameters
from publish.words.bilingual import Words, bilingual

RecipeStep = str | dict[str, str | int | bool | Texts]
"""A recipe by its name, or its name with what it is given."""
Form = Literal["text", "list"]


@dataclass(frozen=True)
class Recipe:
    """What is known of a recipe on both sides of the wall.

    `make` names the private function that writes its SQL, as `module:function`. `main` is the
    parameter that stands behind its name. One that takes a text does so for each part of a list.
    `beside` says whether other cells that it names must `all` be there, or may stand in (`any`).
    """

    parameters: type[Parameters]
    make: str
    words: Words
    main: str | None = None
    takes: Form = "text"
    gives: Form = "text"
    beside: Literal["any", "all"] | None = None


_AT = "publish.bakehouse.partners.recipes"
RECIPES: dict[str, Recipe] = {
    "trim": Recipe(
        Nothing, f"{_AT}.trim:trim", bilingual("espaces en trop retirés", "blanks trimmed")
    ),
    "split": Recipe(
        Split,
        f"{_AT}.parts:split",
        bilingual("coupé en plusieurs", "split into parts"),
        main="at",
        gives="list",
    ),
    "join": Recipe(
        Join,
        f"{_AT}.parts:join",
        bilingual("réuni en un texte", "joined into one text"),
        main="by",
        takes="list",
    ),
    "first": Recipe(
        Others,
        f"{_AT}.others:first",
        bilingual("première cellule remplie", "first cell that is filled"),
        main="cells",
        beside="any",
    ),
    "also": Recipe(
        Others,
        f"{_AT}.others:also",
        bilingual("plusieurs cellules ensemble", "several cells together"),
        main="cells",
        gives="list",
        beside="all",
    ),
    "lookup": Recipe(
        Lookup,
        f"{_AT}.lookup:lookup",
        bilingual("traduit dans nos mots", "put into our words"),
        main="file",
    ),
    "html": Recipe(
        Nothing, f"{_AT}.html:html", bilingual("balises HTML retirées", "HTML tags taken out")
    ),
    "date": Recipe(
        DateFormats,
        f"{_AT}.dates:date",
        bilingual("date lue dans son écriture", "date read in its format"),
        main="formats",
    ),
    "number": Recipe(
        Units,
        f"{_AT}.numbers:number",
        bilingual("nombre lu avec son unité", "number read with its unit"),
        main="units",
    ),
    "phone": Recipe(
        Country,
        f"{_AT}.phones:phone",
        bilingual("téléphone en écriture internationale", "telephone in international form"),
        main="country",
    ),
    "code": Recipe(
        Code,
        f"{_AT}.codes:code",
        bilingual("numéro réduit à ses chiffres", "number of an office without blanks"),
        main="form",
    ),
    "url": Recipe(
        Nothing, f"{_AT}.addresses:url", bilingual("adresse web complétée", "web address completed")
    ),
    "point": Recipe(
        Point,
        f"{_AT}.points:point",
        bilingual("coordonnée tirée d’un point", "coordinate taken from a point"),
        main="part",
    ),
}


@dataclass(frozen=True)
class Done:
    """A recipe with what it is given."""

    name: str
    given: Parameters

    @property
    def recipe(self) -> Recipe:
        """What is known of it."""
        return RECIPES[self.name]

    @property
    def headers(self) -> tuple[str, ...]:
        """The headers of the other cells that it takes."""
        return self.given.cells if isinstance(self.given, Others) else ()

    @property
    def file(self) -> str:
        """The file of the partners' folder that it looks into, "" where there is none."""
        return self.given.file if isinstance(self.given, Lookup) else ""


def done(step: RecipeStep) -> Done:
    """A step as it is meant; raises ValueError for what is no recipe or is given amiss."""
    name, *_ = [step] if isinstance(step, str) else [*step, ""]
    if name not in RECIPES:
        raise ValueError(f"unknown recipe {name!r}; {nearest(name, RECIPES)}")
    recipe = RECIPES[name]
    written: Mapping[str, object] = {} if isinstance(step, str) else step
    named = {recipe.main if key == name else key: value for key, value in written.items()}
    if None in named:
        raise ValueError(f"`{name}` is given nothing; write it alone")
    try:
        return Done(name, recipe.parameters.model_validate(named))
    except ValidationError as error:
        raise ValueError(_amiss(name, recipe, error)) from None


def _amiss(name: str, recipe: Recipe, error: ValidationError) -> str:
    """What is wrong with what a recipe is given, by the words of its own file."""
    [first, *_] = error.errors()
    key = str(first["loc"][0]) if first["loc"] else ""
    shown = name if key == recipe.main else f"{name}: {key}"
    said = first["msg"].removeprefix("Value error, ")
    return f"`{shown}`: {said[:1].lower()}{said[1:]}"


def in_order(steps: tuple[RecipeStep, ...]) -> tuple[RecipeStep, ...]:
    """The steps of a rule, each fit for what the one before gives; raises ValueError."""
    form: Form = "text"
    for step in map(done, steps):
        if step.recipe.takes == "list" and form == "text":
            raise ValueError(f"`{step.name}` takes parts; write `split` or `also` before it")
        if form == "list" and (step.recipe.gives == "list" or step.headers):
            raise ValueError(
                f"`{step.name}` takes one text; write `join` before it, or put it first"
            )
        form = "text" if step.recipe.takes == "list" else _later(form, step.recipe)
    return steps


def _later(form: Form, recipe: Recipe) -> Form:
    return "list" if form == "list" else recipe.gives
