"""The open data of a Decidim: one kind of what people made there, such as its proposals."""

from urllib.parse import urljoin

from publish.bakehouse.fetch.request import shown
from publish.bakehouse.partners.harvested import Asked
from publish.bakehouse.partners.located import Located
from publish.errors import SourceError

DOWNLOAD = "/open-data/download"


def locate(asked: Asked) -> Located:
    """The CSV of the kind that `table` names (`proposals`, `meetings`) in a Decidim's archive.

    Headers are `title/fr`. Cells stand between `;`, unless another delimiter is declared. Raises
    SourceError where no kind is named.
    """
    table = asked.source.table
    if not table:
        raise SourceError(
            f"{shown(asked.address)}: its archive has a file for each kind of thing; name one by "
            "`table:`, as in `proposals`"
        )
    address = asked.address
    if DOWNLOAD not in address:
        address = urljoin(address, DOWNLOAD)
    read = {"format": "csv", "delimiter": asked.source.delimiter or ";"}
    return Located(address, read, member=f"-open-data-{table}.csv")
