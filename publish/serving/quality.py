"""The report of a release in plain words: what came in, what was left out, how people are safe."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from babel.numbers import format_percent

from publish.serving.languages import gettext as _
from publish.serving.languages import language, ngettext
from publish.serving.releases import Release
from publish.serving.words import LOCALES, readable_number, text

REPORT = "report.json"
Json = Mapping[str, Any]


@dataclass(frozen=True)
class Told:
    """What is told of an export: the titles of the tables made of it, and sentences."""

    titles: tuple[str, ...]
    sentences: tuple[str, ...]
    rejected: tuple[tuple[str, str, int], ...]


@dataclass(frozen=True)
class Quality:
    """What the report says of each export, and how many checks were passed and warned."""

    exports: tuple[Told, ...]
    checks: int
    warnings: int


def quality(release: Release) -> Quality | None:
    """The report of a release; None where it has none that can be read."""
    report = _read(release.folder / REPORT)
    if report is None:
        return None
    exports = tuple(_told(release, one) for one in report.get("tables", ()))
    return Quality(exports, len(report.get("checks", ())), len(report.get("warnings", ())))


def _read(path: Path) -> Json | None:
    try:
        found: Json = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return found


def _told(release: Release, table: Json) -> Told:
    names = [name for name in table["rows_out"] if name in release.tables]
    titles = tuple(text(release.tables[name], "title") or name for name in names)
    rejected = tuple((one["column"], one["reason"], one["rows"]) for one in table["rejected"])
    sentences = (*_counted(table), *_columns(table), *_protected(table))
    return Told(titles, sentences, rejected)


def _counted(table: Json) -> Iterator[str]:
    records, refused = table["records_in"], sum(one["rows"] for one in table["rejected"])
    if table["mode"] == "aggregates":
        yield _(
            "About %(records)s answers or records were read. None is published: only counts of "
            "people are."
        ) % {"records": readable_number(records)}
        return
    [published] = list(table["rows_out"].values())[:1] or [0]
    counts = {"records": readable_number(records), "rows": readable_number(published)}
    if table["mode"] == "things":
        yield _("%(records)s records were read, %(rows)s rows are published.") % counts
    else:
        yield _("About %(records)s records were read, %(rows)s rows are published.") % counts
    if refused:
        yield ngettext(
            "%(n)s record was set aside, for it does not fit its description.",
            "%(n)s records were set aside, for they do not fit their description.",
            refused,
        ) % {"n": readable_number(refused)}
    else:
        yield _("No record was set aside: all fit their description.")


def _columns(table: Json) -> Iterator[str]:
    dropped = table.get("columns_dropped", ())
    if dropped:
        roles: dict[str, list[str]] = {}
        for one in dropped:
            roles.setdefault(one["role"], []).append(one["name"])
        names = "; ".join(f"{', '.join(of)} ({role(name)})" for name, of in roles.items())
        yield _("Never published: %(names)s.") % {"names": names}
    recoded = [one for one in table.get("columns_published", ()) if one.get("technique")]
    if recoded:
        names = ", ".join(f"{one['name']} ({technique(one['technique'])})" for one in recoded)
        yield _("Made less precise: %(names)s.") % {"names": names}


def role(name: str) -> str:
    """What a column could reveal, in a word or two."""
    words = {
        "open": _("reveals nobody"),
        "identifier": _("says who it is"),
        "quasi_identifier": _("could lead to someone"),
        "sensitive": _("private matter"),
        "free_text": _("free text"),
    }
    return words.get(name, name)


def technique(name: str) -> str:
    """What was done to the values of a column, in a word or two."""
    words = {
        "band": _("in bands"),
        "round": _("rounded"),
        "prefix": _("first characters only"),
        "ladder": _("in larger groups"),
        "truncate_date": _("without the exact day"),
        "grid": _("moved to a grid"),
        "top_code": _("extremes put together"),
        "mask": _("words hidden"),
        "pseudonymise": _("replaced by a code"),
        "drop": _("left out"),
    }
    return words.get(name, name)


def _protected(table: Json) -> Iterator[str]:
    figures = table.get("protection") or {}
    if table["mode"] == "aggregates":
        yield from _cells(figures)
    elif table["mode"] == "records":
        yield from _records(figures)
    elif table["mode"] == "named":
        yield _(
            "Only people who agreed to be listed are, and with what they agreed to; who takes "
            "that back is gone at the next publication."
        )


def _cells(figures: Json) -> Iterator[str]:
    hidden = sum(one["suppressed_cells"] for one in figures.get("aggregates", {}).values())
    yield _("No count under %(k)s people is published.") % {"k": figures["k"]}
    if hidden:
        yield ngettext(
            "%(n)s count is left out, for it is smaller, or would tell a smaller one.",
            "%(n)s counts are left out, for they are smaller, or would tell a smaller one.",
            hidden,
        ) % {"n": readable_number(hidden)}


def _records(figures: Json) -> Iterator[str]:
    reached, policy = figures["reached"], figures["policy"]
    yield _(
        "At least %(reached)s people share each combination of %(columns)s (%(k)s are required)."
    ) % {
        "reached": reached["k_people"],
        "columns": ", ".join(figures["quasi_identifiers"]),
        "k": policy["k"],
    }
    if most := policy.get("max_rows_per_class"):
        yield _("At most %(most)s rows of a person are published.") % {"most": most}
    if share := figures["suppressed"]["rows"]:
        yield _(
            "%(share)s of the rows are left out, for too few people share their combination."
        ) % {"share": percent(share)}
    if held := figures.get("series", {}).get("held"):
        yield _("About %(held)s new rows wait until enough people have come.") % {
            "held": readable_number(held)
        }
    yield _(
        "Someone known by these columns would be picked out by chance at most %(most)s of the time."
        " Who knows more of them can learn more: such data is never wholly anonymous."
    ) % {"most": percent(figures["risk"]["prosecutor"]["max"])}


def percent(share: float) -> str:
    """A share in per cent."""
    return str(
        format_percent(
            share,
            "#,##0.#\u00a0%" if language() == "fr" else "#,##0.#%",
            locale=LOCALES[language()],
        )
    )
