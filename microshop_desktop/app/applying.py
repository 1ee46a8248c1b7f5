"""What a changed setting of this laptop does at once."""

from typing import TYPE_CHECKING

from microshop_desktop.infra.language import first_language
from microshop_desktop.infra.settings import (
    CAMERA,
    LANGUAGE,
    PAY_BUTTONS,
    REDUCED_MOTION,
    SCANNER_GAP_MS,
    TEXT_SCALE,
    THEME,
)
from microshop_desktop.infra.translations import use_language
from microshop_desktop.ui.looks import apply_looks

if TYPE_CHECKING:
    from microshop_desktop.app.till import Till


def apply_setting(till: "Till", key: str) -> None:
    """Do what the setting with this key asks for; most are only read when they are needed."""
    if key in {THEME.key, TEXT_SCALE.key, REDUCED_MOTION.key}:
        apply_looks(till.settings)
    elif key == LANGUAGE.key:
        use_language(first_language(till.settings))
        till.pages.news.show_who_sells()
        till.pages.news.show_print_jobs()
    elif key == CAMERA.key:
        till.pages.offer_camera()
    elif key == PAY_BUTTONS.key:
        _order_pay_buttons(till)
    elif key == SCANNER_GAP_MS.key and till.scan is not None:
        till.scan.set_gap(till.settings.get(SCANNER_GAP_MS))


def _order_pay_buttons(till: "Till") -> None:
    from microshop_desktop.ui.sell.page import SellPage

    sell = till.window.page("sell") if till.window is not None else None
    if isinstance(sell, SellPage):
        sell.order_pay_buttons()
