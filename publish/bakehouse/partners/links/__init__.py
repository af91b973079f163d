"""Web addresses in partners' rows: asked politely, and those that are dead remembered."""
