"""Where this room reaches into Datasette beyond what it documents, and why.

Datasette is a pinned alpha. `tests/site/app/test_touches.py` keeps the digest of each place: when
an upgrade changes one, look whether its reason and our code still hold, then write the new digest.
"""

# `module:qualified name` -> why.
TOUCHES: dict[str, str] = {
    "datasette.app:Datasette.__init__": (
        "sets `databases` and `inspect_data`, which are properties of `Site`, and "
        "`_startup_invoked`: before the start nothing is pinned"
    ),
    "datasette.app:Datasette._routes": "the licences of an answer depend on what its address names",
    "datasette.app:Datasette._prepare_connection": (
        "CSV is spooled on connections of its own, which need the same functions and limits"
    ),
    "datasette.app:Datasette.refresh_schemas": "the catalog is filled when a release is swapped in",
    "datasette.app:Datasette.resolve_table": (
        "arguments are checked, and rows about people have no address, wherever one is asked"
    ),
    "datasette.app:Datasette.resolve_row": "a page of ours says that a row is not there any more",
    "datasette.app:Datasette.table_config": "facets, label and sort come from the release",
    "datasette.app:Datasette.get_instance_metadata": "metadata come from metadata.yaml",
    "datasette.app:Datasette.get_database_metadata": "metadata come from the release",
    "datasette.app:Datasette.get_resource_metadata": "metadata come from the release",
    "datasette.app:Datasette.get_column_metadata": "metadata come from the release",
    "datasette.app:Datasette.app": "the pin and the language stand around it",
    "datasette.app:wrap_view_function": "gives views their arguments by the names of parameters",
    "datasette.app:DatasetteRouter.route_path": (
        "which of our refusals its own answers hold for, and `_messages` of a response"
    ),
    "datasette.database:Database.__init__": (
        "sets `cached_hash`, `cached_size` and `_cached_table_counts`, which the release knows"
    ),
    "datasette.database:Database.execute": "takes `log_sql_errors`, raises QueryInterrupted",
    "datasette.database:Database.table_counts": "reads `_cached_table_counts` and `count_limit`",
    "datasette.database:Database.attached_databases": "each dataset is asked alone",
    "datasette.database:Database.derived_table_dependencies": "which table a search table is of",
    "datasette.database:Database.view_exists": "asked of the schema, never in a stranger's place",
    "datasette.database:Database.table_names": "the same",
    "datasette.database:Database.hidden_table_names": "the same",
    "datasette.database:Database.view_names": "the same",
    "datasette.database:Database.get_table_definition": "the same",
    "datasette.database:Results": "made of what an SQL process answers",
    "datasette.database:QueryInterrupted.__init__": "raised again as an error of both sides",
    "datasette.utils.internal_db:init_internal_db": (
        "the catalog's tables are filled and emptied by name, `metadata_columns` too"
    ),
    "datasette.utils.internal_db:populate_schema_tables": (
        "two releases of one pipeline have one schema_version: the catalog is told by hand"
    ),
    "datasette.filters:Filters": "`_filters` are the lookups that an address may name",
    "datasette.facets:load_facet_configs": "what facets an address asks for",
    "datasette.facets:ColumnFacet": "counted over the whole selection, several values chosen",
    "datasette.facets:ArrayFacet": "counted over the whole selection",
    "datasette.facets:DateFacet": "counted over the whole selection",
    "datasette.handle_exception:handle_exception": "ours stands in its place; JSON is the same",
    "datasette.forbidden:forbidden": "ours stands before it",
    "datasette.renderer:json_renderer": "the licence is put into what it writes",
    "datasette.views.table:table_view": "the page of a stored query, whose address is a table's",
    "datasette.views.table:_sort_order": (
        "rows that are alike in what sorts them had no order on the first page, so that the next "
        "one left some out"
    ),
    "datasette.views.table:_next_value_and_url": "the mark of a page tells of the one before",
    "datasette.views.database:QueryView": "the statement of a query that is allowed, for CSV",
    "datasette.views.database:MagicParameters": "asked for its values before they are sent away",
    "datasette.utils:named_parameters": "which values a statement needs of them",
    "datasette.utils:resolve_routes": "the routes are searched as its router does",
}
