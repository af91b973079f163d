"""Whether a Matomo is set as the French data protection authority asks where nobody consents."""
