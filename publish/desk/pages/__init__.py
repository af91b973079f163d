"""The pages of the desk: proposing, signing in, deciding."""
