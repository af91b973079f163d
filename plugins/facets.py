"""Facets of the JSON that count what the pages count."""

from datasette.plugins import pm

from publish.serving.hooks import hookimpl
from publish.serving.json_facets import OrFacet, SelectedArrayFacet, SelectedDateFacet

# Registered beside Datasette's own of the same types, each facet would come twice.
if pm.has_plugin("datasette.facets"):
    pm.unregister(name="datasette.facets")


@hookimpl
def register_facet_classes() -> list[type]:
    """In the place of Datasette's own."""
    return [OrFacet, SelectedArrayFacet, SelectedDateFacet]
