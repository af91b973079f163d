"""The console script `fournil`."""

from publish.commands import baking, keeping, main, people, sending

__all__ = ["baking", "keeping", "main", "people", "sending"]

if __name__ == "__main__":
    main()
