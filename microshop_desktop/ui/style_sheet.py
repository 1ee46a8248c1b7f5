"""The one style sheet of the application, built from the tokens for a theme.

It dresses Qt's own widgets; our own buttons, pills and lists paint themselves. Variants are dynamic
properties: `kind` of a button or field, `type` and `tone` of a label, `surface` of a frame.
"""

from string import Template

from PySide6.QtWidgets import QWidget

from microshop_desktop.ui.theme import Theme, control, radius, tokens

_FRAMES = """
QFrame[surface] { border: none; }
QFrame[surface="canvas"] { background: $canvas; }
QFrame[surface="surface"] { background: $surface; }
QFrame[surface="sunken"] { background: $sunken; border-radius: ${r_card}px; }
QFrame[surface="card"] { background: $surface; border: 1px solid $border;
  border-radius: ${r_panel}px; }
QFrame[surface="selected"] { background: $selected; border: 2px solid $accent;
  border-radius: ${r_panel}px; }
QFrame[surface="entering"] { background: $surface; border: 2px solid $accent;
  border-radius: ${r_panel}px; }
QFrame[surface="rail"] { background: $surface; border-right: 1px solid $border; }
QFrame[surface="topbar"] { background: $surface; border-bottom: 1px solid $border; }
QFrame[surface="panel"] { background: $surface; border-left: 1px solid $border; }
QFrame[surface="foot"] { background: $surface; border-top: 1px solid $border; }
QFrame[surface="head"] { background: $surface; border-bottom: 1px solid $border; }
QFrame[surface="ink"] { background: $ink; border-radius: ${r_panel}px; }
QFrame[surface="line"] { background: $border; }
QFrame[surface="info"] { background: $accentSoft; border-radius: ${r_card}px; }
QFrame[surface="success"] { background: $successSoft; border-radius: ${r_card}px; }
QFrame[surface="warning"] { background: $warningSoft; border-radius: ${r_card}px; }
QFrame[surface="danger"] { background: $dangerSoft; border-radius: ${r_card}px; }
QFrame[surface="quiet"] { background: $sunken; border-radius: ${r_card}px; }
QFrame[surface="drop"] { background: $surface; border: 2px dashed $borderControl;
  border-radius: ${r_panel}px; }
"""

_LABELS = """
QLabel { background: transparent; }
QLabel[type="micro"] { font-size: ${t_micro}px; }
QLabel[type="strong"] { font-size: ${t_strong}px; font-weight: bold; }
QLabel[type="lead"] { font-size: ${t_lead}px; }
QLabel[type="title"] { font-size: ${t_title}px; font-weight: bold; }
QLabel[type="figure"] { font-size: ${t_figure}px; font-weight: bold; }
QLabel[type="total"] { font-size: ${t_total}px; font-weight: bold; }
QLabel[tone="muted"] { color: $textMuted; }
QLabel[tone="accent"] { color: $accent; }
QLabel[tone="success"] { color: $success; }
QLabel[tone="warning"] { color: $warning; }
QLabel[tone="danger"] { color: $danger; }
QLabel[tone="onInk"] { color: $onInk; }
QLabel[tone="onInfo"] { color: $onAccentSoft; }
QLabel[tone="onSuccess"] { color: $onSuccessSoft; }
QLabel[tone="onWarning"] { color: $onWarningSoft; }
QLabel[tone="onDanger"] { color: $onDangerSoft; }
"""

_FIELDS = """
QLineEdit, QPlainTextEdit, QTextEdit, QComboBox, QAbstractSpinBox, QDateEdit {
  background: $surface; color: $text; border: 1px solid $borderControl;
  border-radius: ${r_control}px; padding: 0 ${p10}px; min-height: ${h_field}px;
  selection-background-color: $accentFill; selection-color: $onAccent; }
QPlainTextEdit, QTextEdit { padding: ${p6}px; }
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QComboBox:focus,
QAbstractSpinBox:focus { border: 2px solid $focusRing; padding: 0 ${p9}px;
  min-height: ${h_field_focus}px; }
QPlainTextEdit:focus, QTextEdit:focus { padding: ${p5}px; }
QLineEdit:disabled, QComboBox:disabled { color: $textDisabled; border-color: $borderStrong; }
QLineEdit[problem="true"], QLineEdit[problem="true"]:focus { border: 2px solid $danger;
  padding: 0 ${p9}px; min-height: ${h_field_focus}px; }
QLineEdit[kind="bare"], QLineEdit[kind="bare"]:focus { border: none; background: transparent;
  padding: 0; min-height: 0; }
QLineEdit[kind="scan"], QLineEdit[kind="scan"]:focus { border: none; background: transparent;
  padding: 0; min-height: 0; font-size: ${t_lead}px; }
QLineEdit[kind="figure"] { font-size: ${t_figure}px; font-weight: bold; min-height: ${h_pay}px; }
QComboBox { padding-right: ${p28}px; }
QComboBox::drop-down { border: none; width: ${p28}px; }
QComboBox::down-arrow { image: none; }
QDateEdit { padding-right: ${p28}px; }
QDateEdit::drop-down { border: none; width: ${p28}px; }
QDateEdit::down-arrow { image: none; }
QComboBox QAbstractItemView { background: $raised; border: 1px solid $border; outline: none;
  padding: 4px; selection-background-color: $selected; selection-color: $text; }
QComboBox QAbstractItemView::item { min-height: ${h_compact}px; padding: 0 8px; }
QCheckBox, QRadioButton { spacing: ${p8}px; min-height: ${h_compact}px; background: transparent; }
"""

