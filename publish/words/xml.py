"""What XML 1.0 has no form for."""

import re

_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
# The same for DuckDB's regular expressions.
NOT_XML = "[\\x00-\\x08\\x0B\\x0C\\x0E-\\x1F\\x{FFFE}\\x{FFFF}]"


def xml_text(text: str) -> str:
    """A text without the control characters that would make a document unreadable."""
    return _NOT_XML.sub("", text)
