"""What the keys and buttons of the selling page do; what takes things away is asked about first."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from microshop_desktop.domain.basket import Method
from microshop_desktop.infra.formats import money_text
from microshop_desktop.infra.translations import _
from microshop_desktop.ui.sell.news import News
from microshop_desktop.ui.sell.phone_stage import Stage
from microshop_desktop.ui.widgets.confirm_dialog import Question

if TYPE_CHECKING:
    from microshop_desktop.ui.sell.page import SellPage


class PageActs:
    """The acts of one page, by its view-model, its sheets and its window."""

    def __init__(self, page: "SellPage") -> None:
        self._page, self._vm = page, page.vm

    def key_list(self) -> list[tuple[str, Callable[[], object], str]]:
        """Return what the keys of the page do: a text for people, the act, and the keys."""
        return [
            (_("Customer"), self._page.sheets.customer, "F3"),
            (_("Note on the line, reference of a payment"), self.note, "F4"),
            (_("Put the basket or its payment aside"), self.hold, "F5"),
            (_("Take a basket again; pending payments"), self.recall, "F6"),
            (_("Discount on the line"), self._page.sheets.discount_line, "F7"),
            (_("Discount on the basket"), self._page.sheets.discount_basket, "F8"),
            (_("Cash"), partial(self.pay_with, Method.CASH), "F9 / Alt+1"),
            (_("WeChat"), partial(self.pay_with, Method.WECHAT), "F10 / Alt+2"),
            (_("Alipay"), partial(self.pay_with, Method.ALIPAY), "F11 / Alt+3"),
            (_("Scan the customer's code"), self.pay_by_code, "F12 / Alt+4"),
            (_("Other ways to pay"), partial(self.pay_with, Method.COLLECTION_CODE), "Alt+5"),
            (_("Exact cash and done; confirm a payment"), self._vm.confirm, "Ctrl+Enter"),
            (_("Pay in parts"), self.split, "Ctrl+D"),
            (_("Cancel this payment"), self.cancel_payment, "Ctrl+W"),
            (_("Ask the platform about the payment now"), self._vm.ask_platform, "Ctrl+R"),
            (_("Remove the line"), self.remove, "Ctrl+Del"),
            (_("Empty the basket"), self.empty, "Ctrl+Shift+Del"),
            (_("Chinese input in the scan field"), self.toggle_input_method, "Ctrl+I"),
        ]

    def note(self) -> None:
        """Note on the line; while it is paid, the reference of the payment."""
        if self._vm.payment is not None:
            self._page.pay().note()
        else:
            self._page.sheets.note()

    def pay_with(self, method: Method) -> None:
        """Begin or go on with a way to pay."""
        self._vm.pay(method)

    def pay_by_code(self) -> None:
        """Wait for the customer's code."""
        self._vm.pay(Method.WECHAT, by_code=True)

    def hold(self) -> None:
        """Put the basket aside, or its payment."""
        if self._vm.phone is not None:
            self._vm.park()
        else:
            self._page.sheets.hold()

    def recall(self) -> None:
        """Show the baskets put aside, or what is pending."""
        if self._vm.is_locked or (self._vm.pending_count and not self._vm.held_count):
            self._page.pending_asked.emit()
        else:
            self._page.sheets.recall()

    def split(self) -> None:
        """Take a part of the money."""
        if self._vm.payment is None:
            self._vm.split()
        else:
            self._page.pay().split()

    def cancel_payment(self) -> None:
        """Have the payment on the screen closed; asked first while the customer is paying."""
        phone = self._vm.phone
        if phone is None:
            return
        question = Question(
            _("The customer is paying just now. Cancel all the same?"),
            verb=_("Cancel the payment"),
            text=_("What was taken goes back. If it is paid first, the sale is paid."),
            stay=_("Go on waiting"),
            moot=self._page.asking_changed,
        )
        if phone.stage is not Stage.PAYING or self._page.shell.ask(question):
            self._vm.cancel_payment()

    def remove(self) -> None:
        """Take the current line away."""
        self._vm.remove()

    def empty(self) -> None:
        """Empty the basket, after a question."""
        count = len(self._vm.basket.lines)
        if self._vm.is_locked or not count:
            return
        question = Question(
            _("Empty the basket?"),
            verb=_("Empty the basket"),
            text=_("All {count} lines are removed.").format(count=count),
        )
        if self._page.shell.ask(question):
            self._vm.empty()
        self._page.focus_search()

    def give_back(self) -> None:
        """Give received money back, after a question."""
        taken = sum(tender.amount for tender in self._vm.basket.received)
        amount = money_text(taken, self._vm.currency)
        question = Question(
            _("Give {amount} back to the customer?").format(amount=amount),
            verb=_("{amount} is given back").format(amount=amount),
            text=_("The basket can be changed again afterwards."),
        )
        if self._page.shell.ask(question):
            self._vm.give_back()
        self._page.focus_search()

    def drop_held(self, basket: UUID) -> None:
        """Throw a basket that was put aside away, after a question."""
        question = Question(_("Throw this basket away?"), verb=_("Throw away"))
        if self._page.shell.ask(question):
            self._vm.drop_held(basket)
        self._page.sheets.recall()

    def toggle_input_method(self) -> None:
        """Let Chinese be typed into the scan field, or no more."""
        on = self._page.catalogue.field.toggle_input_method()
        text = _("Chinese input is on in the scan field") if on else _("Chinese input is off")
        self._page.tell(News(text, "translate"))

    def pick_line(self, no: int) -> None:
        """Choose a line; the chosen one shows or hides its tools."""
        if no == self._vm.current_no:
            self._page.basket.ask_for_tools()
        self._vm.select(no)
        self._page.catalogue.field.setFocus()

    def step_line(self, no: int, count: int) -> None:
        """One more or one less of a line."""
        self._vm.step(count, no)

    def type_quantity(self, no: int) -> None:
        """Type the quantity of a line."""
        self._vm.select(no)
        self._page.catalogue.field.begin_quantity()

    def typed_on_lines(self, key: str) -> None:
        """Do what a key says that was typed on the lines."""
        if key in {"up", "down"}:
            self._vm.move(-1 if key == "up" else 1)
        elif key in {"+", "-"}:
            self._vm.step(1 if key == "+" else -1)
        else:
            self._page.catalogue.field.begin_quantity(key.strip("*"))
