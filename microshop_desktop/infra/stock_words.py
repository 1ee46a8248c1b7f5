"""The words for goods that came or went, the same on screen, in lists and on the command line."""

from microshop_desktop.infra.translations import _, mark

_KINDS = {
    "opening": mark("Opening stock"),
    "sale": mark("Sold"),
    "refund": mark("Returned by a customer"),
    "receipt": mark("Goods received"),
    "supplier_return": mark("Returned to the supplier"),
    "loss": mark("Written off"),
    "gain": mark("Found"),
    "own_use": mark("Own use"),
    "sample": mark("Sample"),
    "gift": mark("Gift"),
    "count": mark("Counted"),
    "transfer": mark("Moved"),
    "kit": mark("Kit"),
}
_CAUSES = {"basket": mark("Held basket"), "order": mark("Order")}


def movement_kind_text(kind: str) -> str:
    """How a kind of movement is called; an unknown one stays as it is."""
    return _(_KINDS[kind]) if kind in _KINDS else kind


def reservation_text(cause_kind: str) -> str:
    """Who goods are kept for, where the cause has no name of its own."""
    return _(_CAUSES[cause_kind]) if cause_kind in _CAUSES else cause_kind
