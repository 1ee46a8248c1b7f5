"""`microshop find TEXT`: the search of the till, for people and scripts."""

from typing import TYPE_CHECKING, Annotated

import typer

from microshop_desktop.cli.context import JsonFlag, opened, print_json, say
from microshop_desktop.infra.translations import _

if TYPE_CHECKING:
    from microshop_desktop.domain.money import Currency
    from microshop_desktop.services.search import SearchHit

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command(help=_("Find products by name, pinyin, initials or any part of a code."))
def find(
    ctx: typer.Context,
    text: Annotated[list[str], typer.Argument(help=_("What to look for."))],
    limit: Annotated[
        int, typer.Option(min=1, max=1_000_000, help=_("How many to show at most."))
    ] = 50,
    as_json: JsonFlag = False,
) -> None:
    """Print what was found, best first."""
    from microshop_desktop.services.search import Search

    with opened(ctx) as (shop, actor):
        hits = Search(shop).find(actor, " ".join(text), limit=limit)
        currency = shop.profile.currency
    if as_json:
        print_json([hit_document(hit) for hit in hits])
        return
    for hit in hits:
        say(hit_line(hit, currency))
    if not hits:
        say(_("Nothing found for “{text}”.").format(text=" ".join(text)))


def hit_document(hit: "SearchHit") -> dict[str, object]:
    """Return a hit as scripts get it: money in minor units, quantities in thousandths."""
    return {
        "sku": str(hit.sku),
        "product": str(hit.product),
        "name": hit.name,
        "spec": hit.spec,
        "codes": list(hit.codes),
        "price": hit.price,
        "unit": hit.unit,
        "on_hand": hit.on_hand,
        "available": hit.available,
    }


def hit_line(hit: "SearchHit", currency: "Currency") -> str:
    """Return a hit as one line for people."""
    from microshop_desktop.infra.formats import money_text, quantity_text

    parts = [
        " ".join(part for part in (hit.name, hit.spec) if part),
        money_text(hit.price, currency) + (f"/{hit.unit}" if hit.unit else ""),
        _("{quantity} available").format(quantity=quantity_text(hit.available)),
        " ".join(hit.codes),
    ]
    if not hit.on_sale:
        parts.append(_("off sale"))
    return "  ".join(part for part in parts if part)
