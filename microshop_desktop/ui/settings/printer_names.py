"""What the ways to a printer are called."""

from microshop_desktop.infra.translations import _


def printer_names() -> dict[str, str]:
    """Each kind by its key, and `none`."""
    return {
        "none": _("No printer"),
        "usb": _("USB"),
        "network": _("Network"),
        "serial": _("Serial port"),
        "system": _("Printer of the system"),
        "file": _("File or device"),
    }
