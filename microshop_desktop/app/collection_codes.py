"""The collection codes of the shop, for the payment page and for the customer's screen."""

from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from microshop_desktop.domain.basket import Method
from microshop_desktop.domain.collection_code import CodeScheme, CollectionCode, scheme_of
from microshop_desktop.domain.merchant_accounts import COLLECTION_CODE
from microshop_desktop.services.payment_accounts import PaymentAccounts

if TYPE_CHECKING:
    from microshop_desktop.app.opened import OpenedShop


class CollectionCodes(QObject):
    """Reads the codes when one is first wanted, and again after each change of the accounts."""

    changed = Signal()

    def __init__(self, opened: "OpenedShop", parent: QObject) -> None:
        super().__init__(parent)
        self._opened = opened
        self._codes: dict[CodeScheme, CollectionCode] | None = None
        opened.bridge.accounts_changed.connect(self._forget)

    def code_for(self, method: Method) -> CollectionCode | None:
        """The code by which a way to pay is taken where no platform collects; None without one."""
        if self._codes is None:
            self._codes = self._read()
        if method in {Method.WECHAT, Method.ALIPAY}:
            return self._codes.get(CodeScheme(method.value))
        any_code = next(iter(self._codes.values()), None)
        return any_code if method is Method.COLLECTION_CODE else None

    def _read(self) -> dict[CodeScheme, CollectionCode]:
        views = PaymentAccounts(self._opened.shop).every(self._opened.actor)
        used = (view for view in views if view.kind == COLLECTION_CODE and view.enabled)
        codes = ((view.settings.get("text", ""), view.name) for view in used)
        return {
            scheme_of(text): CollectionCode(text, scheme_of(text), name) for text, name in codes
        }

    def _forget(self, _account: UUID) -> None:
        self._codes = None
        self.changed.emit()
