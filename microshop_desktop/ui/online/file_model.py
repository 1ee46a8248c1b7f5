"""Taking in an order file as a person knows it: file, columns, preview, run, result. No widgets.

`load`, `look` and `run` take long and are called by the runner; the `take_…` methods say in the
main thread what came of them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from microshop_desktop.domain.order_file import NEEDED_FIELDS, FileOrders, OrderField
from microshop_desktop.domain.row_issues import RowIssue
from microshop_desktop.exchange.order_files import OpenedOrders
from microshop_desktop.infra.formats import number_text
from microshop_desktop.infra.order_file_words import format_name, unconfirmed_sentence
from microshop_desktop.infra.row_texts import row_sentence
from microshop_desktop.infra.translations import _, mark, ngettext
from microshop_desktop.services.order_files import FileGoods, FilePreview, FileResult
from microshop_desktop.ui.imports.view_model import ColumnText, Count, IssueText, sample_below
from microshop_desktop.ui.online.file_desk import FileDesk

FIELD_NAMES: Mapping[StrEnum, str] = {
    OrderField.ORDER: mark("Order number"),
    OrderField.STATUS: mark("Order state"),
    OrderField.PLACED: mark("Time of the order"),
    OrderField.PAID_AT: mark("Time of payment"),
    OrderField.TOTAL: mark("Order total"),
    OrderField.SHIPPING: mark("Freight"),
    OrderField.REFUNDED: mark("Amount given back"),
    OrderField.TITLE: mark("Product name"),
    OrderField.SPEC: mark("Spec"),
    OrderField.CODE: mark("Merchant code"),
    OrderField.QUANTITY: mark("Pieces"),
    OrderField.PRICE: mark("Price"),
    OrderField.LINE_TOTAL: mark("Total of the line"),
    OrderField.NAME: mark("Customer's name"),
    OrderField.PHONE: mark("Phone"),
    OrderField.ADDRESS: mark("Address"),
    OrderField.NOTE: mark("Note"),
    OrderField.COURIER: mark("Courier"),
    OrderField.TRACKING: mark("Tracking number"),
}
"""What a person may say of a column; the address may stand in several."""
_MOST_SHOWN = 500


class Stage(StrEnum):
    """Where the dialog is."""

    CHOOSE = "choose"
    READING = "reading"
    COLUMNS = "columns"
    PREVIEW = "preview"
    RUNNING = "running"
    DONE = "done"


@dataclass(slots=True)
class FileModel:
    """Holds what a person chose and what came of it; `desk` does the work."""

    desk: FileDesk
    stage: Stage = Stage.CHOOSE
    file_name: str = ""
    opened: OpenedOrders | None = None
    file: FileOrders | None = None
    preview: FilePreview | None = None
    result: FileResult | None = None
    done: int = 0
    total: int = 0
    _fields: dict[int, OrderField] = field(default_factory=dict)

    # ------------------------------------------------------------------ what begins and comes back

    def begin_file(self, path: Path) -> None:
        """A file is being looked into; what was known of the last one is forgotten."""
        self.opened = self.file = self.preview = self.result = None
        self._fields, self.file_name, self.stage = {}, path.name, Stage.READING
        self.done = self.total = 0

    def begin_run(self) -> None:
        """The orders are being taken in."""
        self.done, self.total = 0, len(self.file.orders) if self.file else 0
        self.stage = Stage.RUNNING

    def take_opened(self, opened: OpenedOrders) -> None:
        """Show the columns of a file that nobody knows; one that is known is read on."""
        self.opened = opened
        if opened.format is None:
            self.stage = Stage.COLUMNS

    def take_file(self, file: FileOrders, preview: FilePreview) -> None:
        """Show what a file holds."""
        self.file, self.preview, self.stage = file, preview, Stage.PREVIEW

    def take_result(self, result: FileResult) -> None:
        """Show what was done."""
        self.result, self.stage = result, Stage.DONE

    def take_failure(self) -> None:
        """Go back to where a person can choose anew."""
        if self.stage is Stage.RUNNING:
            self.stage = Stage.PREVIEW
        elif self.opened is not None and self.opened.format is None:
            self.stage = Stage.COLUMNS
        else:
            self.stage = Stage.CHOOSE

    # ------------------------------------------------------------------ columns nobody knows

    def assign(self, place: int, held: OrderField | None) -> None:
        """Say what a column holds; all but parts of an address are in one column only."""
        if held is not OrderField.ADDRESS:
            self._fields = {at: each for at, each in self._fields.items() if each is not held}
        self._fields.pop(place, None)
        if held is not None:
            self._fields[place] = held

    def described(self) -> dict[str, OrderField]:
        """Return what was said of the columns, by their heads."""
        heads = self.opened.heads if self.opened else ()
        return {heads[place]: held for place, held in sorted(self._fields.items())}

    def columns(self) -> list[ColumnText]:
        """The columns of the file, those with a head."""
        opened = self.opened
        if opened is None or self.stage is not Stage.COLUMNS:
            return []
        return [
            ColumnText(place, head, sample_below(opened.sample, place), self._fields.get(place))
            for place, head in enumerate(opened.heads)
            if head.strip()
        ]

    # ------------------------------------------------------------------ what is shown

    @property
    def ready(self) -> bool:
        """Whether the button at the lower right can do what it says."""
        if self.stage is Stage.COLUMNS:
            return set(NEEDED_FIELDS) <= set(self._fields.values())
        if self.stage is Stage.PREVIEW and self.preview is not None:
            return self.preview.new + self.preview.changed > 0
        return self.stage in {Stage.RUNNING, Stage.DONE}

    @property
    def is_busy(self) -> bool:
        """Whether a file is being read or taken in."""
        return self.stage in {Stage.READING, Stage.RUNNING}

    def verb(self) -> str:
        """What the button at the lower right does now."""
        if self.stage is Stage.DONE:
            return _("Close")
        if self.stage is Stage.RUNNING:
            return _("Stop")
        if self.stage is Stage.COLUMNS:
            return _("Read the file")
        preview = self.preview
        orders = preview.new + preview.changed if preview else 0
        if not orders:
            return _("Take in")
        sentence = ngettext("Take in {count} order", "Take in {count} orders", orders)
        return sentence.format(count=number_text(orders))

    def title(self) -> str:
        """What the dialog is about now."""
        name = self.desk.account.name
        if self.stage is Stage.CHOOSE:
            return _("Take in orders of {name}").format(name=name)
        return _("{file} · orders of {name}").format(file=self.file_name, name=name)

    def format_text(self) -> str:
        """Whose orders the file holds, empty before that is known."""
        known = self.opened.format if self.opened else None
        return "" if known is None else format_name(known)

    @property
    def is_confirmed(self) -> bool:
        """Whether the format was tried on real rows."""
        known = self.opened.format if self.opened else None
        return known is None or known.confirmed

    def remarks(self) -> list[str]:
        """What a person should know before the orders are taken in, in sentences."""
        if self.stage is Stage.COLUMNS:
            return [
                _(
                    "Nobody here knows these columns. Say which holds the order number and which "
                    "the goods; it is remembered for the next file."
                )
            ]
        told = []
        known = self.opened.format if self.opened else None
        if known is not None and not known.confirmed:
            told.append(unconfirmed_sentence(known))
        if self.preview is not None and self.preview.newer_known is not None:
            told.append(_("A newer file was taken in before; what it said of these orders stays."))
        return told

    def counts(self) -> list[Count]:
        """The figures of the preview or, once it is done, of the result."""
        counts = self.result or self.preview
        if counts is None or self.file is None:
            return []
        rejected = len(self.file.rejected)
        texts = [
            Count(_("{count} new").format(count=number_text(counts.new)), "success"),
            Count(_("{count} changed").format(count=number_text(counts.changed)), "accent"),
            Count(_("{count} as before").format(count=number_text(counts.unchanged)), "neutral"),
        ]
        bad = ngettext("{count} row rejected", "{count} rows rejected", rejected)
        tone = "danger" if rejected else "neutral"
        return [*texts, Count(bad.format(count=number_text(rejected)), tone)]  # type: ignore[arg-type]

    def issues(self) -> list[IssueText]:
        """Rejected rows, then remarks on orders that are taken."""
        if self.file is None:
            return []
        lines = [_issue(issue, rejected=True) for issue in self.file.rejected]
        return [*lines, *(_issue(issue, rejected=False) for issue in self.file.remarks)][
            :_MOST_SHOWN
        ]

    def goods(self) -> Sequence[FileGoods]:
        """The goods of the file that are none of ours yet."""
        return self.preview.unmatched[:_MOST_SHOWN] if self.preview else ()

    def goods_title(self) -> str:
        """The heading over them."""
        if self.preview is None or not self.preview.unmatched:
            return _("All goods of the file are matched")
        return _("Goods of the file that are not matched yet")

    def progress_text(self) -> str:
        """How far it is."""
        if self.stage is Stage.READING or not self.total:
            return _("Reading the file…")
        return _("{done} of {total} orders").format(
            done=number_text(self.done), total=number_text(self.total)
        )

    def done_text(self) -> str:
        """What was done, as one sentence."""
        if self.result is None:
            return ""
        if self.result.stopped:
            return _("Stopped. What was taken in stays; take the file in again to go on.")
        text = _("Taken in. New orders: {created}, changed: {updated}.")
        return text.format(
            created=number_text(self.result.new), updated=number_text(self.result.changed)
        )


def _issue(issue: RowIssue, *, rejected: bool) -> IssueText:
    return IssueText(
        number_text(issue.row), row_sentence(issue.code, issue.value), rejected=rejected
    )
