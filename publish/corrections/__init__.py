"""What people say back: proposals, and the corrections that come of those that were accepted."""
