"""Fournil turns the exports of contributory services into licensed, documented releases."""

__version__ = "0.1.0"
