"""What an answer holds: written into an archive by the bakehouse, read there by the desk."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from io import BytesIO
from typing import Any, Literal
from zipfile import ZipFile

from publish.people.left import Left, left_of
from publish.people.went import NOWHERE, Went, went_of
from publish.words.governance import Purpose

MANIFEST = "manifest.json"
ANSWER = "answer.json"
"""All that is held and what is shown of it, in one file of the archive."""
Fate = Literal["same", "coarser", "code", "counted", "private"]
"""What becomes of a column: it is published as it is, coarser, as a code, within numbers of people,
or not at all."""
Value = str | int | float | bool | None


@dataclass(frozen=True)
class HeldColumn:
    """A column, what becomes of it, and by which technique; `titles` are by language."""

    name: str
    type: str
    fate: Fate
    technique: str
    titles: Mapping[str, str]


@dataclass(frozen=True)
class HeldRow:
    """A row of an export: its values, and what is shown of those that leave otherwise.

    `left` is empty, or says why nothing of it leaves: `withdrawn`, `no consent` or `unreadable`.
    """

    values: Mapping[str, Value]
    shown: Mapping[str, Value]
    left: str = ""


@dataclass(frozen=True)
class HeldTable:
    """The rows of a person in a table; `people` is the fewest who share what is shown, 0 of things.

    `person` is the column that names them. `kept` are how many versions stay downloadable, of the
    last and one a month; `portals` are the addresses to which each is sent.
    """

    dataset: str
    table: str
    titles: Mapping[str, str]
    about: str
    person: str
    people: int
    license: str
    controller: str
    kept: tuple[int, int]
    portals: Sequence[str]
    columns: Sequence[HeldColumn]
    rows: Sequence[HeldRow]
    went: Went = NOWHERE


@dataclass(frozen=True)
class HeldCorrection:
    """A proposal of the person: of which row, what they wrote, and what became of it."""

    number: int
    dataset: str
    table: str
    key: Sequence[str]
    changes: Mapping[str, Sequence[str | None]]
    why: str
    evidence: str
    received: str
    state: str


@dataclass(frozen=True)
class HeldConsent:
    """A consent: since when (empty where no day is told), which columns, for what.

    `version` is that of the words, `expires` the first day on which it stands no more, `withdrawn`
    the day on which it was withdrawn at the desk; each empty where there is none. `outdated` says
    that the words of that version stand no more, or that nothing tells which they were; `unread`
    that what the export tells of it is neither a day nor a yes.
    """

    dataset: str
    table: str
    given: str
    covers: Sequence[str]
    why: str
    purpose: Purpose = "name"
    version: str = ""
    expires: str = ""
    withdrawn: str = ""
    outdated: bool = False
    unread: bool = False


@dataclass(frozen=True)
class Answer:
    """All that is held of one person, on a day."""

    day: str
    language: str
    publisher: str
    contact: str
    tables: Sequence[HeldTable]
    corrections: Sequence[HeldCorrection]
    consents: Sequence[HeldConsent]
    left: Sequence[Left] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing is held."""
        return not (self.has_rows or self.corrections or self.left)

    @property
    def has_rows(self) -> bool:
        """Whether an export has a row of theirs."""
        return any(one.rows for one in self.tables)


def as_json(answer: Answer) -> str:
    """The text of ANSWER."""
    return json.dumps(asdict(answer), ensure_ascii=False, indent=1) + "\n"


def read_answer(archive: bytes) -> Answer:
    """What an archive holds; raises KeyError, ValueError for what is none."""
    with ZipFile(BytesIO(archive)) as files:
        tree: dict[str, Any] = json.loads(files.read(ANSWER))
    tables = [HeldTable(**{**one, **_rows(one)}) for one in tree["tables"]]
    corrections = [HeldCorrection(**one) for one in tree["corrections"]]
    consents = [HeldConsent(**one) for one in tree["consents"]]
    # Answers of before tell nothing of it.
    left = [left_of(one) for one in tree.get("left", ())]
    lists = {"tables": tables, "corrections": corrections, "consents": consents, "left": left}
    return Answer(**{**tree, **lists})


def _rows(table: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "columns": [HeldColumn(**one) for one in table["columns"]],
        "rows": [HeldRow(**one) for one in table["rows"]],
        "kept": tuple(table["kept"]),
        # Answers of before tell nothing of it.
        "went": went_of(table["went"]) if "went" in table else NOWHERE,
    }
