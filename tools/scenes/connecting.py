"""Connecting an online shop and matching its goods."""

from __future__ import annotations

from typing import TYPE_CHECKING

from microshop_desktop.infra.secrets import Masked
from microshop_desktop.services.catalogue_records import ProductQuery
from microshop_desktop.services.channel_accounts import ChannelAccounts
from microshop_desktop.services.listings import Listings, Seen
from microshop_desktop.services.product_list import ProductList
from microshop_desktop.ui.connect.desk import Answer
from microshop_desktop.ui.connect.keys_pane import KeysPane
from microshop_desktop.ui.online.section import OnlineSection

if TYPE_CHECKING:
    from tools.scenes.stage import Stage

_CLOSED = "http://127.0.0.1:9"
"""Where nothing answers, so no scene waits for a network."""


def connecting(stage: Stage) -> None:
    """Without a shop the page offers to connect one; then platform, keys, a check that fails."""
    section = stage.page("online", OnlineSection)
    stage.take("90-connect-none")
    section.begin_connecting()
    stage.take("90-connect-platforms")
    for kind in ("jd", "shopify", "wechat_shop"):
        section.connecting.model.choose(kind)
        section.connecting.begin()
        stage.take(f"90-connect-keys-{kind}")
        section.connecting.model.back()
    section.connecting.model.choose("woocommerce")
    section.connecting.begin()
    pane = section.connecting.pane
    if isinstance(pane, KeysPane):
        for name, text in (
            ("base_url", _CLOSED),
            ("consumer_key", "ck_practice"),
            ("consumer_secret", "cs_practice"),
        ):
            stage.type(pane.fields[name].edit, text)
        stage.press(pane.check)
        stage.take("90-connect-refused")
        model = section.connecting.model
        if model.draft is not None:
            model.checked(Answer("Corner online", "CNY", Masked(), model.draft.wish()))
        section.connecting.begin()
        stage.take("90-connect-offer")
    section.connecting.closed.emit()


def matching(stage: Stage) -> None:
    """Goods of a shop that no code decides: some like ours, one with a panel."""
    shop = stage.till.open_services().shop
    owner = shop.owner()
    account = ChannelAccounts(shop).every(owner)[0].id
    found = ProductList(shop).page(owner, ProductQuery(), limit=6)
    goods = [(row.name, row.skus[0].price) for row in found.rows]
    seen = [
        Seen(f"M-{number}", f"M-{number}", f"C-{number}", "", text, "", price, "CNY", {})
        for number, (text, price) in enumerate(
            [*((f"{name} x6", 6 * price) for name, price in goods), ("Spring gift set A", 9900)]
        )
    ]
    Listings(shop).see(owner, account, seen)
    section = stage.page("online", OnlineSection)
    section.begin_matching()
    stage.settle()
    section.matching.list.go_to_row(1)
    stage.take("94-match")
    section.matching.escape()
    stage.take("94-match-list")
    section.matching.closed.emit()
