"""The folders of a site: what is declared, what is private, what is served."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from publish.declare.color import BRAND
from publish.declare.declaration import Dataset, SiteMetadata
from publish.declare.model import dataset_name
from publish.declare.partner import Partner
from publish.declare.partner_folder import files_in, read_partner, read_partners
from publish.declare.reuse import Reuses
from publish.declare.sources import Sources
from publish.declare.yaml_file import load, text_of
from publish.errors import DeclarationError

README = "README.md"
SOURCES = "sources.yaml"
DECLARATION = "dataset.yaml"
REUSES = "reuses.yaml"
PARTNERS = "partners"
"""The folder of a dataset that holds a file of each partner, and their committed copies."""


@dataclass(frozen=True)
class SiteFolder:
    """The folder that holds `metadata.yaml`, `data/`, `private/` and `releases/`."""

    root: Path

    @property
    def data(self) -> Path:
        """The declarations and exports, a folder per dataset."""
        return self.root / "data"

    @property
    def private(self) -> Path:
        """What is never served nor committed."""
        return self.root / "private"

    @property
    def desk(self) -> Path:
        """What people said back, and what was decided of it; never served."""
        return self.root / "desk" / "desk.db"

    @property
    def releases(self) -> Path:
        """What is served."""
        return self.root / "releases"

    def metadata(self) -> SiteMetadata:
        """The site's own words; raises DeclarationError."""
        return load(self.root / "metadata.yaml", SiteMetadata)

    def color(self) -> str:
        """The site's own colour, for its pictures; raises DeclarationError."""
        look = self.metadata().look
        return (look and look.color) or BRAND

    def sources(self) -> Sources:
        """What datasets may read beyond their folders; raises DeclarationError."""
        path = self.private / SOURCES
        return load(path, Sources) if path.exists() else Sources()

    def datasets(self) -> list[str]:
        """The names of the declared datasets, sorted."""
        return sorted(path.name for path in self.data.glob("*") if _there(path / DECLARATION))

    def chosen(self, names: Sequence[str]) -> list[str]:
        """The datasets named, or all declared; raises DeclarationError where one is unknown."""
        for name in names:
            self.declaration(name)
        if not (chosen := list(names) or self.datasets()):
            raise DeclarationError(
                f"{self.data}: no dataset is declared yet; `fournil new FILE` drafts one"
            )
        return chosen

    def declaration(self, dataset: str) -> Path:
        """Where a dataset is declared; raises DeclarationError naming the ones there are."""
        path = self.data / dataset / DECLARATION
        if not _there(path):
            known = ", ".join(self.datasets()) or "none yet, `fournil new FILE` drafts one"
            raise DeclarationError(f"no dataset {dataset!r} in {self.data}; there: {known}")
        return path

    def readme(self, dataset: str) -> str | None:
        """The dataset's long description for people; None where nobody wrote one.

        Raises DeclarationError where it is not UTF-8.
        """
        path = self.data / dataset / README
        return text_of(path) if path.is_file() else None

    def reuses(self, dataset: str) -> Reuses:
        """What is listed of what others made of a dataset; raises DeclarationError."""
        path = self.data / dataset / REUSES
        return load(path, Reuses) if _there(path) else Reuses()

    def partner_files(self, dataset: str) -> dict[str, Path]:
        """Where each partner of a dataset is declared, by the file's stem, sorted."""
        return files_in(self.data / dataset / PARTNERS)

    def partners(self, name: str) -> dict[str, Partner]:
        """The partners of a dataset, by the stems of their files; raises DeclarationError.

        All that is wrong in all of the files is told at once.
        """
        folder = self.data / name / PARTNERS
        if not folder.is_dir():
            return {}
        return read_partners(folder, self.declaration(name), self.dataset(name))

    def partner(self, dataset: str, name: str) -> Partner:
        """A partner by the stem of its file, whatever is wrong with others; raises so."""
        folder = self.data / dataset / PARTNERS
        return read_partner(folder, self.declaration(dataset), self.dataset(dataset), name)

    def dataset(self, name: str) -> Dataset:
        """A dataset's declaration; raises DeclarationError, also for a folder's unfit name."""
        path = self.declaration(name)
        try:
            dataset_name(name)
        except ValueError as error:
            raise DeclarationError(f"{path.parent}: {error} (rename the folder)") from None
        return load(path, Dataset)


def _there(path: Path) -> bool:
    """Whether a file exists: where nobody may look, it is refused rather than passed over."""
    try:
        return path.exists()
    except PermissionError:
        return True
