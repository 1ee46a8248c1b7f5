"""Widgets that the pages share, one idea a file, painted from the design tokens."""
