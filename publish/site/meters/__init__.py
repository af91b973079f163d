"""What is measured and told of requests: figures for Prometheus, lines of a log, nobody's data."""
