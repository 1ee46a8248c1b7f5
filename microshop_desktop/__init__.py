"""Microshop: a till and shop manager for small sellers."""

__version__ = "0.1.0"
