"""Short forms of words in addresses: `bd` is `boulevard`."""

STREETS = {
    "av|ave": "avenue", "bd|bld|boul|bvd": "boulevard", "ch|chem": "chemin", "imp": "impasse",
    "pl": "place", "rte": "route", "sq": "square", "st": "saint", "ste": "sainte",
}  # fmt: skip
"""By the short forms of a word, with | between them, the word."""
