"""The letters of tills, which begin the numbers people see: A, B … Z, AA, AB and so on."""

from collections.abc import Iterable

FIRST_LETTER = "A"


def next_letter(letters: Iterable[str]) -> str:
    """Return the letter after the last of these; no letter is given twice, gone tills included."""
    last = max(letters, key=lambda letter: (len(letter), letter), default="")
    head, tail = last.rstrip("Z"), len(last) - len(last.rstrip("Z"))
    if not head:
        return FIRST_LETTER * (tail + 1)
    return head[:-1] + chr(ord(head[-1]) + 1) + FIRST_LETTER * tail
