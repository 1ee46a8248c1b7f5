"""What the customer's phone says, in three languages.

These texts are the sandbox's own: it imports nothing of the program, so not its catalogue either.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PhoneTexts:
    """The texts of one language."""

    tag: str
    title: str
    practice: str
    pay: str
    decline: str
    later: str
    pay_after_all: str
    paid: str
    paid_more: str
    declined: str
    put_off: str
    closed: str
    expired: str
    unknown: str
    wallet: str
    show: str
    waiting: str
    nothing_waits: str
    confirm: str
    wechat: str
    alipay: str


ENGLISH = PhoneTexts(
    "en",
    "Practice payment",
    "Practice – no real money",
    "Pay",
    "Decline",
    "Pay later",
    "Pay after all",
    "Paid",
    "You can put the phone away.",
    "You did not pay. Nothing was taken.",
    "Not paid yet. You can still pay here.",
    "The shop has closed this payment.",
    "This code has run out. Ask the shop for a new one.",
    "This code leads nowhere any more.",
    "Practice wallet",
    "Show this code to the shop",
    "Waiting for you",
    "No payment is waiting for you.",
    "Confirm the payment",
    "WeChat Pay",
    "Alipay",
)
CHINESE = PhoneTexts(
    "zh",
    "练习支付",
    "练习模式，不会动用真实资金",
    "立即支付",
    "拒绝支付",
    "稍后再付",
    "改为支付",
    "支付成功",
    "您可以收起手机了。",
    "您没有付款，未扣任何款项。",
    "尚未支付，您仍可在此付款。",
    "商家已关闭这笔订单。",
    "二维码已过期，请商家重新出示。",
    "此二维码已失效。",
    "练习钱包",
    "请向商家出示此付款码",
    "等待您确认",
    "目前没有待确认的付款。",
    "请确认付款",
    "微信支付",
    "支付宝",
)
SPANISH = PhoneTexts(
    "es",
    "Pago de práctica",
    "Práctica: no es dinero real",
    "Pagar",
    "Rechazar",
    "Pagar más tarde",
    "Pagar de todos modos",
    "Pagado",
    "Ya puede guardar el teléfono.",
    "No ha pagado. No se le cobró nada.",
    "Aún no está pagado. Todavía puede pagar aquí.",
    "La tienda ha cerrado este pago.",
    "Este código ha caducado. Pida otro en la tienda.",
    "Este código ya no lleva a ninguna parte.",
    "Cartera de práctica",
    "Muestre este código en la tienda",
    "Le esperan",
    "No hay ningún pago pendiente.",
    "Confirme el pago",
    "WeChat Pay",
    "Alipay",
)
_BY_TAG: Mapping[str, PhoneTexts] = {texts.tag: texts for texts in (CHINESE, ENGLISH, SPANISH)}


def texts_for(accept_language: str) -> PhoneTexts:
    """Return the texts a phone prefers by its `Accept-Language`; English where it knows none."""
    wishes = [_wish(place, part) for place, part in enumerate(accept_language.split(","))]
    for _quality, _place, tag in sorted(wishes):
        if tag in _BY_TAG:
            return _BY_TAG[tag]
    return ENGLISH


def _wish(place: int, part: str) -> tuple[float, int, str]:
    """Read `zh-CN;q=0.9`; the wish that counts most sorts first."""
    tag, _, rest = part.strip().partition(";")
    try:
        quality = float(rest.strip().removeprefix("q=") or 1)
    except ValueError:
        quality = 0.0
    return -quality, place, tag.partition("-")[0].strip().lower()
