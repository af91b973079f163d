"""What is counted of a table, in one way by the bake and by the site."""
