"""What shop systems outside China need of a seller. Facts: `reference/shops.md` §9 and §10."""

from microshop_desktop.channels.needs import Form, Need, Platform, Way
from microshop_desktop.channels.needs_china import PRACTICE_ADDRESS
from microshop_desktop.infra.translations import mark

WOOCOMMERCE = Platform(
    "woocommerce",
    "WooCommerce",
    mark("Make a REST API key with the permissions Read/Write in your shop's administration."),
    (
        Need(
            "base_url",
            mark("Address of the shop"),
            mark("As customers type it, such as https://shop.example.com"),
            form=Form.ADDRESS,
        ),
        Need(
            "consumer_key",
            mark("Consumer key"),
            mark("It begins with ck_"),
            mark("WooCommerce → Settings → Advanced → REST API → Add key"),
            secret=True,
            form=Form.LONG,
        ),
        Need(
            "consumer_secret",
            mark("Consumer secret"),
            mark("It begins with cs_"),
            mark("There too; it is shown once, when the key is made"),
            secret=True,
            form=Form.LONG,
        ),
    ),
    switches=("auth", "orders_by", "note", "shipped_status", "statuses"),
)
SHOPIFY = Platform(
    "shopify",
    "Shopify",
    mark(
        "Needs an app of your own organisation, installed in the shop, with the rights for goods, "
        "stock, orders and fulfilment."
    ),
    (
        Need(
            "shop",
            mark("Name of the shop"),
            mark("What stands before .myshopify.com in the address of the administration."),
            mark("admin.shopify.com → Settings → Domains"),
        ),
        Need(
            "location",
            mark("Location"),
            mark("The number of the place whose stock is kept alike; only with several places."),
            mark("admin.shopify.com → Settings → Locations; at the end of the address"),
            optional=True,
            spare=True,
        ),
        PRACTICE_ADDRESS,
    ),
    ways=(
        Way(
            "app",
            mark("App of the Dev Dashboard"),
            (
                Need(
                    "client_id",
                    mark("Client ID"),
                    mark("The number of your app."),
                    mark("dev.shopify.com → your app → Settings"),
                    secret=True,
                ),
                Need(
                    "client_secret",
                    mark("Client secret"),
                    mark("The key that belongs to the client ID."),
                    mark("There too, under the client ID"),
                    secret=True,
                    form=Form.LONG,
                ),
            ),
        ),
        Way(
            "token",
            mark("Token of an app made before 2026"),
            (
                Need(
                    "access_token",
                    mark("Access token"),
                    mark("It begins with shpat_"),
                    mark("It was shown once, when the app was installed"),
                    secret=True,
                    form=Form.LONG,
                ),
            ),
        ),
    ),
    unconfirmed=mark(
        "Not confirmed with a real shop yet: which plans tell names and addresses of customers. "
        "Where they are not told, orders come without."
    ),
    switches=("version", "authorized", "notify", "contact", "order_page"),
)
VENDURE = Platform(
    "vendure",
    "Vendure",
    mark("Needs an API key, or an administrator of its own, with the rights for stock and orders."),
    (
        Need(
            "base_url",
            mark("Address of the shop"),
            mark("Of its administration, such as https://shop.example.com"),
            form=Form.ADDRESS,
        ),
        Need(
            "stock_location",
            mark("Stock location"),
            mark("The number of the place whose stock is kept alike; only with several places."),
            mark("Vendure → Settings → Stock locations; at the end of the address"),
            optional=True,
            spare=True,
        ),
        Need(
            "channel",
            mark("Channel token"),
            mark("Only where the shop has several channels."),
            mark("Vendure → Settings → Channels"),
            optional=True,
            spare=True,
        ),
    ),
    ways=(
        Way(
            "name",
            mark("Name and password"),
            (
                Need(
                    "username",
                    mark("User name"),
                    mark("Of the administrator that is for Microshop alone."),
                    mark("Vendure → Settings → Administrators"),
                ),
                Need("password", mark("Password"), mark("Of this administrator."), secret=True),
            ),
        ),
        Way(
            "key",
            mark("API key"),
            (
                Need(
                    "api_key",
                    mark("API key"),
                    mark("Works like a name with a password, a little slower."),
                    mark("Vendure → Settings → API keys, from version 3.6 on"),
                    secret=True,
                    form=Form.LONG,
                ),
            ),
        ),
    ),
)
