"""The program that `bench_sell` starts: an empty window, or the till of a folder."""

import gc
import sys


def main() -> None:
    """Begin as `cli.main` does: the till collects no garbage while its modules load."""
    if sys.argv[1] == "empty":
        from benchmarks.till_measure import empty_window

        empty_window()
        return
    gc.disable()
    from benchmarks.till_measure import till

    till(sys.argv[2], sys.argv[3].split(","))


if __name__ == "__main__":
    main()
