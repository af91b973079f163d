"""Files of a release and of a selection, sent whole or in ranges."""
