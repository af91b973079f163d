"""How many members have to accept what is proposed of a table, as its declaration says."""

from publish.corrections.declared import declared_tables
from publish.declare.corrections import Corrections
from publish.declare.site import SiteFolder


def eyes_of(site: SiteFolder, dataset: str, table: str) -> int:
    """One or two; one where the dataset is declared on another machine.

    Raises DeclarationError where the declaration cannot be read: it may ask for two.
    """
    declared = (declared_tables(site, dataset) or {}).get(table)
    return ((declared and declared.corrections) or Corrections()).eyes
