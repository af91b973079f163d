"""The server of the desk: the one room of it that knows Datasette."""
