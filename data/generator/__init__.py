"""The generator of the demo's exports: fictional, seeded, the same bytes at every run."""
