"""The attacks by name, in their order, and a run of all of them."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date

from publish.bakehouse.attack.averages import averages
from publish.bakehouse.attack.batches import batches
from publish.bakehouse.attack.canaries import canaries
from publish.bakehouse.attack.ground import Ground, ground_of
from publish.bakehouse.attack.grouping import regrouping
from publish.bakehouse.attack.guesses import guesses
from publish.bakehouse.attack.moves import moves
from publish.bakehouse.attack.published import unrecorded
from publish.bakehouse.attack.residue import residue
from publish.bakehouse.attack.result import Result, as_dict
from publish.bakehouse.attack.spelling import spelling
from publish.bakehouse.attack.subtraction import subtraction
from publish.bakehouse.attack.sums import sums
from publish.bakehouse.report.attacks import keep_attacks
from publish.declare.site import SiteFolder
from publish.progress import Reporter

Attack = Callable[[Ground], Iterable[Result]]

ATTACKS: dict[str, Attack] = {
    "files": unrecorded,
    "differences": batches,
    "moves": moves,
    "averages": averages,
    "subtraction": subtraction,
    "sums": sums,
    "regrouping": regrouping,
    "spelling": spelling,
    "residue": residue,
    "canaries": canaries,
    "guesses": guesses,
}


def attack(
    site: SiteFolder, name: str, as_of: date, reporter: Reporter, pages: Sequence[str] = ()
) -> tuple[int, list[Result]]:
    """How many kept releases of a dataset were attacked, and how each attack went.

    `pages` are what the site tells of it. The dataset's private folder remembers what came of it,
    which the next release's report tells in part.
    Raises a FournilError where there is nothing to attack, or an export cannot be read.
    """
    with ground_of(site, name, as_of, reporter, pages) as ground:
        results = list(_tried(ground, name, reporter))
        newest = ground.releases[-1].version
    keep_attacks(site.private / name, as_dict(name, results), newest, as_of)
    return len(ground.releases), results


def _tried(ground: Ground, name: str, reporter: Reporter) -> Iterator[Result]:
    for attack_name, tries in ATTACKS.items():
        reporter.step(name, f"attack by {attack_name}")
        yield from tries(ground)
