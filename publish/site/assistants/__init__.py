"""What assistants are handed: the site as tools of the Model Context Protocol."""
