"""Files of a release and of a selection, sent whole, in ranges or compressed."""
