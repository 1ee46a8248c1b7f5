"""The grid of variants: up to two axes with their values, and how many variants they make."""

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from microshop_desktop.domain.variants import MOST_VARIANTS, Axis, combinations, split_values
from microshop_desktop.infra.translations import _, ngettext
from microshop_desktop.ui.products.dialog import FormDialog
from microshop_desktop.ui.widgets.form_field import FormField
from microshop_desktop.ui.widgets.labels import label, set_tone

_MOST_AXES = 2


class VariantsDialog(FormDialog):
    """`axes` are what was typed when `ask` gives true."""

    def __init__(self, parent: QWidget, axes: tuple[Axis, ...]) -> None:
        super().__init__(parent, _("Variants"), verb=_("Make the variants"))
        self.column.addWidget(
            label(
                _("Variants differ in one or two ways, such as colour and size."),
                tone="muted",
                wrap=True,
            )
        )
        self._before = {sku for sku in combinations(axes) if axes}
        self.lines = [self._line(place, axes) for place in range(_MOST_AXES)]
        self.count = label(kind="strong")
        self.loss = label(kind="micro", tone="warning", wrap=True)
        self.column.addWidget(self.count)
        self.column.addWidget(self.loss)
        self._look()
        self.lines[0][0].setFocus()

    @property
    def axes(self) -> tuple[Axis, ...]:
        """The axes that have a name and values."""
        typed = ((name.text().strip(), split_values(values.text())) for name, values in self.lines)
        return tuple(Axis(name, values) for name, values in typed if name and values)

    def _line(self, place: int, axes: tuple[Axis, ...]) -> tuple[QLineEdit, QLineEdit]:
        name, values = QLineEdit(), QLineEdit()
        if place < len(axes):
            name.setText(axes[place].name)
            values.setText("、".join(axes[place].values))
        name.setPlaceholderText(_("Colour") if place == 0 else _("Size"))
        values.setPlaceholderText(_("red, blue, white") if place == 0 else _("S, M, L"))
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(FormField(_("They differ in"), name), 1)
        row.addWidget(FormField(_("Values, with commas between"), values), 2)
        for field in (name, values):
            field.textEdited.connect(self._look)
        self.column.addLayout(row)
        return name, values

    def _look(self) -> None:
        made = combinations(self.axes)
        text = ngettext("makes {count} variant", "makes {count} variants", len(made))
        self.count.setText(text.format(count=len(made)))
        fits = len(made) <= MOST_VARIANTS
        set_tone(self.count, "" if fits else "danger")
        self.go.setEnabled(fits)
        same_shape = len({len(values) for values in (*made, *self._before)}) == 1
        gone = len(self._before - set(made)) if same_shape else 0
        lost = ngettext("{count} variant goes away", "{count} variants go away", gone)
        self.loss.setText(lost.format(count=gone))
        self.loss.setVisible(bool(gone))
