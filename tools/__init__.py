"""Tooling of the repository, standard library only; `dev.py` is its door."""
