"""Search over the datasets and inside tables."""
