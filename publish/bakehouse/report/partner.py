"""What a partner is told, in plain words: taken, refused and why, not understood, corrected."""

import csv
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import NamedTuple

from publish.bakehouse.partners.copies import partner_folder
from publish.bakehouse.partners.look import Look
from publish.bakehouse.report import template
from publish.bakehouse.report.partner_words import WORDS
from publish.corrections import desk_file
from publish.corrections.live import COLUMNS, live
from publish.corrections.pairs import asked_in
from publish.declare.site import SiteFolder
from publish.release.disk import write_private
from publish.release.rejects import REASONS
from publish.words.dates import in_words
from publish.words.unseen import plain

_FORMULA = re.compile(r"(?:^|(?<=[,;\t\r\n]))(?=\s*[=+@-])")
PAGE, LIST, MEMORY = "report.html", "report.csv", "headers.json"


class Line(NamedTuple):
    """One thing that is told: its kind, where it stands, and the words for it."""

    kind: str
    line: str = ""
    row: str = ""
    header: str = ""
    what: str = ""


@dataclass(frozen=True)
class Since:
    """The headers that are new and gone since the partner was told last."""

    new: Sequence[str] = ()
    gone: Sequence[str] = ()


def write_report(site: SiteFolder, dataset: str, found: Look, language: str) -> list[Path]:
    """Write a partner's report, a page and a list, into its private folder; their paths."""
    folder = partner_folder(site, dataset, found.harvested.partner)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    since = _since(folder / MEMORY, found)
    lines = [*_lines(site, dataset, found, since, language)]
    words = {name: said[language] for name, said in WORDS.items()}
    day = in_words(found.harvested.day, language)
    page = template("partner.html").render(
        words=words, language=language, look=found, day=day, lines=lines, kinds=_kinds(lines)
    )
    write_private(folder / PAGE, page)
    write_private(folder / LIST, _list(lines, words))
    _remember(folder / MEMORY, found)
    return [folder / PAGE, folder / LIST]


def _kinds(lines: Sequence[Line]) -> list[str]:
    return [*dict.fromkeys(line.kind for line in lines)]


def _lines(
    site: SiteFolder, dataset: str, found: Look, since: Since, language: str
) -> Iterator[Line]:
    yield from _rejected(found, language)
    for (column, word), rows in found.unknown.most_common():
        yield Line("unknown", header=_theirs(found, column), what=f"{plain(word)} ({rows})")
    if found.swapped:
        yield Line("swapped", what=str(found.swapped))
    yield from (Line("since_new", header=header) for header in since.new)
    yield from (Line("since_gone", header=header) for header in since.gone)
    yield from (Line("broken", header=header) for header in found.headers("gone"))
    yield from (Line("unused", header=header) for header in found.headers("new"))
    yield from _duplicates(site, dataset, found)
    yield from _corrections(site, dataset, found)


def _rejected(found: Look, language: str) -> Iterator[Line]:
    for one in sorted(found.samples, key=lambda one: one.line):
        why = REASONS[one.reason.code][language] % one.reason.values
        yield Line("rejected", str(one.line), header=_theirs(found, one.column), what=why)


def _theirs(found: Look, column: str) -> str:
    """What the partner calls one of our columns."""
    partner = found.harvested.declared
    if column in partner.map:
        headers = partner.map[column].headers
        return next((one for one in headers if one in found.headers("headers")), headers[0])
    return ", ".join(partner.id)


def _duplicates(site: SiteFolder, dataset: str, found: Look) -> Iterator[Line]:
    """The pairs that wait for a person; of other partners' rows no more than their ids."""
    if not desk_file.there(site.desk):
        return
    own = f"{found.harvested.partner}/"
    for pair in asked_in(site.desk, dataset, found.table):
        both = () if pair.kind else (pair.rows, pair.rows[::-1])
        for ours, other in both:
            if ours.startswith(own):
                said = f"{other} ({round(100 * pair.probability)} %)"
                yield Line("duplicate", row=ours.removeprefix(own), what=said)
                break


def _corrections(site: SiteFolder, dataset: str, found: Look) -> Iterator[Line]:
    """What the public corrected in rows that are this partner's."""
    theirs = {id: name for name, id in found.ids.items()}
    for values in live(site.desk, dataset, found.table):
        one = dict(zip(COLUMNS, values, strict=True))
        [key, *_] = json.loads(str(one["key"]))
        if key in theirs:
            header = _theirs(found, str(one["column"]))
            yield Line("corrected", row=theirs[key], header=header, what=plain(str(one["new"])))


def _list(lines: Sequence[Line], words: dict[str, str]) -> str:
    """The same as CSV, which a spreadsheet opens."""
    out = StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([words[f"column_{name}"] for name in Line._fields])
    for line in lines:
        writer.writerow([words[line.kind], *map(_safe, line[1:])])
    return "\ufeff" + out.getvalue()


def _safe(cell: str) -> str:
    """A cell of which no spreadsheet takes any part for a formula, wherever it cuts the line."""
    return _FORMULA.sub("'", cell)


def _since(path: Path, found: Look) -> Since:
    if not path.is_file():
        return Since()
    now, before = found.headers("headers"), json.loads(path.read_text("utf-8"))
    if before["day"] == str(found.harvested.day):
        before = before["before"] or before
    last = before["headers"]
    new = [header for header in now if header not in last]
    return Since(new, [header for header in last if header not in now])


def _remember(path: Path, found: Look) -> None:
    """Their headers of this copy, and those of the one before."""
    day, headers = str(found.harvested.day), found.headers("headers")
    last = json.loads(path.read_text("utf-8")) if path.is_file() else None
    if last and last["day"] == day:
        last = last["before"]
    kept = {"day": last["day"], "headers": last["headers"], "before": None} if last else None
    write_private(path, json.dumps({"day": day, "headers": headers, "before": kept}))
