"""JSON-LD as servers of resources write it, read without asking anybody what its words mean."""
