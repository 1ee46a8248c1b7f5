"""What online shops and this one disagree about, in a sentence that says what to do."""

from collections.abc import Mapping

from microshop_desktop.infra.formats import quantity_text
from microshop_desktop.infra.translations import _


def conflict_sentence(kind: str, facts: Mapping[str, object]) -> str:
    """Return what is to be decided; an unknown kind is named as it is."""
    text = _sentences().get(kind)
    if text is None:
        return kind
    shown = {name: _shown(name, value) for name, value in facts.items()}
    return text.format_map(_Gaps(shown))


def _sentences() -> dict[str, str]:
    return {
        "oversold": _(
            "More is kept for customers ({reserved}) than is there ({on_hand}). Get more, or"
            " cancel an order."
        ),
        "went_back": _(
            "The online shop took back that the order was sent ({status}). See where the goods are."
        ),
        "changed_after_sale": _("The order was changed online after it was sent. Compare the two."),
        "refunded_online": _(
            "Money of the order went back online. Say whether the goods came back as well."
        ),
        "write_unclear": _("Nobody knows whether the stock was written. Look at it online."),
        "stock_refused": _("The online shop does not take the stock ({code}). Look at it online."),
        "ship_refused": _("The online shop does not take the parcel {tracking}: {why}"),
    }


def _shown(name: str, value: object) -> str:
    if name in {"reserved", "on_hand"} and isinstance(value, int):
        return quantity_text(value)
    return str(value)


class _Gaps(dict[str, str]):
    """Facts that an older program did not note are left out."""

    def __missing__(self, key: str) -> str:
        return ""
