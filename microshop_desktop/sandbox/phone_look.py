"""How the phone page looks: one hand, one thumb, no script, light and dark."""

from collections.abc import Sequence
from html import escape

from qrcode.constants import ERROR_CORRECT_M
from qrcode.main import QRCode

from microshop_desktop.sandbox.phone_texts import PhoneTexts

STYLE = """
:root{color-scheme:light dark;--ink:#191919;--soft:#6b6b6b;--paper:#f5f5f5;--card:#fff;
--line:#e3e3e3}
@media (prefers-color-scheme:dark){:root{--ink:#f2f2f2;--soft:#a3a3a3;--paper:#111;--card:#1d1d1d;
--line:#333}}
*{box-sizing:border-box}
body{margin:0;min-height:100vh;min-height:100dvh;display:flex;flex-direction:column;background:
var(--paper);color:var(--ink);font:17px/1.45 system-ui,-apple-system,"PingFang SC",
"Microsoft YaHei",sans-serif}
header{padding:14px 20px;text-align:center;color:#fff;background:var(--brand);font-weight:600}
header small{display:block;font-weight:400;font-size:14px}
main{flex:1;width:100%;max-width:480px;margin:0 auto;padding:32px 20px 12px;text-align:center}
.shop{font-size:18px;color:var(--soft);overflow-wrap:anywhere}
.amount{margin:4px 0 8px;font-size:52px;font-weight:700;line-height:1.2;
font-variant-numeric:tabular-nums}
.what{color:var(--soft);overflow-wrap:anywhere}
.note{margin:24px 0 0;padding:16px;border-radius:14px;background:var(--card);
border:1px solid var(--line)}
.done{margin-bottom:36px}
.done strong{font-size:26px}
.done p{margin:4px 0 0}
.mark{margin:0 auto 8px;width:76px;height:76px;border-radius:50%;background:var(--brand);color:#fff;
font-size:44px;line-height:76px}
form,nav{width:100%;max-width:480px;margin:0 auto;padding:12px 20px
calc(28px + env(safe-area-inset-bottom));display:grid;grid-template-columns:1fr 1fr;gap:12px}
button,nav a{min-height:60px;border-radius:16px;border:1px solid var(--line);background:
var(--card);color:var(--ink);font:inherit;font-weight:600;text-decoration:none;display:flex;
align-items:center;justify-content:center;padding:8px;text-align:center;-webkit-tap-highlight-color:transparent}
button:active,nav a:active{opacity:.7}
button:focus-visible,a:focus-visible{outline:3px solid var(--ink);outline-offset:3px}
button.pay{grid-column:1/-1;grid-row:2;min-height:72px;border:0;background:var(--brand);color:#fff;
font-size:22px}
nav a[aria-current]{border-color:var(--brand);border-width:2px}
.qr{width:min(72vw,280px);margin:16px auto;padding:16px;background:#fff;border-radius:14px}
.qr svg{display:block;width:100%;height:auto}
ul{list-style:none;padding:0;margin:12px 0 0}
li a{display:flex;justify-content:space-between;gap:12px;padding:16px;margin-top:8px;
border-radius:14px;background:var(--card);border:1px solid var(--line);color:inherit;
text-decoration:none;font-weight:600;text-align:left}
"""
_BRANDS = {"wechat": "#067f3f", "alipay": "#1366d6", "": "#444"}
"""Grounds on which white letters can be read."""


def page(texts: PhoneTexts, brand: str, body: str, *, title: str = "", refresh: int = 0) -> str:
    """Return a whole page; `refresh`: seconds after which the phone asks again."""
    name = escape(title or texts.title)
    again = f'<meta http-equiv="refresh" content="{refresh}">' if refresh else ""
    return (
        f'<!doctype html><html lang="{texts.tag}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1,viewport-fit=cover">'
        f'<meta name="robots" content="noindex">{again}<title>{name}</title>'
        f"<style>:root{{--brand:{_BRANDS[brand]}}}{STYLE}</style></head><body>"
        f"<header>{name}<small>{escape(texts.practice)}</small></header>"
        f"{body}</body></html>"
    )


def bill_of(shop: str, amount: str, what: str) -> str:
    """Return the part that says who wants how much for what."""
    return (
        f'<p class="shop">{escape(shop)}</p><p class="amount">¥{escape(amount)}</p>'
        f'<p class="what">{escape(what)}</p>'
    )


def note(text: str) -> str:
    """Return a remark."""
    return f'<p class="note" role="status">{escape(text)}</p>'


def done(text: str, more: str) -> str:
    """Return the big tick, with what it means."""
    return (
        f'<div class="mark" aria-hidden="true">✓</div><div role="status" class="done">'
        f"<strong>{escape(text)}</strong><p>{escape(more)}</p></div>"
    )


def buttons(choices: Sequence[tuple[str, str]]) -> str:
    """Return the buttons: `pay` is the large one under the thumb."""
    made = (
        f'<button name="do" value="{value}" class="{value}">{escape(text)}</button>'
        for value, text in choices
    )
    return f'<form method="post">{"".join(made)}</form>'


def qr_picture(text: str) -> str:
    """Draw a QR as one path of whole modules."""
    code = QRCode(border=2, error_correction=ERROR_CORRECT_M)
    code.add_data(text)
    rows = code.get_matrix()
    dark = "".join(
        f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, cell in enumerate(row) if cell
    )
    size = len(rows)
    return (
        f'<div class="qr"><svg viewBox="0 0 {size} {size}" shape-rendering="crispEdges" role="img" '
        f'aria-label="{escape(text)}"><path d="{dark}"/></svg></div>'
    )
