"""The site's list of datasets: cards, feeds, DCAT catalogs, the latest releases."""
