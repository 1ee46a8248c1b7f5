"""How the till sells: rounding, selling below zero, labels of the scale."""

from PySide6.QtWidgets import QLineEdit
from typing_extensions import override

from microshop_desktop.domain.pricing import RoundingRule
from microshop_desktop.domain.stock import BelowZero
from microshop_desktop.infra.translations import _
from microshop_desktop.ui.page import Shell
from microshop_desktop.ui.settings.rows import SettingRow, segment_row, text_row
from microshop_desktop.ui.settings.section import Section
from microshop_desktop.ui.settings.view_model import SettingsViewModel


class SellingSection(Section):
    """Settings of the whole shop."""

    key = "selling"
    icon = "calculator"

    def __init__(self, vm: SettingsViewModel, shell: Shell) -> None:
        super().__init__(vm, shell)
        card = self.add_card()
        card.add(self._rounding())
        card.add(self._below_zero())
        scale = self.add_card(_("Labels of the shop's scale"))
        self._prefix_row = scale.add(self._prefixes())
        scale.add(self._scale_value())
        self.refresh()

    @override
    def title(self) -> str:
        return _("Selling")

    @override
    def state(self) -> tuple[str, str]:
        if self.vm.prefix_looks_like_alipay:
            return _("Look at the scale labels"), "warning"
        return _rounding_texts()[self.vm.shop.rounding], "muted"

    @override
    def refresh(self) -> None:
        super().refresh()
        if self.vm.prefix_looks_like_alipay:
            text = _("Alipay's payment codes begin with 25 to 30 as well. Choose 20 to 24.")
            self._prefix_row.say(text, tone="warning")
        else:
            self._prefix_row.say("")

    def _rounding(self) -> SettingRow:
        name = _("Drop small change")
        return segment_row(
            name,
            [(rule.value, text) for rule, text in _rounding_texts().items()],
            read=lambda: self.vm.shop.rounding.value,
            write=lambda key: self.vm.change("rounding", RoundingRule(key), name),
            hint=_("From the total of a sale, in the customer's favour"),
        )

    def _below_zero(self) -> SettingRow:
        name = _("When stock runs out")
        choices = [
            (BelowZero.ALLOW.value, _("Sell on")),
            (BelowZero.WARN.value, _("Warn and sell")),
            (BelowZero.BLOCK.value, _("Do not sell")),
        ]
        return segment_row(
            name,
            choices,
            read=lambda: self.vm.shop.below_zero.value,
            write=lambda key: self.vm.change("below_zero", BelowZero(key), name),
            hint=_("A product can have a rule of its own"),
        )

    def _prefixes(self) -> SettingRow:
        name = _("First two digits")
        row = text_row(
            name,
            read=lambda: ", ".join(self.vm.shop.scale_prefixes),
            write=lambda text: self._take_prefixes(text, name),
            hint=_("Of the barcodes it prints, such as 21, 22"),
        )
        if isinstance(row.control, QLineEdit):
            row.control.setMaxLength(40)
        return row

    def _take_prefixes(self, text: str, name: str) -> None:
        if self.vm.set_scale_prefixes(text, name):
            self.refresh()
        else:
            self._prefix_row.say(_("Write two digits each, with commas between."), tone="danger")

    def _scale_value(self) -> SettingRow:
        name = _("The label holds")
        return segment_row(
            name,
            [("weight", _("the weight")), ("price", _("the price"))],
            read=lambda: self.vm.shop.scale_value,
            write=lambda key: self.vm.change("scale_value", key, name),
        )


def _rounding_texts() -> dict[RoundingRule, str]:
    return {
        RoundingRule.NONE: _("Keep every cent"),
        RoundingRule.TENTH: _("Down to 0.1"),
        RoundingRule.WHOLE: _("Down to 1"),
    }
