"""Our own pages: one function an address, `page(datasette, request)`."""
