"""The console script `fournil`."""

from publish.commands import baking, keeping, keys, main, people, reuses, sending

__all__ = ["baking", "keeping", "keys", "main", "people", "reuses", "sending"]

if __name__ == "__main__":
    main()
