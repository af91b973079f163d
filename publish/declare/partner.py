"""What a person declares of one partner: `data/<dataset>/partners/<partner>.yaml`."""

import re
from datetime import date
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from publish.declare.model import LicenseId, Model, Share, SqlName, Texts, Url, as_tuple, one_of
from publish.declare.recipe_given import Header
from publish.declare.recipes import RecipeStep, in_order
from publish.declare.source import Source
from publish.words.contact import is_email
from publish.words.frequencies import FrequencyName
from publish.words.unseen import has_unseen

MOST, SHOWN = 200, 60
"""Letters of a partner's name, and those of it that a message shows."""
Openness = Literal["open", "commons", "collective", "private"]
"""Who may see a column of a partner: everyone, or those of a circle, who get it elsewhere."""
Leave = Literal["override", "extend", "never"]
"""What a partner may do to a column of a row that others have too."""
HARVESTED = [
    *("decidim", "descriptor", "fournil", "gogocarto", "jsonld", "openfairdb", "sheet"),
    "wordpress",
]
"""The kinds of services whose rows are brought, or whose files are found."""


def _not_blank(value: str) -> str:
    if not value.strip():
        raise ValueError(f"{value!r} says nothing; write something here")
    return value


def _reached(value: str) -> str:
    if not (is_email(value) or re.fullmatch(r"https?://[^\s]+", value)):
        raise ValueError(f"{value!r} is no address; write an e-mail address, or https://…")
    return value


def _seen(value: str) -> str:
    for one in value:
        if has_unseen(one) or one in "\n\t":
            raise ValueError(
                f"{value[:SHOWN]!r} has a sign that nobody sees, U+{ord(one):04X}; type it anew, "
                "on one line"
            )
    return value


def _short(value: str) -> str:
    if len(value) > MOST:
        raise ValueError(
            f"{value[:SHOWN]!r}… has {len(value)} letters; a name has {MOST} at most, for pages "
            "show it in lists"
        )
    return value


Said = Annotated[str, AfterValidator(_not_blank), AfterValidator(_seen)]
Headers = Annotated[
    tuple[Header, ...],
    BeforeValidator(as_tuple, json_schema_input_type=str | tuple[str, ...]),
    Field(min_length=1),
]


def _as_rule(value: Any) -> Any:
    """A rule, where a file writes its headers alone."""
    return {"from": value} if isinstance(value, str | tuple) else value


class Agreement(Model):
    """Who of the partner agreed to the publication, when, and until when."""

    by: Said
    """Their name and office, kept private."""
    on: date
    """The day of the agreement."""
    until: date
    """The last day on which the partner's rows are published."""


class PartnerSource(Source):
    """Where a partner's rows come from: any source, or a known kind of service."""

    harvest: Annotated[str, AfterValidator(one_of(HARVESTED))] | None = None
    """The kind of service at `path`, such as `gogocarto`; a file or address of one if absent."""

    @model_validator(mode="after")
    def _of_a_path(self) -> Self:
        if not self.path or self.connection or self.command or self.usage or self.matomo:
            raise ValueError(
                "a partner's rows come from a `path:`, a file of the dataset's folder or an address"
            )
        if self.harvest and not self.path.startswith(("https://", "http://")):
            raise ValueError(
                f"`harvest: {self.harvest}` asks a server; write its address as `path:`"
            )
        return self


class MapRule(Model):
    """How one of our columns is made of a partner's: the first header that is there, then steps."""

    headers: Headers = Field(alias="from")
    """Their header or path, or several candidates: the first that the file has."""
    steps: Annotated[tuple[RecipeStep, ...], AfterValidator(in_order)] = Field(
        default=(), alias="do"
    )
    """Recipes, one after another."""


class PartnerPolicy(Model):
    """What a partner's file may do to the table."""

    create: bool = True
    """Whether it may add rows that nobody else has."""
    update: bool = True
    """Whether its later files may change rows that it gave."""
    vanished: Literal["keep", "mark", "remove"] = "remove"
    """What becomes of a row that its file has no more."""
    shrink: Share | None = None
    """The share of its rows that it may lose from one copy to the next, else its last good rows
    stay; as `shrink` of the table if absent."""
    columns: dict[SqlName, Leave] = Field(default={})
    """Where it may override others, only extend them (fill what is empty), or never touch."""


class Partner(Model):
    """One partner whose file becomes part of a table."""

    name: Annotated[Said, AfterValidator(_short)]
    """The name that notices and pages show."""
    formerly: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*$")] | None = None
    """What this file was called before, without its ending: its rows keep their ids."""
    url: Url | None = None
    """Their own site."""
    logo: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]+\.(svg|png|webp|jpg)$")] | None = None
    """A picture beside this file."""
    contact: Annotated[str, AfterValidator(_reached)] | None = None
    """An e-mail or web address, for the maintainer."""
    show_contact: bool = False
    """Whether the partner agreed that the contact is shown."""
    license: LicenseId
    """The licence of their data, by its SPDX id."""
    agreed: Agreement
    """Their agreement, without which nothing of theirs is published."""
    table: SqlName | None = None
    """The table that it feeds, where several take partners."""
    source: PartnerSource
    """Where the rows come from."""
    id: Headers
    """Their header or path, or several together, that names a row for ever."""
    updated: Annotated[MapRule, BeforeValidator(_as_rule)] | None = None
    """Their header of the day when a row last changed."""
    map: Annotated[
        dict[SqlName, Annotated[MapRule, BeforeValidator(_as_rule)]], Field(min_length=1)
    ]
    """Our column: their header, or the headers to try, and recipes."""
    missing_values: Texts = ()
    """What of theirs means that nothing is there, such as `NR`, beside what the table says."""
    unused: Annotated[tuple[Header, ...], BeforeValidator(as_tuple)] = ()
    """Their headers that nothing is made of, on purpose."""
    openness: dict[SqlName, Openness] = Field(default={})
    """Which of our columns are not open for this partner: these never leave."""
    policy: PartnerPolicy = PartnerPolicy()
    """What its file may do to the table."""
    refresh: FrequencyName | None = None
    """How often it is asked for again; at every publication if absent."""
