"""The release store's own words: the disk, the index of releases, whether a release is whole."""
