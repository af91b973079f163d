"""Which row of a table somebody's words mean: the Reconciliation Service API (OpenRefine's)."""
