"""The words of a column's header."""

import re
import unicodedata


def words(header: str) -> list[str]:
    """The words of a header, without accents or capitals: `codeINSEE` gives code, insee."""
    split = re.sub(r"(?<=[a-zà-ÿ])(?=[A-Z])", " ", header)
    plain = unicodedata.normalize("NFKD", split).encode("ascii", "ignore").decode()
    return re.findall(r"[a-z]+|\d+", plain.lower())
