"""SQL of strangers: which requests bring some, where it runs, and what it may do there."""
