"""What a relay needs of a seller; `docs/guide/relay.md` says how to run one."""

from microshop_desktop.channels.needs import Form, Need
from microshop_desktop.infra.translations import mark

RELAY_NEEDS = (
    Need(
        "relay_url",
        mark("Address of the relay"),
        mark("Where your relay answers, such as https://relay.example.com"),
        mark("The server that you rented; the guide to the relay says how to set it up"),
        form=Form.ADDRESS,
    ),
    Need(
        "relay_token",
        mark("Token of the relay"),
        mark("Proof to your relay that this computer may use it."),
        mark("microshop relay save shows it once, together with the file for the server"),
        secret=True,
        form=Form.LONG,
    ),
)
