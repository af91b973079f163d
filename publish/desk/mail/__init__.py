"""The desk's mail: an outbox in `desk/desk.db`, and who carries it to an SMTP server."""
