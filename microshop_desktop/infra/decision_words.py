"""What the ways out of questions about online shops are called, and what each does, in words."""

from collections.abc import Mapping

from microshop_desktop.infra.translations import _, mark

Words = tuple[str, str]
_LEAVE = (mark("Leave it"), mark("Leaves this list; nothing else is changed"))
_TEXTS: Mapping[tuple[str, str], Words] = {
    ("oversold", "wait"): (
        mark("Ask buyers to wait"),
        mark("Their orders wait until you release them"),
    ),
    ("oversold", "other-goods"): (
        mark("Offer other goods"),
        mark("Their orders wait; ask the buyers first"),
    ),
    ("oversold", "give-back"): (
        mark("Refund {amount}"),
        mark("Ask first; nothing is paid from here"),
    ),
    ("oversold", "leave"): _LEAVE,
    ("went_back", "goods-back"): (
        mark("Goods are back on the shelf"),
        mark("Takes the sale back: {amount} given back by {shop}"),
    ),
    ("went_back", "leave"): (
        mark("The goods are gone"),
        mark("The sale stays as it was booked"),
    ),
    ("changed_after_sale", "book-difference"): (
        mark("Book the difference"),
        mark("{amount} given back by {shop}; the goods stay sold"),
    ),
    ("changed_after_sale", "leave"): (
        mark("Leave the sale as it is"),
        mark("The books keep what was sold first"),
    ),
    ("refunded_online", "goods-back"): (
        mark("Goods came back"),
        mark("Books {amount} as given back; the goods go to the shelf"),
    ),
    ("refunded_online", "goods-gone"): (
        mark("Goods did not come back"),
        mark("Books {amount} as given back by {shop}"),
    ),
    ("refunded_online", "leave"): _LEAVE,
    ("stock_refused", "again"): (
        mark("Try again"),
        mark("The next sync writes its number once more"),
    ),
    ("stock_refused", "leave-alone"): (
        mark("Leave it alone"),
        mark("Its number is written no more; orders still come in"),
    ),
    ("ship_refused", "again"): (
        mark("Tell it again"),
        mark("With another courier or number"),
    ),
    ("ship_refused", "shipped-there"): (
        mark("It is shipped there already"),
        mark("The parcel is told no more"),
    ),
    ("ship_refused", "leave"): (
        mark("Pack it anew"),
        mark("The order is to be packed again"),
    ),
    ("write_unclear", "ask-again"): (
        mark("Ask the shop again"),
        mark("The next sync asks what it shows, before anything is written"),
    ),
    ("write_unclear", "write-ours"): (
        mark("Write our numbers"),
        mark("Takes what is shown there as it is, and writes ours"),
    ),
    ("price_differs", "ours-there"): (
        mark("Use ours, {amount}"),
        mark("Changes {shop}"),
    ),
    ("price_differs", "theirs-here"): (
        mark("Use theirs, {amount}"),
        mark("Changes the price here"),
    ),
    ("price_differs", "own-price"): (
        mark("Keep both prices"),
        mark("Is not asked again"),
    ),
    ("order_senseless", "leave"): (
        mark("Go on without it"),
        mark("Its goods are offered as the stock says again"),
    ),
    ("orders_unread", "leave"): (
        mark("Seen to, go on"),
        mark("All goods are offered as the stock says again"),
    ),
    ("sold_unlinked", "take-off"): (
        mark("Take it off the stock"),
        mark("Books the pieces as gone"),
    ),
    ("sold_unlinked", "leave"): (
        mark("The stock is right"),
        mark("It was counted since; nothing is booked"),
    ),
}


def choice_words(kind: str, choice: str, *, shop: str, amount: str) -> Words:
    """Return what a way out is called, and what it does; `amount` is the money it is about."""
    text, effect = _TEXTS.get((kind, choice), _LEAVE)
    return (
        _(text).format(amount=amount, shop=shop),
        _(effect).format(amount=amount, shop=shop),
    )


def letter(choice: str, *, goods: str, number: str, pieces: str) -> str:
    """Return what a buyer may be told for whom there are too few goods, to be copied."""
    texts = {
        "wait": _(
            "Hello! {pieces} of “{goods}” in your order {number} have just run out. More will come "
            "soon. May we send them a little later?"
        ),
        "other-goods": _(
            "Hello! {pieces} of “{goods}” in your order {number} have just run out. May we send "
            "you something similar instead?"
        ),
        "give-back": _(
            "Hello! {pieces} of “{goods}” in your order {number} have just run out. We are sorry. "
            "Shall we refund them?"
        ),
    }
    return texts[choice].format(goods=goods, number=number, pieces=pieces)


def hold_reason(choice: str, goods: str) -> str:
    """Return why an order waits for which there are too few goods, as it is read at the order."""
    reasons = {
        "wait": _("Too little “{goods}”: the buyer is asked to wait."),
        "other-goods": _("Too little “{goods}”: the buyer is asked for other goods."),
        "give-back": _("Too little “{goods}”: the buyer is asked about a refund."),
    }
    return reasons[choice].format(goods=goods)
