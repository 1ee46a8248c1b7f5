"""A button that shows a key which the page itself listens to."""

from PySide6.QtCore import Qt

from microshop_desktop.ui.widgets.button import Button, Kind, Size


def key_button(
    text: str,
    key: str = "",
    *,
    icon: str = "",
    kind: Kind = "secondary",
    size: Size = "compact",
    focus: bool = True,
) -> Button:
    """Make a button with its key printed on it; without `focus` Tab passes it by."""
    button = Button(text, icon=icon, kind=kind, size=size)
    if key:
        button.print_key(key)
    if not focus:
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    button.name_it(text)
    return button
