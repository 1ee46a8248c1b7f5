"""What the first run asks and knows, without a widget.

Nothing is written before the last step, so that a person can leave at any moment. The shop is then
founded in one go, off the main thread.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from microshop_desktop.infra.settings import LANGUAGE, PRINTER_ADDRESS, PRINTER_KIND, Settings
from microshop_desktop.infra.translations import Language, _, current_language, use_language

_CURRENCY_OF: dict[Language, str] = {"zh": "CNY", "en": "USD", "es": "EUR"}


class Step(StrEnum):
    """The steps in their order."""

    SHOP = "shop"
    GOODS = "goods"
    PRINTER = "printer"
    TRY = "try"


class Goods(StrEnum):
    """Where the first goods come from."""

    FILE = "file"
    SAMPLE = "sample"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Plan:
    """The shop that is to be founded. `goods_file` is shown for import once the till is open."""

    name: str
    owner: str
    currency: str
    goods: Goods
    goods_file: Path | None = None


Progress = Callable[[int, int], None]


class Founder(Protocol):
    """Founds the shop of a plan; takes seconds, so it is called off the main thread."""

    def found(self, plan: Plan, progress: Progress) -> None:
        """Found the shop and fill it; raises `ShopError` and leaves no half shop behind."""
        ...


class FirstRunViewModel:
    """The answers so far. `changed` is called after each of them."""

    def __init__(self, laptop: Settings, changed: Callable[[], None]) -> None:
        self.laptop = laptop
        self._changed = changed
        self.step = Step.SHOP
        self.name = ""
        self.owner = ""
        self.goods = Goods.SAMPLE
        self.goods_file: Path | None = None
        self.problem = ""
        self._currency = ""

    @property
    def currency(self) -> str:
        """The currency chosen, else the usual one of the language."""
        return self._currency or _CURRENCY_OF[current_language()]

    @property
    def number(self) -> int:
        """Place of the step, from 1."""
        return list(Step).index(self.step) + 1

    @property
    def is_last(self) -> bool:
        """Whether the next press opens the till."""
        return self.step is Step.TRY

    def plan(self, *, sample: bool = False) -> Plan:
        """The shop as it would be founded now; with `sample` whatever is missing is made up."""
        name = self.name.strip()
        if sample:
            return Plan(name or _("Sample shop"), self.owner.strip(), self.currency, Goods.SAMPLE)
        file = self.goods_file if self.goods is Goods.FILE else None
        return Plan(name, self.owner.strip(), self.currency, self.goods, file)

    def use_language(self, language: Language) -> None:
        """Speak another language from now on."""
        self.laptop.put(LANGUAGE, language)
        use_language(language)

    def set_name(self, name: str) -> None:
        """Take the name of the shop as it is typed."""
        self.name = name
        if self.problem and name.strip():
            self.problem = ""
            self._changed()

    def set_currency(self, code: str) -> None:
        """Choose the currency of the books."""
        self._currency = code
        self._changed()

    def choose_goods(self, goods: Goods, file: Path | None = None) -> None:
        """Choose where the first goods come from."""
        self.goods = goods
        self.goods_file = file or self.goods_file
        self._changed()

    def set_printer(self, kind: str, address: str) -> None:
        """Keep the printer; it belongs to this laptop and can be tried at once."""
        self.laptop.put(PRINTER_KIND, kind)
        self.laptop.put(PRINTER_ADDRESS, address.strip())
        self._changed()

    def go_on(self) -> bool:
        """Go to the next step; false and a sentence where something is missing."""
        if self.step is Step.SHOP and not self.name.strip():
            self.problem = _("Give the shop a name first.")
            self._changed()
            return False
        self._move(1)
        return True

    def skip(self) -> None:
        """Go to the next step without an answer to this one."""
        if self.step is Step.GOODS:
            self.goods = Goods.NONE
        elif self.step is Step.PRINTER:
            self.laptop.put(PRINTER_KIND, "none")
        self._move(1)

    def go_back(self) -> None:
        """Go to the step before."""
        self._move(-1)

    def go_to(self, step: Step) -> None:
        """Go to a step that was done already."""
        if list(Step).index(step) < self.number - 1:
            self.step = step
            self._changed()

    def summary(self, step: Step) -> str:
        """What a step holds, in one line."""
        if step is Step.SHOP:
            return f"{self.name.strip()} · {self.currency}"
        if step is Step.GOODS:
            return self._goods_text()
        if step is Step.PRINTER:
            chosen = self.laptop.get(PRINTER_KIND) != "none"
            return self.laptop.get(PRINTER_ADDRESS) if chosen else _("Later, in the settings")
        return ""

    def _goods_text(self) -> str:
        if self.goods is Goods.FILE and self.goods_file is not None:
            return self.goods_file.name
        return _("Sample goods") if self.goods is Goods.SAMPLE else _("None yet")

    def _move(self, by: int) -> None:
        steps = list(Step)
        place = min(max(steps.index(self.step) + by, 0), len(steps) - 1)
        self.step = steps[place]
        self.problem = ""
        self._changed()
