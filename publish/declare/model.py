"""What all declared models share: their strictness, their kinds of value, the nearest word."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from difflib import get_close_matches
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticKnownError

from publish.declare.color import hex_color
from publish.words.compatible import closed_license
from publish.words.licenses import CONTENTS_LICENSES, LICENSES
from publish.words.systems import SYSTEMS

Location = tuple[str | int, ...]
Finding = tuple[Location, str]
Tree = Mapping[str, Any]

# The first parts of the site's own addresses: those there are, and those that will be.
RESERVED_DATASETS = frozenset(
    [
        "about", "accessibility", "api", "atom", "catalog", "data", "datasets", "desk", "download",
        "embed", "en", "favicon", "feed", "fr", "healthz", "legal", "licenses", "livez", "llms",
        "login", "logout", "manifest", "map", "mcp", "metrics", "oembed", "openapi",
        "opensearch", "partners", "readyz", "reconcile", "releases", "reuses", "robots", "search",
        "share", "sitemap", "static", "status", "takedown", "usage",
    ]
)  # fmt: skip


# What people write for our words, where the spelling alone would lead elsewhere.
SYNONYMS = {
    "array": "list", "bool": "boolean", "decimal": "number", "double": "number",
    "float": "number", "int": "integer", "object": "json", "str": "string", "text": "string",
    "timestamp": "datetime", "varchar": "string", "licence": "license", "biannual": "semiannual",
    "bimensuel": "semimonthly", "fortnightly": "biweekly", "half-yearly": "semiannual",
    "hebdomadaire": "weekly", "mensuel": "monthly", "quotidien": "daily", "yearly": "annual",
}  # fmt: skip


class Model(BaseModel):
    """A frozen model that refuses keys it does not know."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        populate_by_name=True,
        strict=True,
        use_attribute_docstrings=True,
    )

    @classmethod
    def findings(cls, tree: Tree) -> Iterator[Finding]:
        """What contradicts itself in a file read into this model: (where, what).

        Takes the file as it was written, since other keys of it may be wrong too.
        """
        return iter(())


def nearest(word: str, known: Iterable[str], otherwise: str = "known: ") -> str:
    """Words that help after an unknown one: the nearest known one, or all of them."""
    names = [str(name) for name in known]
    if SYNONYMS.get(word.casefold()) in names:
        return f"did you mean `{SYNONYMS[word.casefold()]}`?"
    folded = {name.casefold(): name for name in names}
    near = get_close_matches(word.casefold(), folded, n=1, cutoff=0.6)
    if near:
        return f"did you mean `{folded[near[0]]}`?"
    return f"{otherwise}{', '.join(names) or 'none'}"


def as_tuple(value: Any) -> Any:
    """A list of one, where a file writes a text alone."""
    return (value,) if isinstance(value, str) else value


def one_of(known: Collection[str]) -> Callable[[str], str]:
    """Takes a name of those known when a file is read, and refuses others as a Literal does."""

    def checked(value: str) -> str:
        if value not in known:
            *most, last = (repr(name) for name in known)
            expected = f"{', '.join(most)} or {last}" if most else last
            raise PydanticKnownError("literal_error", {"expected": expected})
        return value

    return checked


def _aliases() -> dict[str, str]:
    """Other names of the licences, small letters, with their SPDX ids."""
    found = {"lo": "etalab-2.0"}
    for spdx, one in LICENSES.items():
        names = (spdx, one.data_gouv, *one.title.values())
        found |= {name.casefold(): spdx for name in names}
    return found


def _nearest_license(value: str) -> str:
    aliases = _aliases()
    near = get_close_matches(value.casefold(), aliases, n=1, cutoff=0.5)
    return f"did you mean `{aliases[near[0]]}`? " if near else ""


def _known_license(value: str) -> str:
    if closed := closed_license(value):
        raise ValueError(f"license {value!r} cannot be published: {closed.why}")
    if value not in LICENSES:
        known = ", ".join(sorted(LICENSES))
        raise ValueError(f"unknown license {value!r}; {_nearest_license(value)}known: {known}")
    return value


def _known_contents_license(value: str) -> str:
    if value not in CONTENTS_LICENSES:
        known = ", ".join(sorted(CONTENTS_LICENSES))
        raise ValueError(f"unknown license of contents {value!r}; known: {known}")
    return value


