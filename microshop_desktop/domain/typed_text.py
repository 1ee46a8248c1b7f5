"""Texts that people type or paste to look for something, brought to what can be looked for."""

LONGEST = 200


def typed_text(text: str) -> str:
    """Return a text without signs nobody sees, cut to what anybody would look for.

    Chats put marks of direction around the numbers that are copied from them, and a whole page
    pasted by mistake is more than a database compares.
    """
    start = text.strip()[:LONGEST]
    return "".join(sign if sign.isprintable() else " " * sign.isspace() for sign in start).strip()
