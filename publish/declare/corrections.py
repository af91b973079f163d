"""How corrections of a table fare against what the exports say later."""

from publish.declare.model import Model, Names, Share


class Broken(Model):
    """The share of its corrections that may break from one release to the next."""

    max: Share = 0.2
    """A share between 0 and 1; five may always break."""


class Corrections(Model):
    """What becomes of what people corrected, where the exports go on changing."""

    broken: Broken = Broken()
    """How many may break (their row gone, their value changed in the export too) at a time."""
    prevail: Names = ()
    """The columns in which the correction stands where the export changed too; else the export."""