def dataset_name(value: str) -> str:
    """The name, fit for an address of the site; raises ValueError."""
    if not re.fullmatch(r"[a-z][a-z0-9-]*", value):
        raise ValueError(
            f"{value!r} is no dataset name; use a-z, 0-9 and -, starting with a letter"
        )
    if value in RESERVED_DATASETS:
        raise ValueError(f"{value!r} is reserved for the site's own pages; choose another name")
    return value


def _sql_name(value: str) -> str:
    if not re.fullmatch(r"[a-z][a-z0-9_]*", value) or value.startswith("sqlite_"):
        raise ValueError(
            f"{value!r} is no table or column name; use a-z, 0-9 and _, starting with a letter"
        )
    if value in {"rowid", "oid"}:
        raise ValueError(f"{value!r} is SQLite's own name for a row; choose another name")
    return value


def _regular_expression(value: str) -> str:
    try:
        re.compile(value)
    except re.error as error:
        hint = "put \\ before signs meant as they are"
        raise ValueError(f"{value!r} is no regular expression ({error}); {hint}") from None
    return value


def _web_address(value: str) -> str:
    if not re.fullmatch(r"https?://[^\s]+", value):
        raise ValueError(f"{value!r} is no web address; write https://…")
    return value


def _system(value: str) -> str:
    if not re.fullmatch(r"EPSG:\d{4,5}", value):
        codes = {system.name.casefold(): code for code, system in SYSTEMS.items()}
        near = get_close_matches(value.casefold(), [*codes, *SYSTEMS], n=1, cutoff=0.6)
        known = [codes.get(name, name) for name in near]
        hint = f"did you mean `{known[0]}`?" if known else "write for example EPSG:2154"
        raise ValueError(f"{value!r} is no code of a system; {hint}")
    return value


def _environment_variable(value: str) -> str:
    # The value is not repeated: it may be the key itself.
    if not re.fullmatch(r"[A-Z][A-Z0-9_]{0,60}", value):
        raise ValueError(
            "expected the NAME of an environment variable, such as DATA_GOUV_KEY; "
            "the key itself never stands in a file"
        )
    return value


def _source_name(value: str) -> str:
    if not re.fullmatch(r"[a-z][a-z0-9-]*", value):
        raise ValueError(
            f"{value!r} is no name of a source; use a-z, 0-9 and -, starting with a letter"
        )
    return value


DatasetName = Annotated[str, AfterValidator(dataset_name)]
EnvironmentVariable = Annotated[str, AfterValidator(_environment_variable)]
SourceName = Annotated[
    str, AfterValidator(_source_name), Field(json_schema_extra={"pattern": "^[a-z][a-z0-9-]*$"})
]
SqlName = Annotated[
    str, AfterValidator(_sql_name), Field(json_schema_extra={"pattern": "^[a-z][a-z0-9_]*$"})
]
LicenseId = Annotated[
    str, AfterValidator(_known_license), Field(json_schema_extra={"enum": list(LICENSES)})
]
ContentsLicenseId = Annotated[
    str,
    AfterValidator(_known_contents_license),
    Field(json_schema_extra={"enum": list(CONTENTS_LICENSES)}),
]
SystemCode = Annotated[
    str, AfterValidator(_system), Field(json_schema_extra={"pattern": r"^EPSG:\d{4,5}$"})
]
Pattern = Annotated[str, AfterValidator(_regular_expression)]
# A single text stands for a list of one.
Texts = Annotated[
    tuple[str, ...],
    BeforeValidator(as_tuple, json_schema_input_type=str | tuple[str, ...]),
]
Names = Annotated[
    tuple[SqlName, ...],
    BeforeValidator(as_tuple, json_schema_input_type=SqlName | tuple[SqlName, ...]),
]
Color = Annotated[
    str, AfterValidator(hex_color), Field(json_schema_extra={"pattern": "^#[0-9a-fA-F]{6}$"})
]
Share = Annotated[float, Field(ge=0, le=1)]
Url = Annotated[
    str, AfterValidator(_web_address), Field(json_schema_extra={"pattern": r"^https?://\S+$"})
]
