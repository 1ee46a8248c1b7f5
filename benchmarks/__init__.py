"""Measurements of ours against a bare baseline in the same run, as JSON."""
