"""The payment pages with large texts: what is needed of a payment is seen without scrolling."""

import pytest
from PySide6.QtCore import QCoreApplication, QPoint, QRect, Qt
from PySide6.QtWidgets import QWidget

from microshop_desktop.infra.translations import Language, use_language
from microshop_desktop.ui.looks import looks
from microshop_desktop.ui.theme import Theme
from tests.ui.sell.test_pay_pages import Counter, Given, counter, unknown
from tests.ui.sell.view import CRISPS

__all__ = ["counter"]  # the fixture

LARGE = [(125, 698), (150, 684)]
"""Text sizes in percent with the height of a page in a window of 1366 × 768."""


def enlarge(counter: Counter, scale: int, height: int) -> None:
    looks().apply(Theme("light", scale))
    counter.page.retranslate()
    counter.page.resize(1282, height)
    QCoreApplication.processEvents()


def in_sight(part: QWidget, page: QWidget) -> bool:
    """Tell whether all of a widget can be seen, on its page and in whatever scrolls."""
    around: QWidget | None = part
    while around is not None and around is not page:
        around = around.parentWidget()
        if around is not None and not around.rect().contains(
            QRect(part.mapTo(around, QPoint(0, 0)), part.size())
        ):
            return False
    return part.isVisible()


@pytest.mark.parametrize(("scale", "height"), LARGE)
@pytest.mark.parametrize("language", ["zh", "es", "en"])
def test_cash_shows_all_of_it_with_large_texts(
    counter: Counter, scale: int, height: int, language: Language
) -> None:
    use_language(language)
    enlarge(counter, scale, height)
    counter.page.take_scan(CRISPS)
    counter.key(Qt.Key.Key_F9)
    QCoreApplication.processEvents()
    cash = counter.page.pay().cash
    for part in (cash.entry, *cash.quick, cash.part, cash.take):
        assert in_sight(part, counter.page), part.accessibleName()


@pytest.mark.parametrize(("scale", "height"), LARGE)
@pytest.mark.parametrize("language", ["zh", "es", "en"])
def test_the_code_shows_what_can_be_done_with_large_texts(
    counter: Counter, scale: int, height: int, language: Language
) -> None:
    use_language(language)
    enlarge(counter, scale, height)
    counter.page.take_scan(CRISPS)
    counter.key(Qt.Key.Key_F10)
    QCoreApplication.processEvents()
    qr = counter.page.pay().qr
    shown = [button for button in qr.quick if not button.isHidden()]
    assert len(shown) >= 3
    for part in (*shown, qr.other, qr.cancel, qr.park, qr.split.part, qr.progress.title):
        assert in_sight(part, counter.page), part.accessibleName()
    assert [step.mark.value for step in qr.progress.steps.steps][-1] in {"now", "next"}


@pytest.mark.parametrize(("scale", "height"), LARGE)
@pytest.mark.parametrize("language", ["zh", "es", "en"])
def test_unknown_shows_all_choices_with_large_texts(
    counter: Counter, scale: int, height: int, language: Language
) -> None:
    use_language(language)
    counter.page.vm.slips = Given(on_paper=True)
    enlarge(counter, scale, height)
    unknown(counter)
    QCoreApplication.processEvents()
    page = counter.page.pay().unknown
    for part in (page.title, page.wait, page.park, page.verify, page.other, page.slip):
        assert in_sight(part, counter.page), part.accessibleName()


def test_the_basket_gives_its_room_to_the_payment_with_very_large_texts(counter: Counter) -> None:
    enlarge(counter, 150, 684)
    counter.page.take_scan(CRISPS)
    assert counter.page.basket.isVisible()
    counter.key(Qt.Key.Key_F9)
    assert not counter.page.basket.isVisible()
    counter.page.escape()
    assert counter.page.basket.isVisible()
