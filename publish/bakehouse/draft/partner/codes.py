"""Numbers of an office in a partner's file: which form they have, however they are written."""

import re
from collections.abc import Sequence

MOSTLY = 0.8
FORMS = {"14": r"\d{14}", "9": r"\d{9}", "W9": r"W\d{9}"}
"""SIRET, SIREN and RNA, by what the recipe `code` is given."""
BETWEEN = re.compile(r"\s|(?<=\d{3})[.-](?=\d{3})")
WHOLE = re.compile(r"(\d+)[.,]0+")
POWER = re.compile(r"\d[.,]\d+E\+?(\d+)")
"""As a spreadsheet shows a number; it may have lost digits, which the recipe finds."""


def code_form(values: Sequence[str]) -> str | None:
    """The form that most of the values have."""
    needed = MOSTLY * len(values)
    return next((form for form in FORMS if values and _count(form, values) >= needed), None)


def is_code_of(form: str, value: str) -> bool:
    """Whether a value is of a form, were it not for blanks and what a spreadsheet does."""
    bare = BETWEEN.sub("", value).upper()
    if power := POWER.fullmatch(bare):
        return form == str(int(power[1]) + 1)
    whole = WHOLE.fullmatch(bare)
    return re.fullmatch(FORMS[form], whole[1] if whole else bare) is not None


def is_plain(form: str, value: str) -> bool:
    """Whether a value is written in a form as it stands."""
    return re.fullmatch(FORMS[form], value) is not None


def _count(form: str, values: Sequence[str]) -> int:
    return sum(is_code_of(form, value) for value in values)
