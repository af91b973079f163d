"""The words of a condition that search and tables share."""

from markupsafe import Markup


def equal(title: Markup | str, value: Markup | str) -> Markup:
    """A column and what it is held to: `Department = Gironde`."""
    return Markup("{} = {}").format(title, value)
