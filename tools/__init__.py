"""Helpers for whoever works on the program; nothing here is shipped."""
