"""A shop is opened in a few presses, in any language, and nothing half is left behind."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.infra.settings import LANGUAGE, PRINTER_KIND, Settings
from microshop_desktop.infra.translations import use_language
from microshop_desktop.ui.first_run.steps import GoodsStep, PrinterStep, ShopStep
from microshop_desktop.ui.first_run.view_model import FirstRunViewModel, Goods, Plan, Step
from microshop_desktop.ui.first_run.window import FirstRunWindow
from microshop_desktop.ui.runner import ImmediateRunner

LEFT = Qt.MouseButton.LeftButton


@dataclass
class FakeFounder:
    """Remembers the plans, or has no room on its disk."""

    full: bool = False
    plans: list[Plan] = field(default_factory=list)

    def found(self, plan: Plan, progress: Callable[[int, int], None]) -> None:
        progress(1, 2)
        if self.full:
            raise ShopError(ErrorCode.DISK_FULL, path="here")
        self.plans.append(plan)


@pytest.fixture
def founder() -> FakeFounder:
    return FakeFounder()


@pytest.fixture
def laptop(tmp_path: Path) -> Settings:
    return Settings(tmp_path / "settings.json")


@pytest.fixture
def window(founder: FakeFounder, laptop: Settings, qtbot: QtBot) -> FirstRunWindow:
    made = FirstRunWindow(laptop, founder, ImmediateRunner())
    qtbot.addWidget(made)
    made.show()
    return made


def name_field(window: FirstRunWindow) -> ShopStep:
    found = window.findChild(ShopStep)
    assert isinstance(found, ShopStep)
    return found


def test_four_presses_open_a_shop(window: FirstRunWindow, founder: FakeFounder) -> None:
    QTest.keyClicks(name_field(window).name, "Corner shop")
    for _ in range(4):
        QTest.mouseClick(window.go, LEFT)
    assert founder.plans == [Plan("Corner shop", "", "USD", Goods.SAMPLE)]


def test_enter_goes_on(window: FirstRunWindow) -> None:
    QTest.keyClicks(name_field(window).name, "Corner shop")
    QTest.keyClick(name_field(window).name, Qt.Key.Key_Return)
    assert window.vm.step is Step.GOODS


def test_one_press_opens_the_sample_shop(window: FirstRunWindow, founder: FakeFounder) -> None:
    QTest.mouseClick(window.sample, LEFT)
    assert founder.plans == [Plan("Sample shop", "", "USD", Goods.SAMPLE)]


def test_a_shop_needs_a_name(window: FirstRunWindow) -> None:
    QTest.mouseClick(window.go, LEFT)
    assert (window.vm.step, window.vm.problem) == (Step.SHOP, "Give the shop a name first.")
    QTest.keyClicks(name_field(window).name, "T")
    assert window.vm.problem == ""


def test_the_language_changes_at_once_and_the_answers_stay(
    window: FirstRunWindow, laptop: Settings
) -> None:
    QTest.keyClicks(name_field(window).name, "Corner shop")
    window.vm.use_language("zh")
    assert window.windowTitle() == "开店"
    assert (window.vm.name, laptop.get(LANGUAGE)) == ("Corner shop", "zh")
    assert window.vm.currency == "CNY"


def test_a_currency_that_was_chosen_outlives_the_language(window: FirstRunWindow) -> None:
    window.vm.set_currency("GBP")
    use_language("es")
    assert window.vm.currency == "GBP"


def test_a_full_disk_is_said_and_nothing_is_lost(
    window: FirstRunWindow, founder: FakeFounder
) -> None:
    founder.full = True
    QTest.keyClicks(name_field(window).name, "Corner shop")
    QTest.mouseClick(window.sample, LEFT)
    assert window.problem.text.startswith("The disk is full")
    assert window.go.isEnabled()
    founder.full = False
    QTest.mouseClick(window.sample, LEFT)
    assert founder.plans[0].name == "Corner shop"


def test_the_plan_is_told_once_the_shop_is_there(window: FirstRunWindow, qtbot: QtBot) -> None:
    with qtbot.waitSignal(window.founded) as told:
        QTest.mouseClick(window.sample, LEFT)
    assert told.args is not None
    assert told.args[0].goods is Goods.SAMPLE


def test_going_back_keeps_what_was_answered(window: FirstRunWindow) -> None:
    QTest.keyClicks(name_field(window).name, "Corner shop")
    QTest.mouseClick(window.go, LEFT)
    window.vm.choose_goods(Goods.NONE)
    QTest.mouseClick(window.back, LEFT)
    QTest.mouseClick(window.go, LEFT)
    assert (window.vm.goods, window.vm.name) == (Goods.NONE, "Corner shop")


def view_model(laptop: Settings) -> FirstRunViewModel:
    made = FirstRunViewModel(laptop, lambda: None)
    made.set_name("Corner shop")
    made.go_on()
    return made


def test_skipping_leaves_the_answer_open(laptop: Settings) -> None:
    vm = view_model(laptop)
    vm.skip()
    laptop.put(PRINTER_KIND, "usb")
    vm.skip()
    assert (vm.goods, laptop.get(PRINTER_KIND), vm.step) == (Goods.NONE, "none", Step.TRY)


def test_only_steps_that_were_done_can_be_gone_to(laptop: Settings) -> None:
    vm = view_model(laptop)
    steps = []
    for wanted in (Step.TRY, Step.SHOP):
        vm.go_to(wanted)
        steps.append(vm.step)
    assert steps == [Step.GOODS, Step.SHOP]


def test_a_table_is_part_of_the_plan_only_while_it_is_chosen(laptop: Settings) -> None:
    vm = view_model(laptop)
    vm.choose_goods(Goods.FILE, Path("goods.xlsx"))
    assert vm.plan().goods_file == Path("goods.xlsx")
    assert vm.summary(Step.GOODS) == "goods.xlsx"
    vm.choose_goods(Goods.SAMPLE)
    assert vm.plan().goods_file is None


def test_a_card_is_chosen_by_space(window: FirstRunWindow) -> None:
    QTest.keyClicks(name_field(window).name, "Corner shop")
    QTest.mouseClick(window.go, LEFT)
    step = window.findChild(GoodsStep)
    assert isinstance(step, GoodsStep)
    QTest.keyClick(step.cards[Goods.NONE], Qt.Key.Key_Space)
    assert window.vm.goods is Goods.NONE


def test_trying_the_scanner_does_not_go_on(window: FirstRunWindow) -> None:
    QTest.keyClicks(name_field(window).name, "Corner shop")
    window.go_on()
    window.go_on()
    step = window.findChild(PrinterStep)
    assert isinstance(step, PrinterStep)
    for keys in ("690", ""):
        QTest.keyClicks(step.scanner.field.edit, keys)
        QTest.keyClick(step.scanner.field.edit, Qt.Key.Key_Return)
    assert window.vm.step is Step.PRINTER
