"""What stands around the pages: settings, lists over the window, the first run, troubles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from microshop_desktop.app.crash_dialog import CrashDialog
from microshop_desktop.app.founding import first_run_window
from microshop_desktop.app.trouble import trouble_window
from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.domain.money import currency
from microshop_desktop.infra.settings import PRINTER_ADDRESS, PRINTER_KIND
from microshop_desktop.infra.translations import current_language
from microshop_desktop.services.sample_data import sample_data
from microshop_desktop.ui.first_run.view_model import Step
from microshop_desktop.ui.orders.page import OrdersPage
from microshop_desktop.ui.overlay import Overlay
from microshop_desktop.ui.settings.page import SECTIONS, SettingsPage
from microshop_desktop.ui.settings.payments_section import PaymentsSection
from microshop_desktop.ui.settings.payments_section_fields import PLATFORMS
from microshop_desktop.ui.settings.payments_section_form import AccountFormCard
from tools.scenes.goods import COFFEE, CRISPS

if TYPE_CHECKING:
    from tools.scenes.stage import Stage

_TRACE = """Traceback (most recent call last):
  File "microshop_desktop/ui/page.py", line 12, in act
    raise ValueError("a bug")
ValueError: a bug
"""


def settings(stage: Stage) -> None:
    """Every section of the settings."""
    page = stage.page("settings", SettingsPage)
    for number, kind in enumerate(SECTIONS, start=70):
        page.show_section(kind.key)
        stage.take(f"{number}-settings-{kind.key}")


def payment_account(stage: Stage) -> None:
    """Entering an account of each platform, with the help where its files are."""
    page = stage.page("settings", SettingsPage)
    page.show_section("payments")
    section = page.section("payments")
    if not isinstance(section, PaymentsSection):
        raise TypeError(type(section).__name__)
    for kind in PLATFORMS:
        section.model.begin(kind)
        section.rebuild()
        stage.settle()
        [form] = [card for card in section.findChildren(AccountFormCard) if card.isVisible()]
        form.help.show()
        stage.take(f"79-settings-payments-{form.draft.platform.kind}")
        stage.press(form.cancel)
        stage.settle()


def printing(stage: Stage) -> None:
    """A receipt that was not printed, since its printer is away."""
    laptop, chip = stage.till.settings, stage.window.top_bar.chip("printer")
    laptop.put(PRINTER_KIND, "file")
    laptop.put(PRINTER_ADDRESS, str(stage.till.folders.data / "away" / "printer"))
    page = stage.page("orders", OrdersPage)
    # The newest orders of online shops wait and have no receipt yet.
    page.claims_scan("T-3")
    stage.press(page.detail.print_button)
    stage.wait_for(chip.isVisible)
    chip.click()
    stage.take("78-not-printed")
    _close_overlays(stage)
    laptop.put(PRINTER_KIND, "none")


def customer_display(stage: Stage) -> None:
    """The customer's screen before, during and after a sale."""
    stage.wait_for(lambda: stage.till.pages.customer_screen is not None)
    stage.window.go_to("sell")
    stage.press(stage.window.top_bar.display)
    screen = stage.till.pages.customer_screen
    window = None if screen is None else screen.window
    if window is None:
        message = "the customer's screen did not open"
        raise RuntimeError(message)
    window.resize(1280, 800)
    for name, codes in (("92-customer-idle", ()), ("93-customer-basket", (CRISPS, COFFEE))):
        for code in codes:
            stage.scan(code)
        window.look()
        stage.take(name, window)
    stage.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    window.look()
    stage.take("94-customer-thanks", window)
    stage.press(stage.window.top_bar.display)


def keys(stage: Stage) -> None:
    """The keys of a page, and every act by its name."""
    stage.window.go_to("sell")
    stage.window.show_keys()
    stage.take("80-keys")
    _close_overlays(stage)
    stage.window.show_palette()
    stage.take("81-commands")
    _close_overlays(stage)


def first_run(stage: Stage) -> None:
    """Each step of opening a shop, and what is said where the name is missing."""
    window = first_run_window(stage.till)
    window.show()
    window.go_on()
    stage.take("82-first-run-no-name", window)
    window.vm.set_name(sample_data(current_language(), currency("CNY")).shop_name)
    for number, step in enumerate(Step, start=83):
        stage.take(f"{number}-first-run-{step.name.lower()}", window)
        window.vm.go_on()
    stage.dismiss(window)


def troubles(stage: Stage) -> None:
    """A shop that does not open, and a bug of ours."""
    problem = ShopError(ErrorCode.DATABASE_DAMAGED, path="shop.db")
    stage.alone("90-trouble", trouble_window(stage.till, problem))
    crash = CrashDialog(_TRACE)
    crash.more.click()
    stage.alone("91-crash", crash)


def _close_overlays(stage: Stage) -> None:
    for overlay in stage.window.findChildren(Overlay):
        overlay.close_layer()
    stage.settle()


SCENES = (settings, payment_account, printing, customer_display, keys, first_run, troubles)
