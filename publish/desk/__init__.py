"""The second door, `/desk/`: what visitors propose, and the members who decide of it."""
