"""What goods are called in one line."""


def named(name: str, spec: str) -> str:
    """Return a name with its specification, unless the name holds it already."""
    return name if not spec or spec in name else f"{name} {spec}"
