"""What holds for every request: guard, cache, compression, errors, licence headers."""
