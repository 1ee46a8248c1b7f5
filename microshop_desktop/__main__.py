"""The way in: `microshop`, or `python -m microshop_desktop`."""

import sys

from microshop_desktop.cli.main import main

__all__ = ["main"]

if __name__ == "__main__":
    sys.exit(main())
