"""One sentence per criterion of Opinion 05/2014 (WP216), with the risk that stays.

The criteria are singling out, linkability and inference. Records are never called anonymous.
"""

from collections.abc import Mapping
from typing import Any

VERDICT = (
    "Tested, residual risk as shown: while the exports are kept, these records are still about "
    "people."
)


def percent(share: float) -> str:
    """A share between 0 and 1 in words."""
    return f"{100 * share:.1f} %"


def criteria(figures: Mapping[str, Any], pseudonyms: tuple[str, ...] = ()) -> dict[str, str]:
    """The sentences, from the figures of the mode `records`; `pseudonyms` are published keys."""
    return {
        "verdict": VERDICT,
        "singling_out": _singling_out(figures),
        "linkability": _linkability(figures, pseudonyms),
        "inference": _inference(figures["inference"]),
    }


def _singling_out(figures: Mapping[str, Any]) -> str:
    reached, risk = figures["reached"], figures["risk"]["prosecutor"]
    columns = ", ".join(figures["quasi_identifiers"])
    if not reached["classes"]:
        return "No row is published, so nobody can be singled out."
    return (
        f"Each published combination of {columns} is shared by at least {reached['k_people']} "
        f"people: someone known by these columns is picked out by chance at most "
        f"{percent(risk['max'])} of the time, {percent(risk['average'])} on average. "
        "Residual risk: who knows more than these columns can narrow a group."
    )


def _linkability(figures: Mapping[str, Any], pseudonyms: tuple[str, ...]) -> str:
    if pseudonyms:
        return (
            f"{', '.join(pseudonyms)} groups the rows of a person, in one release and from one "
            "to the next, as was reviewed. Residual risk: several rows together can single out "
            "a person whom each alone does not."
        )
    marketer = percent(figures["risk"]["marketer"])
    return (
        "No published column groups the rows of a person. Against a file that names everybody, "
        f"at most {marketer} of people would be matched rightly. Residual risk: rows of rare "
        "values outside these columns can be matched by who has the same values elsewhere."
    )


def _inference(columns: Mapping[str, Mapping[str, float]]) -> str:
    if not columns:
        return (
            "No column is declared sensitive. Residual risk: what all rows of a group share is "
            "known of each of its people."
        )
    sentences = "; ".join(_certainty(name, of) for name, of in columns.items())
    return (
        f"From the group that a person belongs to, one learns: {sentences}. Residual risk: who "
        "knows other members of a group can rule values out."
    )


def _certainty(name: str, of: Mapping[str, float]) -> str:
    strongest = f"the commonest value makes up at most {percent(of['strongest'])} of a group"
    if not of["certain"]:
        return f"{name} is certain for nobody, {strongest}"
    return f"{name} is certain for {percent(of['certain'])} of people"
