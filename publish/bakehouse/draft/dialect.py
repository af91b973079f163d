"""The dialect of a delimited text file: encoding, delimiter, quote, lines before the header."""

import codecs
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from publish.bakehouse.draft.encoding import encoding_of
from publish.bakehouse.draft.evidence import Evidence
from publish.bakehouse.draft.header import header_of
from publish.bakehouse.draft.score import Candidate, consistency, one_column_score, opens_cells

SAMPLE_BYTES = 1 << 19
SCORED_CHARACTERS = 1 << 16

# How much a delimiter is to be believed when parses look alike: what people choose on purpose.
DELIMITERS = {
    ",": 1.0, ";": 1.0, "\t": 1.0, "|": 0.98, "\x1f": 1.0, "\x01": 1.0, "\x1e": 1.0,
    "¦": 0.9, "§": 0.9, "^": 0.9, "~": 0.9, "#": 0.7, "&": 0.6, "*": 0.6, "!": 0.6,
    ":": 0.62, " ": 0.7, "/": 0.25, "=": 0.3, "_": 0.2, "-": 0.2,
}  # fmt: skip
QUOTED = 1.2
SEPARATOR = re.compile(r'"?sep=([^\w\s"]|\t)"?[;,\t]*\s*', re.IGNORECASE)
"""The line that tells Excel the delimiter."""


@dataclass(frozen=True)
class FileDialect:
    """How a delimited file is written; `skip` counts the lines before the header.

    `evidence` speaks for a header or against; a first record it says nothing of is taken for one.
    `delimiter` is "" for a single column, `quote` is `"` where no cell is quoted,
    `escape` is a backslash where it stands before quotes, else "" (quotes are doubled).
    """

    encoding: str
    delimiter: str
    quote: str
    escape: str
    newline: str
    skip: int
    has_header: bool
    evidence: Evidence = field(default=Evidence(0), compare=False)


def detect(path: Path) -> FileDialect:
    """The dialect of the text file at `path`; raises SourceError for an empty or binary one."""
    encoding = encoding_of(path)
    return dialect_of(sample(path, encoding), encoding)


def sample(path: Path, encoding: str) -> str:
    """The first half megabyte, cut behind a line; characters that cannot be read are replaced."""
    with path.open("rb") as file:
        data = file.read(SAMPLE_BYTES)
        whole = not file.read(1)
    text = codecs.getincrementaldecoder(encoding)(errors="replace").decode(data, final=whole)
    text = text.removeprefix("\ufeff")
    return text if whole else text[: max(text.rfind("\n"), text.rfind("\r")) + 1] or text


def dialect_of(text: str, encoding: str) -> FileDialect:
    """The dialect of a sample of text that was read with `encoding`."""
    lines = lines_of(text)
    told = SEPARATOR.fullmatch(lines[0]) if lines[1:] else None
    table = lines[1:] if told else lines
    best = best_candidate(table, told[1] if told else "")
    best = Candidate(best.delimiter, best.quote, escape_of(text, best.delimiter, best.quote))
    start = header_of(table, best)
    return FileDialect(
        encoding=encoding,
        delimiter=best.delimiter,
        quote=best.quote,
        escape=best.escape,
        newline=newline_of(text),
        skip=start.skip + len(lines) - len(table),
        has_header=start.evidence.for_header,
        evidence=start.evidence,
    )


def newline_of(text: str) -> str:
    """The commonest line end: CR LF, LF or CR."""
    pairs = text.count("\r\n")
    counts = {"\n": text.count("\n") - pairs, "\r\n": pairs, "\r": text.count("\r") - pairs}
    return max(counts, key=lambda end: counts[end])


def lines_of(text: str) -> list[str]:
    """The physical lines, each ended by LF."""
    return re.findall(r"[^\n]*\n|[^\n]+", text.replace("\r\n", "\n").replace("\r", "\n"))


def best_candidate(lines: Sequence[str], told: str = "") -> Candidate:
    """The candidate whose parse looks most like a table; of one delimiter, where it is `told`."""
    scored = _within(_without_comments(lines), SCORED_CHARACTERS)
    best, top = Candidate(told, '"'), 0.0 if told else one_column_score(scored)
    text = "".join(scored)
    for candidate in candidates(text, told or DELIMITERS):
        prior = DELIMITERS.get(candidate.delimiter, 1.0) * _enclosing(text, candidate)
        score = prior * consistency(scored, candidate, floor=top / prior)
        if score > top:
            best, top = candidate, score
    return best


def candidates(text: str, delimiters: Iterable[str] = tuple(DELIMITERS)) -> Iterator[Candidate]:
    """The dialects worth a parse, the likelier first: those whose signs occur."""
    for delimiter in delimiters:
        if delimiter in text:
            for quote in quotes(text, delimiter):
                yield Candidate(delimiter, quote, escape_of(text, delimiter, quote))


def _enclosing(text: str, candidate: Candidate) -> float:
    """What a delimiter gains by quotes that stand beside it."""
    if not candidate.quote:
        return 1.0
    opening, share = opens_cells(text, candidate.delimiter, candidate.quote)
    return QUOTED if opening > 2 and share > 0.8 else 1.0


def quotes(text: str, delimiter: str) -> list[str]:
    """The quotes worth a parse: `'` where it encloses cells, else `"`, none where that fails."""
    doubles, double = opens_cells(text, delimiter, '"')
    _, single = opens_cells(text, delimiter, "'")
    if single > 0.5 and single > double:
        return ["'", '"']
    if doubles and double < 0.3:
        return ['"', ""] if double else [""]
    return ['"']


def escape_of(text: str, delimiter: str, quote: str) -> str:
    """A backslash where quotes inside cells follow one more often than they are doubled."""
    if not quote or "\\" + quote not in text:
        return ""
    edge = re.escape(delimiter)
    inside = rf"(?<!\\)(?:\\\\)*\\{quote}(?!\s*(?:{edge}|$))"
    escaped = len(re.findall(inside, text, re.MULTILINE))
    doubled = len(re.findall(rf"[^{edge}\n{quote}\\]{quote}{quote}[^{quote}]", text))
    return "\\" if escaped > doubled else ""


def _without_comments(lines: Sequence[str]) -> Sequence[str]:
    """The lines that are no comment (# or //); one inside open quotes is none."""
    kept: list[str] = []
    quoted = False
    for line in lines:
        if quoted or not line.startswith(("#", "//")):
            kept.append(line)
            quoted ^= line.count('"') % 2 == 1
    return kept if any(line.strip() for line in kept) else lines


def _within(lines: Sequence[str], characters: int) -> list[str]:
    kept: list[str] = []
    size = 0
    for line in lines:
        size += len(line)
        if kept and size > characters:
            break
        kept.append(line)
    return kept
