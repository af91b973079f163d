"""What keeps a site alive: set-up, timer, updates, backups."""
