"""The dialog of a bulk price change without its widgets: what is typed, and what it would do."""

from collections.abc import Callable
from dataclasses import dataclass

from microshop_desktop.domain.basket import PriceLevel
from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.domain.money import Currency, parse_amount, parse_decimal
from microshop_desktop.domain.price_change import ChangeKind, Ending, PriceChange
from microshop_desktop.infra.formats import amount_text
from microshop_desktop.infra.messages import sentence
from microshop_desktop.infra.translations import _, ngettext
from microshop_desktop.services.bulk_edits import PricePreview, PriceStep
from microshop_desktop.ui.products.view_model import ProductsViewModel

SHOWN = 200
"""Rows of a preview that are shown; the figures under it count all."""


@dataclass(frozen=True, slots=True)
class StepText:
    """One row of the preview."""

    name: str
    old: str
    new: str
    warning: str


class PriceChangeModel:
    """Turns what is typed into a rule and keeps its preview."""

    def __init__(self, view_model: ProductsViewModel) -> None:
        """Begin with a change in percent that does nothing yet."""
        self._view_model = view_model
        self.kind = ChangeKind.PERCENT
        self.down = False
        self.text = ""
        self.ending = Ending.EXACT
        self.level = PriceLevel.RETAIL
        self.base = PriceLevel.RETAIL
        self.preview: PricePreview | None = None
        self.problem = ""

    @property
    def currency(self) -> Currency:
        """The currency of the prices."""
        return self._view_model.desk.currency

    def wanted(self) -> Callable[[], PricePreview] | None:
        """Return what makes the preview of what is typed, which may take a while; None without.

        It may be called in any thread; `take` gets what it returns.
        """
        self.preview, self.problem = None, ""
        if not self.text.strip() and self.kind is ChangeKind.SET:
            return None
        try:
            change = PriceChange(self.kind, self._value(), self.ending)
        except ShopError as error:
            self.problem = sentence(error.code, error.params)
            return None
        level = self.level
        base = self.base if level is not PriceLevel.RETAIL else PriceLevel.RETAIL
        return lambda: self._view_model.preview(change, level=level, base=base)

    def take(self, preview: PricePreview) -> None:
        """Keep a preview that was made."""
        self.preview = preview

    @property
    def ready(self) -> bool:
        """Whether the change can be written."""
        preview = self.preview
        return preview is not None and bool(preview.steps) and not preview.impossible

    def verb(self) -> str:
        """The word of the button: how many prices it changes."""
        count = len(self.preview.steps) if self.preview else 0
        return ngettext("Change {count} price", "Change {count} prices", count).format(count=count)

    def summary(self) -> str:
        """What the preview says as a whole."""
        if self.preview is None:
            return ""
        parts = []
        if self.preview.unchanged:
            count = self.preview.unchanged
            stay = ngettext("{count} stays as it is", "{count} stay as they are", count)
            parts.append(stay.format(count=count))
        if len(self.preview.steps) > SHOWN:
            parts.append(_("the first {count} are shown").format(count=SHOWN))
        return " · ".join(parts)

    def warning(self) -> str:
        """What should be looked at before the change is written."""
        if self.preview is None:
            return ""
        if self.preview.impossible:
            count = self.preview.impossible
            text = ngettext(
                "{count} price would be below zero. Change less.",
                "{count} prices would be below zero. Change less.",
                count,
            )
            return text.format(count=count)
        if self.preview.below_cost:
            count = self.preview.below_cost
            text = ngettext(
                "{count} price would be below its cost.",
                "{count} prices would be below their cost.",
                count,
            )
            return text.format(count=count)
        return ""

    def rows(self) -> list[StepText]:
        """The first rows of the preview: what is below cost comes first."""
        if self.preview is None:
            return []
        steps = sorted(
            self.preview.steps, key=lambda step: not (step.below_cost or step.impossible)
        )
        return [self._row(step) for step in steps[:SHOWN]]

    def _row(self, step: PriceStep) -> StepText:
        warning = ""
        if step.impossible:
            warning = _("below zero")
        elif step.below_cost and step.cost is not None:
            warning = _("cost {cost}").format(cost=amount_text(step.cost, self.currency))
        return StepText(
            name=" ".join(part for part in (step.name, step.spec) if part),
            old="" if step.old is None else amount_text(step.old, self.currency),
            new=amount_text(step.new, self.currency),
            warning=warning,
        )

    def _value(self) -> int:
        text = self.text.strip() or "0"
        sign = -1 if self.down and self.kind is not ChangeKind.SET else 1
        if self.kind is ChangeKind.PERCENT:
            return sign * parse_decimal(text, 2, ErrorCode.BAD_AMOUNT)
        return sign * parse_amount(text, self.currency.exponent)
