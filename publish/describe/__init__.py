"""What a release says of itself to others: DCAT, Croissant, CSVW, schema.org, OpenAPI."""
