"""What the features of a site are used for, counted without following anyone."""
