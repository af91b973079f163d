"""Which columns hold codes that people know and type, such as postcodes: by their names."""

import re

from publish.words.letters import bare

# Not the keys of a database, nor how to reach somebody.
CODES = frozenset(
    """
    cp postal postcode codepostal zip zipcode postalcode insee cog iris siret siren finess uai rna
    iata icao ean isbn issn gtin naf ape code codes
    """.split()  # noqa: SIM905
)


def is_code(name: str, header: str | None) -> bool:
    """Whether a column's name, or its header in the export, speaks of such a code."""
    return any(word in CODES for word in re.findall(r"[a-z]+", bare(f"{name} {header or ''}")))
