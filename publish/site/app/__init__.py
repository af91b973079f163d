"""The server: Datasette, its workers, the releases that it watches and swaps."""
