"""What a run tells: the public report of a release and the risk report of a maintainer."""
