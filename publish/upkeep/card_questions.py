"""What the *Kit Self Data Territorial* asks of who shares people's data, one by one.

Each answer is the line of a declaration that gives it, or what to write where none does.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from publish.declare.declaration import Dataset
from publish.declare.governance import OF_PEOPLE, WRITE, lacking
from publish.declare.model import Location
from publish.declare.site import SiteFolder
from publish.declare.table import Table
from publish.declare.yaml_file import line_of
from publish.words.bilingual import Words, bilingual
from publish.words.governance import OTHERS

PERSONAL = "personal"
BASIS = "basis"
REVIEWED = "reviewed"
QUESTIONS: dict[str, Words] = {
    PERSONAL: bilingual(
        "Quelles données personnelles sont détenues\u202f?", "Which personal data is held?"
    ),
    "purpose": bilingual("À quoi servent-elles\u202f?", "What is it used for?"),
    BASIS: bilingual(
        "Sur quelle base sont-elles publiées\u202f?", "On what basis is it published?"
    ),
    "model": bilingual("Quel modèle de gouvernance\u202f?", "Which model of governance?"),
    "controller": bilingual(
        "Qui est responsable du traitement\u202f?", "Who answers for it (controller)?"
    ),
    "decisions": bilingual("Qui décide de quoi\u202f?", "Who decides on what?"),
    "statutes": bilingual(
        "Quels sont les statuts du responsable\u202f?", "What is the controller in law?"
    ),
    "kept": bilingual("Combien de temps sont-elles gardées\u202f?", "For how long is it kept?"),
    "recipients": bilingual("Qui d'autre les voit\u202f?", "Who else sees it?"),
    "exit": bilingual("Comment en sort-on\u202f?", "How does one leave?"),
    REVIEWED: bilingual(
        "Qui a relu la politique de publication\u202f?", "Who reviewed the policy of publication?"
    ),
}
"""What is asked, in order; a dataset with nothing of a person is asked what concerns all."""


@dataclass(frozen=True)
class Unwritten:
    """What a file does not say: where it belongs (file and line, and below which key), and what."""

    place: str
    below: str
    text: str


@dataclass(frozen=True)
class Answered:
    """How a question is answered: the lines that answer it, and what is to be written.

    With neither, it does not concern the dataset.
    """

    dataset: str
    key: str
    lines: tuple[str, ...] = ()
    missing: tuple[Unwritten, ...] = ()


def answered(site: SiteFolder, names: Sequence[str]) -> list[Answered]:
    """Every question of every dataset named, or of all; raises DeclarationError."""
    return [one for name in site.chosen(names) for one in _answers(site, name)]


def _answers(site: SiteFolder, name: str) -> Iterator[Answered]:
    dataset = site.dataset(name)
    said = Evidence(site, name)
    missing = set(lacking(dataset.governance, dataset.of_someone))
    for key in QUESTIONS:
        if key == PERSONAL:
            yield said.lines(key, [("tables", table) for table in _held(dataset)])
        elif key == BASIS:
            yield _basis(said, dataset)
        elif key == REVIEWED:
            yield _reviewed(said, dataset)
        elif key in missing:
            yield Answered(name, key, missing=(said.write(("governance",), WRITE[key]),))
        elif key in OF_PEOPLE and not dataset.of_someone:
            yield Answered(name, key)
        else:
            yield said.lines(key, [("governance", key)])


def _held(dataset: Dataset) -> list[str]:
    return [name for name, table in dataset.tables.items() if table.of_someone]


@dataclass(frozen=True)
class Evidence:
    """Where a dataset's declaration says something."""

    site: SiteFolder
    name: str

    def at(self, place: Location) -> str:
        """A place as file, line and key."""
        path = self.site.declaration(self.name)
        return f"{path}:{line_of(path, place)}: {'.'.join(map(str, place))}"

    def write(self, place: Location, what: str) -> Unwritten:
        """What is to be written below a key of the file."""
        path = self.site.declaration(self.name)
        return Unwritten(f"{path}:{line_of(path, place)}", ".".join(map(str, place)), what)

    def lines(self, key: str, places: Sequence[Location]) -> Answered:
        """The answer that stands in these places."""
        return Answered(self.name, key, tuple(map(self.at, places)))


def _basis(said: Evidence, dataset: Dataset) -> Answered:
    """The basis of each table about people; others need none, but may ask for consents."""
    asked = {name: table for name, table in dataset.tables.items() if _asked(table)}
    lines = [said.at(place) for name, one in dataset.tables.items() for place in _told(name, one)]
    missing = [
        said.write(("tables", name), "basis: {kind: …, why: …}")
        for name, one in asked.items()
        if not one.lawful
    ]
    return Answered(said.name, BASIS, tuple(lines), tuple(missing))


def _asked(table: Table) -> bool:
    return table.about == "people" or table.basis is not None


def _told(name: str, table: Table) -> Iterator[Location]:
    """Where a table says its basis, and asks for a consent to more than that."""
    if table.basis:
        yield ("tables", name, "basis")
    if table.named:
        yield ("tables", name, "named")
    for purpose in OTHERS:
        if purpose in table.purposes:
            yield ("tables", name, "consents", purpose)


def _reviewed(said: Evidence, dataset: Dataset) -> Answered:
    if dataset.reviewed:
        return said.lines(REVIEWED, [("reviewed",)])
    if not dataset.of_someone:
        return Answered(said.name, REVIEWED)
    return Answered(
        said.name, REVIEWED, missing=(said.write((), "reviewed: {by: …, on: …, until: …}"),)
    )
