"""The `microshop` command: every job that needs no window. `main.py` is the way in."""
