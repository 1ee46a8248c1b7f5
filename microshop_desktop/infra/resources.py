"""Files that come with the program: icons, texts, templates.

They lie in `resources/` of a checkout, in `microshop_desktop/resources/` of an installed wheel and
at the same place inside a frozen program.
"""

import sys
from functools import cache
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent


@cache
def resource_root() -> Path:
    """The folder that holds all resources; raises `FileNotFoundError` where there is none."""
    for candidate in _candidates():
        if candidate.is_dir():
            return candidate
    message = "the program's resources are missing"
    raise FileNotFoundError(message)


def resource_path(name: str) -> Path:
    """The file of a resource named by its path with `/`; raises `FileNotFoundError`."""
    path = resource_root().joinpath(*name.split("/"))
    if not path.is_file():
        message = f"the resource {name} is missing"
        raise FileNotFoundError(message)
    return path


def resource_bytes(name: str) -> bytes:
    """The content of a resource; raises `FileNotFoundError`."""
    return resource_path(name).read_bytes()


def resource_text(name: str) -> str:
    """The content of a resource as UTF-8 text; raises `FileNotFoundError`."""
    return resource_path(name).read_text(encoding="utf-8")


def _candidates() -> list[Path]:
    """Places to look at, the one inside the package first: a wheel never has the other."""
    places = [_PACKAGE / "resources", _PACKAGE.parent / "resources"]
    frozen = getattr(sys, "_MEIPASS", None)
    if frozen is not None:
        places.insert(0, Path(frozen) / "microshop_desktop" / "resources")
    return places
