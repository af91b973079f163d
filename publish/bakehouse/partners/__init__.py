"""What partners have, brought here, mapped to our columns, and made one table."""
