"""A practice WooCommerce as a program of its own: for benchmarks alone.

`python -m benchmarks.practice_shop GOODS ORDERS EACH` offers so many goods, named and coded as
`made_goods` names them, has so many orders at once, and gets `EACH` more a second. It prints its
address and ends with its standard input.
"""

import random
import sys
import threading
import time
from wsgiref.simple_server import WSGIRequestHandler, make_server

from typing_extensions import override

from benchmarks.made_goods import made_goods
from microshop_desktop.infra.clock import SystemClock
from microshop_desktop.sandbox.shops.shop import Offered, Shop, ShopRules, Wish
from microshop_desktop.sandbox.shops.woocommerce import WooShop

_STOCK = 1_000_000


class _Quiet(WSGIRequestHandler):
    # Without it each answer is kept back by 40 ms, which the system waits for more to send.
    wbufsize = -1

    @override
    def log_message(self, *_: object) -> None:
        """Say nothing."""


def main(goods: int, orders: int, each: float) -> None:
    """Serve until standard input ends."""
    shop = Shop(SystemClock().now, ShopRules())
    for made in made_goods(goods):
        shop.offer(made.name, Offered(made.merchant_code, made.price, _STOCK))
    skus = [sku.sku_id for sku in shop.skus()]
    chance = random.Random(11)
    for _ in range(orders):
        _buy(shop, skus, chance)
    server = make_server("127.0.0.1", 0, WooShop(shop).application, handler_class=_Quiet)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    print(f"http://127.0.0.1:{server.server_port}", flush=True)
    if each:
        threading.Thread(target=_go_on, args=(shop, skus, chance, 1 / each), daemon=True).start()
    sys.stdin.read()


def _go_on(shop: Shop, skus: list[str], chance: random.Random, rest: float) -> None:
    while True:
        time.sleep(rest)
        with shop.lock:
            _buy(shop, skus, chance)


def _buy(shop: Shop, skus: list[str], chance: random.Random) -> None:
    wishes = [Wish(sku, chance.randint(1, 3)) for sku in chance.sample(skus, k=min(3, len(skus)))]
    shop.buy(*wishes, shipping=600)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3]))
