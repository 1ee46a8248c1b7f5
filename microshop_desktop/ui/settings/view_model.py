"""What the settings page knows and does, without a widget.

Each change is saved at once and can be taken back for eight seconds. Settings of this laptop are in
a file, settings of the shop in its database; to the person there is no difference.
"""

from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from microshop_desktop.domain.codes import prefix_collides
from microshop_desktop.domain.errors import ShopError
from microshop_desktop.infra.settings import LANGUAGE, Setting, Settings
from microshop_desktop.infra.translations import _
from microshop_desktop.ui.settings.desk import SettingsDesk, ShopFacts

if TYPE_CHECKING:
    from microshop_desktop.services.shop_settings import ShopSettings
    from microshop_desktop.ui.settings.online_section_model import OnlineShopsModel
    from microshop_desktop.ui.settings.payments_section_model import PaymentsModel

T = TypeVar("T")


class SettingsView(Protocol):
    """What the view-model asks of the page."""

    def refresh(self) -> None:
        """Show all values and states anew."""
        ...

    def offer_undo(self, text: str, undo: Callable[[], None]) -> None:
        """Say what was changed and offer to take it back."""
        ...

    def report(self, problem: Exception) -> None:
        """Say why something was refused."""
        ...


class SettingsViewModel:
    """Reads and changes settings. It outlives the page, which is built anew in each language."""

    def __init__(self, desk: SettingsDesk, laptop: Settings) -> None:
        self.desk, self.laptop = desk, laptop
        self.section = "shop"
        self._view: SettingsView | None = None
        self.facts: ShopFacts = desk.facts()
        self.shop: ShopSettings = desk.shop_settings()

    @cached_property
    def online(self) -> "OnlineShopsModel":
        """The accounts of online shops."""
        from microshop_desktop.ui.settings.online_section_model import OnlineShopsModel

        return OnlineShopsModel(self.desk)

    @cached_property
    def payments(self) -> "PaymentsModel":
        """The accounts that take money on phones, and what is being entered for one."""
        from microshop_desktop.ui.settings.payments_section_model import PaymentsModel

        return PaymentsModel(self.desk.payments())

    def show_on(self, view: SettingsView) -> None:
        """Tell this page from now on."""
        self._view = view

    def refresh(self) -> None:
        """Read the shop's settings again: another window or a command may have changed them."""
        self.facts, self.shop = self.desk.facts(), self.desk.shop_settings()
        self._tell()

    def put(self, setting: Setting[T], value: T, name: str) -> None:
        """Change a setting of this laptop; `name` is what the row is called."""
        old = self.laptop.get(setting)
        if old == value:
            return
        self._act(lambda: self.laptop.put(setting, value))
        self._offer(name, lambda: self.laptop.put(setting, old))

    def speak(self, language: str) -> None:
        """Speak another language from now on, also where the change is told."""
        old = self.laptop.get(LANGUAGE)
        if old != language and self._act(lambda: self.laptop.put(LANGUAGE, language)):
            self._offer(_("Language"), lambda: self.laptop.put(LANGUAGE, old))

    def change(self, key: str, value: object, name: str) -> None:
        """Change a setting of the whole shop; `name` is what the row is called."""
        old = getattr(self.shop, key)
        if old == value:
            return
        if self._act(lambda: self.desk.change(**{key: value})):
            self._offer(name, lambda: self.desk.change(**{key: old}))

    def rename(self, name: str) -> None:
        """Give the shop another name; an empty one is not taken."""
        old, new = self.facts.name, name.strip()
        if new in {"", old}:
            self._tell()
            return
        if self._act(lambda: self.desk.rename(new)):
            self._offer(_("Name of the shop"), lambda: self.desk.rename(old))

    def set_scale_prefixes(self, typed: str, name: str) -> bool:
        """Take the prefixes of scale labels as typed (`21, 22`); false where they are none."""
        parts = tuple(part for part in typed.replace("，", " ").replace(",", " ").split() if part)
        if not all(len(part) == 2 and part.isascii() and part.isdigit() for part in parts):
            return False
        self.change("scale_prefixes", parts, name)
        return True

    @property
    def prefix_looks_like_alipay(self) -> bool:
        """Whether a scale prefix is one that Alipay's payment codes begin with as well."""
        return any(prefix_collides(prefix) for prefix in self.shop.scale_prefixes)

    def do(self, act: Callable[[], Any], name: str, undo: Callable[[], Any]) -> bool:
        """Change something else at once, and offer to take it back; false where it is refused."""
        done = self._act(act)
        if done:
            self._offer(name, undo)
        return done

    def restore(self, backup: Path) -> None:
        """Go back to a backup; the page has asked before."""
        self._act(lambda: self.desk.restore(backup))

    def _act(self, act: Callable[[], Any]) -> bool:
        """Do something; what is refused is said, and false is given back."""
        try:
            act()
        except (ShopError, OSError) as problem:
            if self._view is not None:
                self._view.report(problem)
            return False
        self.refresh()
        return True

    def _offer(self, name: str, undo: Callable[[], None]) -> None:
        if self._view is not None:
            text = _("Changed: {name}").format(name=name)
            self._view.offer_undo(text, lambda: self._undo(undo))

    def _undo(self, undo: Callable[[], None]) -> None:
        self._act(undo)

    def _tell(self) -> None:
        if self._view is not None:
            self._view.refresh()
