"""The numbers of the web of trust; `docs/trust.md` proves what they promise."""

NEEDED = 3
"""Live vouches that somebody has who is reached, and units of flow that stay with them."""
STOCK = 10
"""Live vouches that a member gives at most; each carries one unit."""
FROM_FOUNDER = NEEDED + STOCK
"""Units that a founder's vouch carries: enough to be reached, and to hand on ten."""
