"""Settings of the shop itself."""

from typing_extensions import override

from microshop_desktop.infra.translations import _
from microshop_desktop.ui.page import Shell
from microshop_desktop.ui.settings.rows import SettingRow, text_row
from microshop_desktop.ui.settings.section import Section
from microshop_desktop.ui.settings.view_model import SettingsViewModel
from microshop_desktop.ui.widgets.labels import label


class ShopSection(Section):
    """Name, address and phone; what cannot be changed is said."""

    key = "shop"
    icon = "storefront"

    def __init__(self, vm: SettingsViewModel, shell: Shell) -> None:
        super().__init__(vm, shell)
        card = self.add_card()
        card.add(
            text_row(
                _("Name of the shop"),
                read=lambda: vm.facts.name,
                write=vm.rename,
                hint=_("On the window and on top of each receipt"),
            )
        )
        for key, name in (("address", _("Address")), ("phone", _("Phone"))):
            card.add(self._detail(key, name))
        facts = self.add_card(_("Fixed when the shop was opened"))
        for name, text in (
            (_("Currency"), vm.facts.currency),
            (_("Time zone"), vm.facts.zone),
            (_("Letter of this till"), vm.facts.till),
        ):
            facts.add(SettingRow(name, label(text, kind="strong")))

    @override
    def title(self) -> str:
        return _("Shop")

    @override
    def state(self) -> tuple[str, str]:
        return self.vm.facts.name, "muted"

    def _detail(self, key: str, name: str) -> SettingRow:
        return text_row(
            name,
            read=lambda: str(getattr(self.vm.shop, key)),
            write=lambda text: self.vm.change(key, text.strip(), name),
            hint=_("Printed under the name where it is given"),
        )
