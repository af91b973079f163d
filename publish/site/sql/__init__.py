"""SQL of strangers: where it runs, and what it may do there."""
