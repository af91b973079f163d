"""What the codes of tables and columns mean, in a word or two of the language of the request."""

from publish.release import report
from publish.site.text.languages import gettext as _
from publish.site.text.languages import language


def kind(type: str) -> str:
    """What the values of a column are, in a word or two."""
    words = {
        "string": _("text"),
        "integer": _("whole number"),
        "number": _("number"),
        "boolean": _("yes or no"),
        "date": _("date"),
        "datetime": _("date and time"),
        "array": _("list"),
        "list": _("list"),
        "any": "JSON",
    }
    return words.get(type, type)


def role(name: str) -> str:
    """What a column could reveal, in a word or two."""
    return report.role(name, language())


def technique(name: str) -> str:
    """What was done to the values of a column, in a word or two."""
    return report.technique(name, language())


def subject(name: str) -> str:
    """What the rows of a table are about."""
    words = {"things": _("things"), "people": _("people")}
    return words.get(name, name)
