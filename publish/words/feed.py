"""Words of our Atom feeds, which those who harvest them read too."""

FEED = "feed.atom"
"""Where the feed of a dataset is, beneath its page."""
WITHDRAWN = "withdrawn"
"""The category of a release that was taken back."""
