"""The release and its life: what a package holds, where versions lie, what they are called."""
