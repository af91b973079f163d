"""RECIPES: what may be done to a partner's cell before it is one of ours, and what each is given.

A recipe has no opinion on what it does not know: what does not fit makes its row a reject.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field, ValidationError

from publish.declare.model import Texts, as_tuple, nearest
from publish.declare.techniques import Number, Parameters
from publish.words.bilingual import Words, bilingual

RecipeStep = str | dict[str, str | int | bool | Texts]
"""A recipe by its name, or its name with what it is given."""
Form = Literal["text", "list"]


def _header(value: str) -> str:
    if not value.strip():
        raise ValueError(f"{value!r} is no header; write it as their file has it")
    return value


def _sign(value: str) -> str:
    if not value:
        raise ValueError("'' separates nothing; write a sign such as `;`")
    return value


Header = Annotated[str, AfterValidator(_header)]
"""A header or path of a partner's."""


class Nothing(Parameters):
    """It is given nothing."""


class Split(Parameters):
    """What stands between the parts."""

    at: Annotated[
        tuple[Annotated[str, AfterValidator(_sign)], ...],
        BeforeValidator(as_tuple),
        Field(min_length=1),
    ]
    """A separator, or several."""


class Join(Parameters):
    """What is put between the parts."""

    by: str
    """A text such as `, `."""


class Others(Parameters):
    """Other cells of the same row."""

    cells: Annotated[tuple[Header, ...], BeforeValidator(as_tuple), Field(min_length=1)]
    """Their headers."""


class Lookup(Parameters):
    """The words of ours that theirs stand for, in a CSV with the columns `theirs` and `ours`.

    A column `partner` says whose word it is, where several share the file; one without an `ours`
    is left out on purpose.
    """

    file: Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]*\.csv$")]
    """A file of the partners' folder, such as `categories.csv`."""
    otherwise: str | None = None
    """The word of ours for all that the file does not have; without it such a row is a reject."""


DIRECTIVES = "dmYyHMSBb"


def _format(format: str) -> str:
    directives = format.replace("%%", "").split("%")[1:]
    odd = [f"%{part[:1]}" for part in directives if part[:1] not in set(DIRECTIVES)]
    if odd or not directives:
        known = ", ".join(f"%{sign}" for sign in DIRECTIVES)
        raise ValueError(f"{format!r} is no format of a date; it may hold {known}")
    return format


class DateFormats(Parameters):
    """How days are written."""

    formats: Annotated[
        tuple[Annotated[str, AfterValidator(_format)], ...],
        BeforeValidator(as_tuple),
        Field(min_length=1),
    ]
    """Formats such as `%d/%m/%Y`: the first that fits; months by name in French or English."""


def _unit(unit: str) -> str:
    name, _, factor = unit.partition("=")
    try:
        good = bool(name.strip()) and (not factor or float(factor) > 0)
    except ValueError:
        good = False
    if not good:
        raise ValueError(f"{unit!r} is no unit; write `km`, or `m=0.001` for 0.001 of the column's")
    return unit


class Units(Parameters):
    """The units that may stand behind a number, and its decimal mark."""

    units: Annotated[
        tuple[Annotated[str, AfterValidator(_unit)], ...], BeforeValidator(as_tuple)
    ] = ()
    """`km`, or `m=0.001` for one of which one is 0.001 of the column's unit."""
    decimal: Literal[".", ","] | None = None
    """Where it is not said, a number that reads in two ways is a reject."""

    def factors(self) -> Iterator[tuple[str, Number]]:
        """Each unit and how much of the column's one of it is."""
        for unit in self.units:
            name, _, factor = unit.partition("=")
            yield name.strip(), float(factor or 1)


class Country(Parameters):
    """Whose national numbers are met."""

    country: Annotated[str, Field(pattern=r"^[1-9]\d{0,2}$")] = "33"
    """The calling code of the numbers that are written without one."""


class Point(Parameters):
    """Which of the two numbers of a point."""

    part: Literal["lat", "lon"]
    """`lat` or `lon`."""
    order: Literal["lat lon", "lon lat"] = "lat lon"
    """Which of two plain numbers is the first; WKT and GeoJSON say themselves."""


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
