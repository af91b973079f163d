"""What a release says of itself: its descriptor, its licence file, its report."""