_BUTTONS = """
QPushButton { background: $surface; color: $text; border: 1px solid $borderStrong;
  border-radius: ${r_control}px; padding: 0 ${p14}px; min-height: ${h_button}px;
  font-size: ${t_strong}px; }
QPushButton:hover { background: $hover; }
QPushButton:pressed { background: $pressed; }
QPushButton:disabled { color: $textDisabled; border: 1px dashed $borderStrong; }
QPushButton[kind="primary"] { background: $accentFill; color: $onAccent; border: none;
  font-weight: bold; }
QPushButton[kind="primary"]:hover { background: $accentFillHover; }
QPushButton[kind="danger"] { background: $dangerFill; color: $onDanger; border: none;
  font-weight: bold; }
QToolButton { background: transparent; border: none; border-radius: ${r_control}px;
  min-width: ${h_compact}px; min-height: ${h_compact}px; }
QToolButton:hover { background: $hover; }
QToolButton:pressed { background: $pressed; }
"""

_VIEWS = """
QAbstractItemView { background: $surface; border: none; outline: none; color: $text;
  selection-background-color: $selected; selection-color: $text; }
QListWidget { background: transparent; }
QListWidget::item { padding: 0 ${p10}px; border-radius: ${r_control}px; }
QListWidget::item:selected { background: $selected; color: $text; }
QTableView { gridline-color: $border; }
QHeaderView { background: $surface; border: none; }
QHeaderView::section { background: $surface; color: $textMuted; border: none;
  border-bottom: 1px solid $borderStrong; padding: 0 ${p8}px; font-size: ${t_micro}px; }
QTableCornerButton::section { background: $surface; border: none; }
QScrollArea { border: none; background: transparent; }
QScrollArea > QWidget > QWidget { background: transparent; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 0; }
QScrollBar::handle { background: $borderStrong; border-radius: 3px; margin: 2px; }
QScrollBar::handle:vertical { min-height: 40px; }
QScrollBar::handle:horizontal { min-width: 40px; }
QScrollBar::handle:hover { background: $borderControl; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: none; }
QMenu { background: $raised; border: 1px solid $border; padding: 6px; }
QMenu::item { padding: ${p8}px ${p20}px ${p8}px ${p14}px; border-radius: ${r_tag}px;
  color: $text; }
QMenu::item:selected { background: $selected; }
QMenu::item:disabled { color: $textDisabled; }
QMenu::separator { height: 1px; background: $border; margin: 6px; }
QToolTip { background: $ink; color: $onInk; border: none; padding: 6px 8px;
  font-size: ${t_micro}px; }
QDialog, QMainWindow { background: $canvas; }
QDialog[kind="raised"] { background: $raised; border: 1px solid $border; }
QProgressBar { background: $sunken; border: none; border-radius: 3px; max-height: 6px;
  min-height: 6px; }
QProgressBar::chunk { background: $accentFill; border-radius: 3px; }
QSlider::groove:horizontal { height: 4px; background: $borderStrong; border-radius: 2px; }
QSlider::sub-page:horizontal { background: $accentFill; border-radius: 2px; }
QSlider::handle:horizontal { background: $accentFill; width: 20px; height: 20px; margin: -8px 0;
  border-radius: 10px; }
QSplitter::handle { background: $border; }
"""

_SHEET = Template(_FRAMES + _LABELS + _FIELDS + _BUTTONS + _VIEWS)
_FIELD_BORDER = 1


def style_sheet(theme: Theme) -> str:
    """The style sheet of a theme at its text scale."""
    names = {name: value for name, value in theme.colours.items() if isinstance(value, str)}
    return _SHEET.substitute(names | _sizes(theme))


def _sizes(theme: Theme) -> dict[str, str]:
    """Sizes by name: types and paddings follow the text, corners do not."""
    compact = theme.px(control("compact"))
    sizes = {f"t_{name}": theme.px(entry["size"]) for name, entry in _types().items()}
    sizes |= {f"p{step}": theme.px(step) for step in (5, 6, 8, 9, 10, 14, 20, 28)}
    sizes |= {f"r_{name}": radius(name) for name in ("tag", "control", "card", "panel")}
    sizes |= {
        "h_compact": compact,
        "h_button": compact - 2 * _FIELD_BORDER,
        "h_field": compact - 2 * _FIELD_BORDER,
        "h_field_focus": compact - 4 * _FIELD_BORDER,
        "h_pay": theme.px(control("pay")),
    }
    return {name: str(size) for name, size in sizes.items()}


def _types() -> dict[str, dict[str, int]]:
    return {name: entry for name, entry in tokens()["type"].items() if isinstance(entry, dict)}


def set_look(widget: QWidget, **properties: str | bool) -> None:
    """Set dynamic properties of a widget and let the style sheet see them."""
    for name, value in properties.items():
        widget.setProperty(name, value)
    style = widget.style()
    style.unpolish(widget)
    style.polish(widget)
