"""The first run: the few things a new shop needs, ready to sell in a dozen clicks."""
