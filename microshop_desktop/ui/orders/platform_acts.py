"""What the Orders page does with an order at its platform: hold, give back, show the address."""

from collections.abc import Callable
from functools import partial
from uuid import UUID

from PySide6.QtCore import QObject

from microshop_desktop.domain.errors import ShopError
from microshop_desktop.infra.translations import _
from microshop_desktop.ui.orders.back_draft import BackDraft
from microshop_desktop.ui.orders.desk import OrdersDesk
from microshop_desktop.ui.orders.detail_panel import DetailPanel
from microshop_desktop.ui.orders.view_model import OrdersViewModel
from microshop_desktop.ui.page import Shell
from microshop_desktop.ui.widgets.toast import Toast


class PlatformActs(QObject):
    """Acts on the open order; `refresh` shows it anew."""

    def __init__(
        self,
        shell: Shell,
        model: OrdersViewModel,
        *,
        detail: DetailPanel,
        refresh: Callable[[], None],
    ) -> None:
        super().__init__(detail)
        self._shell, self._model = shell, model
        self._detail, self._refresh = detail, refresh
        detail.hold_asked.connect(self.turn_hold)
        detail.hold_given.connect(self._hold)
        detail.give_back_asked.connect(self.ask_back)
        detail.give_back.confirmed.connect(self._give_back)
        detail.contact.reveal_asked.connect(self.reveal)

    @property
    def desk(self) -> OrdersDesk:
        """What the page does in the shop."""
        return self._model.desk

    def turn_hold(self) -> None:
        """Ask why the open order is to wait; one that waits by our own word may go on."""
        order = self._model.current
        if order is None or order.online is None or not self._model.may_hold:
            return
        if order.online.own_hold:
            self._try(self._lift_hold)
        else:
            self._detail.ask_hold()

    def ask_back(self) -> None:
        """Ask what of the open order goes back at its platform."""
        order = self._model.current
        if order is not None and self._model.may_give_back:
            self._detail.give_back.begin(order)
            self._detail.to_top()

    def reveal(self) -> None:
        """Ask the platform whom the open order goes to; it counts that."""
        order = self._model.current
        if order is None or order.online is None:
            return
        self._detail.contact.button.setEnabled(False)
        chosen = order.order
        self._shell.runner.run(
            self._detail,
            lambda _job: self.desk.reveal(chosen),
            done=partial(self._revealed, chosen),
            failed=partial(self._not_revealed, order.online.account),
        )

    def _revealed(self, order: UUID, left: int | None) -> None:
        self._detail.contact.button.setEnabled(True)
        self._detail.contact.keep_left(order, left)
        self._refresh()

    def _not_revealed(self, shop: str, problem: Exception) -> None:
        self._detail.contact.button.setEnabled(True)
        sentence = self.desk.trouble_sentence(problem, shop)
        if sentence:
            self._shell.toast(Toast(sentence, icon="warning"))
        else:
            self._shell.report(problem)

    def _hold(self, why: str) -> None:
        self._try(lambda: self._held(why))

    def _held(self, why: str) -> None:
        self._model.hold(why)
        self._refresh()
        self._shell.toast(Toast(_("The order waits now"), icon="pause"))

    def _lift_hold(self) -> None:
        held = self._model.release()
        self._refresh()
        text = _("It still waits, by another hold") if held else _("The order may go on")
        self._shell.toast(Toast(text, icon="play"))

    def _give_back(self, draft: BackDraft) -> None:
        self._try(lambda: self._wish(draft))

    def _wish(self, draft: BackDraft) -> None:
        self._model.give_back(draft)
        self._refresh()
        text = _("Noted: the next sync gives it back and says whether it worked")
        self._shell.toast(Toast(text, icon="arrow-u-up-left"))

    def _try(self, act: Callable[[], object]) -> None:
        try:
            act()
        except ShopError as problem:
            self._shell.report(problem)
