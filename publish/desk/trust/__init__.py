"""The web of trust: members who vouch for each other, and whom the founders reach by that."""
