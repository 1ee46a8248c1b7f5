"""How formats of order files are said, on the screen and on the command line."""

from typing import Protocol

from microshop_desktop.infra.translations import _
from microshop_desktop.infra.words import source_text


class NamedFormat(Protocol):
    """What of a format is said."""

    @property
    def key(self) -> str:
        """What names it."""
        ...

    @property
    def kind(self) -> str:
        """The platform it is of."""
        ...


def format_name(known: NamedFormat) -> str:
    """Return how a format is called."""
    return _("columns you described") if _is_own(known) else source_text(known.kind)


def unconfirmed_sentence(known: NamedFormat) -> str:
    """Return what to be careful about with a format that was not tried on real rows."""
    if _is_own(known):
        return _("These columns are read as you described them. Compare a few orders.")
    return _(
        "This format is unconfirmed: it was built from published column names, without real rows. "
        "Compare a few orders before you rely on it."
    )


def _is_own(known: NamedFormat) -> bool:
    return known.key.startswith("own-")
