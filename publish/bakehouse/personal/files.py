"""Numbers of files and orders that look like telephone numbers: `0620240145`, `réf. 06…`."""

import re
from collections.abc import Sequence

from publish.bakehouse.personal.kind import words

OF_FILES = words(
    """
    ref refs reference references dossier dossiers commande commandes facture factures ticket
    tickets
    contrat devis marche sku article articles lot parcelle insee siren siret permis pc dp osm ean
    gtin serie series matricule inventaire cote compteur version order invoice file
    """
)

OF_KEYS = words("id ids code codes cle key identifiant compte n num")

# A word for a file, an order, a lot, before a number that stands in no pairs.
FILED = re.compile(
    r"\b(?:r[ée]f[ée]?r?e?n?c?e?s?|dossiers?|commandes?|factures?|tickets?|contrat|devis|march[ée]|sku"
    r"|article|lot|code|id|parcelle|s[ée]rie|matricule|inventaire|permis|compteur|cote|order|file)\b\W{0,3}"
    r"(?:(?:n[°o]|num[ée]ro|no)\W{0,3})?$",
    re.IGNORECASE,
)

YEAR = re.compile(r"(?:19[5-9]|20[0-4])\d")

FICTION = ("063998", "019900", "026191", "035301", "046571", "053649")


def given_out(texts: Sequence[str]) -> bool:
    """Whether these are not all a département and a year first, as numbers of files are."""
    bare = [text.strip() for text in texts]
    if len(bare) < 5:
        return True
    return not all(YEAR.fullmatch(text[2:6]) for text in bare)


def numbers_not_files(texts: Sequence[str]) -> bool:
    """Whether numbers under the header of files are telephone numbers none the less."""
    bare = [text.strip() for text in texts]
    begun = {text[:4] for text in bare}
    fiction = all(text.startswith(FICTION) for text in bare)
    return fiction or (given_out(bare) and len(begun) * 2 >= min(len(bare), 20))


def is_filed(text: str, match: re.Match[str]) -> bool:
    """Whether what stands before a number in a text says that it is a file's."""
    return FILED.search(text[: match.start()]) is not None
