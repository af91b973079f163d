"""Words whose plurals keep to no rule, French and English, and what regions are called for short.

As letters are compared: lower case, without accents, `oe` for `œ`.
"""

from collections.abc import Mapping

# A line holds the forms of one word.
_WORDS = """
travail travaux
vitrail vitraux
bail baux
corail coraux
email emaux
soupirail soupiraux
vantail vantaux
oeil yeux
ciel cieux
aieul aieux aieuls
monsieur messieurs
madame mesdames
mademoiselle mesdemoiselles
bonhomme bonshommes
gentilhomme gentilshommes
fou fous folle folles
vieux vieil vieille vieilles
beau bel belle belles beaux
nouveau nouvel nouvelle nouvelles nouveaux
blanc blancs blanche blanches
sec secs seche seches
doux douce douces
public publics publique publiques
grec grecs grecque grecques
long longs longue longues
frais fraiche fraiches
child children
person people persons
man men
woman women
foot feet
tooth teeth
goose geese
mouse mice
ox oxen
leaf leaves
life lives
wife wives
knife knives
half halves
shelf shelves
wolf wolves
loaf loaves
thief thieves
calf calves
scarf scarves scarfs
wharf wharves wharfs
box boxes
fox foxes
tax taxes
dish dishes
wish wishes
bush bushes
hero heroes
potato potatoes
tomato tomatoes
acteur acteurs actrice actrices
bus buses
gas gases
lens lenses
quiz quizzes
analysis analyses
basis bases
crisis crises
thesis theses
axis axes
datum data
medium media mediums
stadium stadia stadiums
museum museums musea
curriculum curricula curriculums
criterion criteria
phenomenon phenomena
index indices indexes
appendix appendices appendixes
fungus fungi
cactus cacti cactuses
nucleus nuclei
bacterium bacteria
"""
# What is typed, and the words that stand in the data.
ABBREVIATED: Mapping[str, str] = {
    "paca": "provence alpes cote d azur",
    "idf": "ile de france",
    "aura": "auvergne rhone alpes",
    "bfc": "bourgogne franche comte",
    "hdf": "hauts de france",
}


def _families() -> Mapping[str, tuple[str, ...]]:
    """Each form, and those of the same word."""
    found: dict[str, tuple[str, ...]] = {}
    for line in _WORDS.strip().splitlines():
        forms = line.split()
        for form in forms:
            found[form] = tuple(other for other in forms if other != form)
    return found


IRREGULAR = _families()
