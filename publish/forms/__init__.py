"""Forms of file that a bake and a selection on the site both write; the base install is enough."""
