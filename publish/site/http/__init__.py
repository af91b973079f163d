"""What holds for every request: bounds, guard, keys, cache, compression, licence headers."""
