"""Private side: everything that sees exports, keys and ledgers; the site never imports it."""
