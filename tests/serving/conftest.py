"""The sites of the plugins' tests, for what they share with the pages."""

from tests.plugins.conftest import root, site

__all__ = ["root", "site"]
