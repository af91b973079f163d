"""Our own pages: one function an address, which takes `datasette` and `request`."""
