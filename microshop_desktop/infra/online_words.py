"""What online shops say of orders, and what they and this one disagree about, in words.

For the window and the command line alike: a title, and a line that says what to do.
"""

from collections.abc import Callable, Mapping

from microshop_desktop.infra.formats import quantity_text
from microshop_desktop.infra.translations import _
from microshop_desktop.infra.words import order_state_text

Facts = Mapping[str, object]
Money = Callable[[int], str]
Words = tuple[str, str]
GONE = "GONE"
"""What the engine notes where a platform no longer lists goods."""


def hold_sentence(hold: str, platform: str, status: str) -> str:
    """Return why an order must wait; `status` is the platform's own word for where it is."""
    sentences = {
        "gift_not_accepted": _("The gift is not accepted yet."),
        "not_released": _("{platform} has not released it for shipping."),
        "locked": _("{platform} has locked it; mostly the customer wants the money back."),
        "being_changed": _("It is being changed at {platform}."),
        "more_to_pay": _("It was changed and costs more now; the customer has more to pay."),
        "unknown_state": _("{platform} says “{status}”, which Microshop does not know."),
    }
    text = sentences.get(hold, _("{platform} holds it: “{hold}”."))
    return text.format(platform=platform, status=status, hold=hold)


def conflict_words(kind: str, facts: Facts, *, name: str, shop: str, money: Money) -> Words:
    """Return a conflict about an order or goods of this name with a shop: title and line.

    An unknown kind, of a later program, is named as it is.
    """
    words = _WORDS.get(kind)
    if words is None:
        return kind, ""
    title, line = words(facts, money)
    return title.format(name=name, shop=shop), line


def _oversold(facts: Facts, _money: Money) -> Words:
    kept, there = (_quantity(facts, fact) for fact in ("reserved", "on_hand"))
    line = _("{kept} kept for customers, {there} on hand. Get more, or tell a customer.")
    return _("{name}: more is sold than is there"), line.format(kept=kept, there=there)


def _went_back(facts: Facts, _money: Money) -> Words:
    line = _("It says “{status}” there now. The sale stays in the books.")
    title = _("{name}: no longer shipped at {shop}")
    return title, line.format(status=facts.get("status", ""))


def _changed(facts: Facts, money: Money) -> Words:
    line = _("It costs {amount} now. The sale stays in the books as it was.")
    title = _("{name}: changed after its goods left")
    return title, line.format(amount=_amount(facts, "total", money))


def _refunded(facts: Facts, money: Money) -> Words:
    title = _("{name}: {amount} given back at {shop}")
    amount = _amount(facts, "refunded", money)
    return title.replace("{amount}", amount), _("If goods came back, book them as goods in.")


def _refused(facts: Facts, _money: Money) -> Words:
    code = str(facts.get("code", ""))
    line = _("The platform says {code}.").format(code=code)
    title = _("{name}: {shop} does not take its number")
    return title, _("It is no longer listed there.") if code == GONE else line


def _not_shipped(facts: Facts, _money: Money) -> Words:
    line = _("{tracking}: {why}").format(
        tracking=facts.get("tracking", ""), why=_obstacle(str(facts.get("why", "")))
    )
    return _("{name}: {shop} did not take the parcel"), line


def _obstacle(why: str) -> str:
    """Return why a parcel was not told; what is a platform's own word stays."""
    if why == "refund_requested":
        return _("The customer asks for the money back.")
    if why == "refunded":
        return _("The customer has the money back.")
    return order_state_text(why)


def _quantity(facts: Facts, name: str) -> str:
    value = facts.get(name)
    return quantity_text(value) if isinstance(value, int) else ""


def _amount(facts: Facts, name: str, money: Money) -> str:
    value = facts.get(name)
    return money(value) if isinstance(value, int) else ""


_WORDS: Mapping[str, Callable[[Facts, Money], Words]] = {
    "oversold": _oversold,
    "went_back": _went_back,
    "changed_after_sale": _changed,
    "refunded_online": _refunded,
    "stock_refused": _refused,
    "ship_refused": _not_shipped,
}
