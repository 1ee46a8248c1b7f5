"""The panel of one product: everything that can be edited of it, saved as a whole."""

from pathlib import Path
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from microshop_desktop.infra.translations import _
from microshop_desktop.ui.products.categories_dialog import EDIT_CATEGORIES, edit_categories
from microshop_desktop.ui.products.codes_box import CodesBox
from microshop_desktop.ui.products.desk import ProductsDesk
from microshop_desktop.ui.products.draft import ProductDraft
from microshop_desktop.ui.products.more_fields import MoreFields
from microshop_desktop.ui.products.photo_box import PhotoBox
from microshop_desktop.ui.products.price_fields import PriceFields
from microshop_desktop.ui.products.units_box import UnitsBox
from microshop_desktop.ui.products.variants_dialog import VariantsDialog
from microshop_desktop.ui.widgets.button import Button
from microshop_desktop.ui.widgets.choices import ComboBox
from microshop_desktop.ui.widgets.form_field import FormField
from microshop_desktop.ui.widgets.labels import hairline, label
from microshop_desktop.ui.widgets.panel import Panel
from microshop_desktop.ui.widgets.pill import Pill


class DetailPanel(Panel):
    """Shows a draft; the page saves it when `save_asked` is sent."""

    save_asked = Signal()
    photo_file_given = Signal(str)
    photo_given = Signal(bytes)

    def __init__(self, desk: ProductsDesk) -> None:
        super().__init__()
        self._desk = desk
        self._pack: int | None = None
        self.draft: ProductDraft | None = None
        self.state = Pill()
        self.head_extra.addWidget(self.state)
        exponent = desk.currency.exponent
        self.photo = PhotoBox()
        self.name = QLineEdit()
        self.name_field = FormField(_("Name"), self.name)
        self.category = ComboBox()
        self.variant = ComboBox()
        self.variant_field = FormField(_("Variant"), self.variant)
        self.variants = Button(_("Variants…"), kind="ghost", icon="columns")
        self.prices = PriceFields(exponent)
        self.codes = CodesBox()
        self.units = UnitsBox(exponent)
        self.more = MoreFields()
        self.read_only = label(
            _("You can look at products. Whoever may edit them can change this."),
            kind="micro",
            tone="muted",
            wrap=True,
        )
        self.save = Button(_("Save"), kind="primary", key="Ctrl+S", size="large")
        self._build()
        self._connect()

    # ------------------------------------------------------------------ showing

    def show_draft(self, draft: ProductDraft) -> None:
        """Show a product from its top."""
        self.draft = draft
        self.codes.stop()
        self._pack = None
        self._fill_categories()
        self._fill()
        self.to_top()

    def refresh_texts(self) -> None:
        """Show what follows from the fields: title, state, whether there is anything to save."""
        draft = self.draft
        if draft is None:
            return
        self.set_title(draft.title(), draft.subtitle())
        if draft.sku.on_sale:
            self.state.show_state(_("On sale"), tone="success", icon="check-circle")
        else:
            self.state.show_state(_("Off sale"), tone="neutral", icon="archive-box")
        self.save.setEnabled(draft.is_dirty or draft.is_new)

    def problems(self) -> bool:
        """Show what keeps the product from being saved; true where something does."""
        if self.draft is None:
            return True
        found = self.draft.problems() | self.prices.wrong_fields()
        self.name_field.set_problem(found.get("name", ""))
        self.prices.show_problems(found)
        wrong = self.more.wrong_fields()
        if "name" in found:
            self.name.setFocus()
        elif "price" in found:
            self.prices.retail.setFocus()
        return bool(found) or wrong

    def show_photo(self, path: Path | None) -> None:
        """Show another photo."""
        self.photo.show_picture(path)
        self.refresh_texts()

    def claims_scan(self, code: str) -> bool:
        """Take a scan while a barcode is waited for."""
        return self.codes.claims_scan(code)

    # ------------------------------------------------------------------ building

    def _build(self) -> None:
        for widget in (
            self.read_only,
            self.photo,
            self.name_field,
            self._groups(),
            self.prices,
            hairline(),
            self.codes,
            self.units,
            hairline(),
            self.more,
            self.variants,
        ):
            self.body.addWidget(widget)
        self.add_action(self.save)

    def _groups(self) -> QWidget:
        """Category and variant side by side."""
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        line.addWidget(FormField(_("Category"), self.category), 1)
        line.addWidget(self.variant_field, 1)
        return row

    def _connect(self) -> None:
        self.name.textEdited.connect(self._set_name)
        self.category.activated.connect(self._set_category)
        self.variant.activated.connect(self._show_variant)
        self.variants.clicked.connect(self._edit_variants)
        self.prices.changed.connect(self.refresh_texts)
        self.more.changed.connect(self.refresh_texts)
        self.units.changed.connect(self._fill_codes)
        self.units.code_wanted.connect(self._want_pack_code)
        self.codes.added.connect(self._add_code)
        self.codes.removed.connect(self._remove_code)
        self.photo.file_given.connect(self.photo_file_given)
        self.photo.picture_given.connect(self.photo_given)
        self.save.clicked.connect(self.save_asked)

    def _fill(self) -> None:
        draft, editable = self.draft, self._desk.may_edit
        if draft is None:
            return
        self.read_only.setVisible(not editable)
        self.photo.set_editable(editable=editable)
        picture = self._desk.pictures.path(draft.picture) if draft.picture else None
        self.photo.show_picture(picture)
        self.name.setText(draft.form.name)
        self.name.setReadOnly(not editable)
        self.name_field.set_problem("")
        self.category.choose(str(draft.form.category or ""))
        self.category.setEnabled(editable)
        self._fill_variants()
        self.prices.show_draft(draft, editable=editable)
        self.more.show_draft(draft, editable=editable)
        self._fill_codes()
        self.variants.setVisible(editable)
        self.save.setVisible(editable)

    def _fill_codes(self) -> None:
        if self.draft is not None:
            editable = self._desk.may_edit
            self.codes.show_codes(self.draft.sku, editable=editable)
            self.units.show_draft(self.draft, editable=editable)
            self.refresh_texts()

    def _fill_categories(self) -> None:
        self.category.blockSignals(True)  # noqa: FBT003 (Qt's own)
        self.category.clear()
        self.category.addItem(_("Without a category"), "")
        for row in self._desk.categories.all(self._desk.actor):
            self.category.addItem(row.name, str(row.category))
        self.category.addItem(_("Edit the categories…"), EDIT_CATEGORIES)
        self.category.blockSignals(False)  # noqa: FBT003 (Qt's own)

    def _fill_variants(self) -> None:
        draft = self.draft
        if draft is None:
            return
        self.variant.clear()
        for place, sku in enumerate(draft.form.skus):
            self.variant.addItem(" ".join(sku.values) or "—", place)
        self.variant.choose(draft.place)
        self.variant_field.setVisible(len(draft.form.skus) > 1)

    # ------------------------------------------------------------------ editing

    def _set_name(self, text: str) -> None:
        if self.draft is not None:
            self.draft.change(name=text)
            self.name_field.set_problem("")
            self.refresh_texts()

    def _set_category(self) -> None:
        chosen = self.category.currentData()
        if self.draft is not None and chosen == EDIT_CATEGORIES:
            edit_categories(self, self._desk)
            self._fill_categories()
            self.category.choose(str(self.draft.form.category or ""))
        elif self.draft is not None:
            self.draft.change(category=UUID(chosen) if chosen else None)
            self.refresh_texts()

    def _show_variant(self, place: int) -> None:
        if self.draft is not None:
            self.draft.show_sku(place)
            self._fill()

    def _edit_variants(self) -> None:
        if self.draft is None:
            return
        dialog = VariantsDialog(self, self.draft.axes())
        if dialog.ask():
            self.draft.set_axes(dialog.axes)
            self._fill()
        dialog.deleteLater()

    def _want_pack_code(self, pack: int) -> None:
        self._pack = pack
        self.codes.begin()

    def _add_code(self, code: str) -> None:
        if self.draft is not None:
            self.draft.add_code(code, unit=self._pack)
            self._pack = None
            self._fill_codes()

    def _remove_code(self, code: str) -> None:
        if self.draft is not None:
            self.draft.remove_code(code)
            self._fill_codes()
