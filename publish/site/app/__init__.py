"""The server: Datasette, its workers, the releases that it watches and swaps."""

import os

# Read once, when Datasette is imported: strangers' trace headers are neither believed nor read,
# which took time and a line of the log each, unless who runs the site asks for them.
os.environ.setdefault("OTEL_PROPAGATORS", "none")
