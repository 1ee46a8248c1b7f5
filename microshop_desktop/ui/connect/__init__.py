"""Connecting an online shop in the window."""
