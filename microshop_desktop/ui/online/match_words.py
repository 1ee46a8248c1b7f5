"""How matching is said on screen: reasons, likeness, prices on both sides."""

from microshop_desktop.domain.listing_match import LIKELY
from microshop_desktop.domain.listing_proposal import Reason
from microshop_desktop.domain.money import currency
from microshop_desktop.infra.formats import money_text
from microshop_desktop.infra.translations import _
from microshop_desktop.services.matching import MatchRow, MatchState, OwnGoodsView
from microshop_desktop.ui.online.match_desk import Candidate
from microshop_desktop.ui.online.match_model import Choice


def goods_text(name: str, factor: int) -> str:
    """Return goods with their number: `Greek yoghurt 160g × 6`."""
    return name if factor == 1 else f"{name} × {factor}"


def reason_text(candidate: Candidate, factor: int) -> str:
    """Return why goods may be those of a listing."""
    names = {
        Reason.CODE: _("same code"),
        Reason.PACK_CODE: _("barcode of the pack"),
        Reason.SHARED_CODE: _("same code as other goods here"),
        Reason.NAME: _("name alike"),
        Reason.PART: _("only a part of the name is alike"),
        Reason.OTHER_SIZE: _("another size"),
        Reason.PRICE: _("price fits"),
        Reason.OTHER_PRICE: _("quite another price"),
    }
    parts = [names[reason] for reason in candidate.reasons] or [_("chosen by you")]
    if candidate.factor is None and candidate.likeness:
        parts.append(_("say how many it is"))
    elif factor > 1:
        parts.append(_("counts as {count}").format(count=factor))
    text = _(", ").join(parts)
    return text[:1].upper() + text[1:]


def likeness_tone(likeness: int) -> str:
    """Return the colour of a likeness; the figure beside it says the same."""
    return "success" if likeness >= LIKELY else "warning"


def there_text(row: MatchRow) -> str:
    """Return what a listing costs there, and its codes."""
    parts = [price_there(row), row.code, row.barcode if row.barcode != row.code else ""]
    return " · ".join(part for part in parts if part)


def price_there(row: MatchRow) -> str:
    """Return the price of a listing, empty where none is told."""
    if row.price is None or not row.currency:
        return ""
    return money_text(row.price, currency(row.currency))


def price_here(own: OwnGoodsView, factor: int, code: str) -> str:
    """Return what goods of ours cost: `6 × ¥4.90 = ¥29.40`."""
    unit = currency(code)
    each = money_text(own.price, unit)
    if factor == 1:
        return each
    return f"{factor} × {each} = {money_text(own.price * factor, unit)}"


def prices_text(row: MatchRow, own: OwnGoodsView, factor: int, code: str) -> str:
    """Return the prices of both sides, for a look at whether it is the same."""
    there, here = price_there(row), price_here(own, factor, code)
    if not there:
        return _("Here {price}").format(price=here)
    return _("There {there} · here {here}").format(there=there, here=here)


def effect_text(candidate: Candidate, code: str) -> str:
    """Return what stands under goods that are offered."""
    price = money_text(candidate.own.price, currency(code))
    if not candidate.likeness:
        return price
    alike = _("{percent}% alike").format(percent=candidate.likeness)
    return f"{alike} · {reason_text(candidate, candidate.factor or 1)} · {price}"


def row_lines(row: MatchRow, choice: Choice | None, code: str, *, known: bool) -> tuple[str, str]:
    """Return the two lines under the name of a listing: what it is of ours, and why."""
    if row.state is MatchState.ALONE:
        own = "" if row.own is None else goods_text(row.own.name, row.factor)
        return own or _("Left alone"), _("Its number is not written; orders still come in")
    if row.own is not None:
        return goods_text(row.own.name, row.factor), price_here(row.own, row.factor, code)
    if not known:
        return _("Looking for something alike…"), ""
    if choice is None:
        return _("Nothing is like it"), _("Look for it, or make a new product")
    name = goods_text(choice.candidate.own.name, choice.factor)
    price = price_here(choice.candidate.own, choice.factor, code)
    return name, f"{reason_text(choice.candidate, choice.factor)} · {price}"
