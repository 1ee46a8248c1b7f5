"""Fen as the platforms write yuan, and back."""


def yuan(fen: int) -> str:
    """Write fen as yuan with two decimals: `-0.05`."""
    sign = "-" if fen < 0 else ""
    return f"{sign}{abs(fen) // 100}.{abs(fen) % 100:02d}"


def fen_of(text: str) -> int:
    """Read yuan that were checked to have two decimals."""
    whole, _, part = text.partition(".")
    return int(whole) * 100 + int(part)
