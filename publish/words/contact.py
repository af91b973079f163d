"""What can be written to."""

import re

_EMAIL = re.compile(r"[^@\s/:]+@[^@\s/:]+\.[^@\s/:]{2,}")


def is_email(text: str) -> bool:
    """Whether a text is an e-mail address and nothing else."""
    return _EMAIL.fullmatch(text) is not None
