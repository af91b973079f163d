"""What stands around every page: addresses, links, crumbs, assets, the look."""
