"""The folders of a site: what is declared, what is private, what is served."""

from dataclasses import dataclass
from pathlib import Path

from publish.declaration import Dataset, Site
from publish.errors import DeclarationError
from publish.model import dataset_name
from publish.yaml_file import load

README = "README.md"


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
    def releases(self) -> Path:
        """What is served."""
        return self.root / "releases"

    def metadata(self) -> Site:
        """The site's own words; raises DeclarationError."""
        return load(self.root / "metadata.yaml", Site)

    def datasets(self) -> list[str]:
        """The names of the declared datasets, sorted."""
        return sorted(path.parent.name for path in self.data.glob("*/dataset.yaml"))

    def declaration(self, dataset: str) -> Path:
        """Where a dataset is declared; raises DeclarationError naming the ones there are."""
        path = self.data / dataset / "dataset.yaml"
        if not path.is_file():
            known = ", ".join(self.datasets()) or "none yet, `fournil new FILE` drafts one"
            raise DeclarationError(f"no dataset {dataset!r} in {self.data}; there: {known}")
        return path

    def readme(self, dataset: str) -> str | None:
        """The dataset's long description for people; None where nobody wrote one."""
        path = self.data / dataset / README
        return path.read_text(encoding="utf-8") if path.is_file() else None

    def dataset(self, name: str) -> Dataset:
        """A dataset's declaration; raises DeclarationError, also for a folder's unfit name."""
        path = self.declaration(name)
        try:
            dataset_name(name)
        except ValueError as error:
            raise DeclarationError(f"{path.parent}: {error} (rename the folder)") from None
        return load(path, Dataset)
