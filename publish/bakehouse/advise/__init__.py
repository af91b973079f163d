"""Policies that are found, for a person to choose from: nothing of it runs at a publication."""

from publish.bakehouse.advise.advice import Advice, Choice, advice
from publish.bakehouse.advise.words import text

__all__ = ["Advice", "Choice", "advice", "text"]
