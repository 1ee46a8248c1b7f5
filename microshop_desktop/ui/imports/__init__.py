"""Bringing tables in: columns, what would change, progress, and the way back."""
