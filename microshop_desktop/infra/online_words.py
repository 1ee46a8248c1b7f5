"""What online shops say of orders, and what they and this one disagree about, in words.

For the window and the command line alike: a title, and a line that says what to do.
"""

from collections.abc import Callable, Mapping
from datetime import datetime

from microshop_desktop.infra.formats import quantity_text
from microshop_desktop.infra.translations import _, ngettext
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
    return title.format(name=name, shop=shop), line.replace("{shop}", shop)


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
    if facts.get("untold"):
        line = _(
            "It does not say how much. Look there, then refund as much in the order, the way it "
            "was paid."
        )
        return _("{name}: {shop} gave money back"), line
    title = _("{name}: {amount} given back at {shop}")
    amount = _amount(facts, "refunded", money)
    line = _("If goods came back, book them as goods in.")
    if facts.get("twice"):
        line = _("Together with what was given back here, {amount} more than was paid went back.")
        line = line.format(amount=_amount(facts, "twice", money))
    elif facts.get("by_hand"):
        line = _("{amount} was given back here as well. See whether it was for the same goods.")
        line = line.format(amount=_amount(facts, "by_hand", money))
    elif facts.get("more"):
        line = _(
            "{amount} of it is not in the books yet. If goods came back, book them as goods in."
        )
        line = line.format(amount=_amount(facts, "more", money))
    return title.replace("{amount}", amount), line


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


def _sold_unlinked(facts: Facts, _money: Money) -> Words:
    line = _("{quantity} left before it was linked and are still in the stock.")
    title = _("{name}: sold at {shop} before it was linked")
    return title, line.format(quantity=_quantity(facts, "quantity"))


def _senseless(facts: Facts, _money: Money) -> Words:
    title = _("{name}: {shop} says what cannot be")
    if facts.get("skus"):
        return title, _("Until it is put right, its goods are not offered in larger numbers.")
    return title, _("Until it is put right, nothing is offered in larger numbers there.")


def _unread(facts: Facts, _money: Money) -> Words:
    line = _(
        "{shop} tells no more of orders between {start} and {end}. Look there, or import its file "
        "of orders. Until then nothing is offered in larger numbers."
    )
    start, end = _moment(facts, "from"), _moment(facts, "until")
    title = _("{name}: orders of some days cannot be read")
    return title, line.replace("{start}", start).replace("{end}", end)


def _moment(facts: Facts, name: str) -> str:
    """Return a moment of the facts as this computer's clock shows it."""
    value = facts.get(name)
    if not isinstance(value, str):
        return ""
    return f"{datetime.fromisoformat(value).astimezone():%Y-%m-%d %H:%M}"


def _unclear(facts: Facts, _money: Money) -> Words:
    count, names = facts.get("count", 0), facts.get("names", ())
    listed = _(", ").join(map(str, names)) if isinstance(names, (list, tuple)) else ""
    line = _("{names}: {shop} never said whether it took what was sent {time}.")
    title = ngettext(
        "{count} number at {shop}: unclear whether it was written",
        "{count} numbers at {shop}: unclear whether they were written",
        int(str(count)),
    ).replace("{count}", str(count))
    return title, line.replace("{names}", listed).replace("{time}", _moment(facts, "sent"))


def _price(facts: Facts, money: Money) -> Words:
    there, ours = _amount(facts, "there", money), _amount(facts, "ours", money)
    if facts.get("code"):
        line = _("{shop} does not take {ours}: {code}. It shows {there}.")
        line = line.replace("{code}", str(facts["code"]))
    else:
        line = _("Somebody changed it at {shop} from {before} to {there}; here it is {ours}.")
    for name, amount in (
        ("there", there),
        ("ours", ours),
        ("before", _amount(facts, "before", money)),
    ):
        line = line.replace(f"{{{name}}}", amount)
    return _("{name}: the prices differ"), line


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
    "write_unclear": _unclear,
    "price_differs": _price,
    "sold_unlinked": _sold_unlinked,
    "order_senseless": _senseless,
    "orders_unread": _unread,
}
