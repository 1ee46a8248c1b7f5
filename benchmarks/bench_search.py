"""Type-ahead search over many SKUs: every prefix that a person types on the way to a product.

Asked are single signs, parts of names, initials, pinyin, parts of codes, several words, and words
that nothing has. The baseline is the cheapest query there is: one SKU by its id.
"""

import json
import os
import random
import string
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from benchmarks.bench_import import percentile, row
from benchmarks.made_goods import MadeGoods, made_goods
from microshop_desktop.infra.clock import SystemClock
from microshop_desktop.persistence.migrate import open_database
from microshop_desktop.services.founding import found_shop
from microshop_desktop.services.key_tables import key_maker
from microshop_desktop.services.product_writer import (
    NewProduct,
    NewSku,
    Stamp,
    prepare,
    write_products,
)
from microshop_desktop.services.search import Search
from microshop_desktop.services.shop import Shop

SKUS = int(os.environ.get("MICROSHOP_BENCH_SKUS", "100000"))
BUDGET_MS = 10.0
ASKED_PRODUCTS = 400


def main() -> None:
    """Measure and print the rows of the report."""
    with tempfile.TemporaryDirectory(dir=os.environ.get("MICROSHOP_BENCH_DIR")) as folder:
        database = open_database(Path(folder) / "shop.sqlite")
        shop = found_shop(database, SystemClock(), name="Bench", currency_code="CNY")
        fill(shop, SKUS)
        times = ask(shop)
        database.close()
    slow = sorted(times.items(), key=lambda item: -item[1])[:8]
    print("slowest:", [(query, round(1000 * took, 1)) for query, took in slow], file=sys.stderr)
    p95 = 1000 * percentile(list(times.values()), 0.95)
    print(json.dumps([row(f"type-ahead of {SKUS} SKUs, p95", p95, None, BUDGET_MS, "ms")]))


def fill(shop: Shop, count: int) -> None:
    """Write goods, some of which sold more than others."""
    chance = random.Random(1)
    goods = made_goods(count)
    stamp = Stamp(shop.clock.now(), shop.profile.till)
    while some := list(islice(goods, 500)):
        prepared = prepare(
            shop.ids, [_product(one, int(chance.paretovariate(1.1))) for one in some], stamp
        )
        with shop.database.write_revocable() as connection:
            write_products(connection, prepared)


def _product(goods: MadeGoods, popularity: int) -> NewProduct:
    sku = NewSku(
        price=goods.price,
        values=(goods.spec,),
        codes=(goods.code,),
        merchant_code=goods.merchant_code,
        unit=goods.unit,
        cost=goods.cost,
        popularity=popularity,
    )
    return NewProduct(goods.name, (sku,), options=("规格",))


def ask(shop: Shop) -> dict[str, float]:
    """Ask every query once, in a mixed order, and return the seconds each took."""
    search, actor = Search(shop), shop.owner()
    queries = list(dict.fromkeys(typed_queries()))
    random.Random(3).shuffle(queries)
    search.find(actor, "a")
    times: dict[str, float] = {}
    for query in queries:
        start = time.perf_counter()
        search.find(actor, query)
        times[query] = time.perf_counter() - start
    print(f"{len(queries)} queries", file=sys.stderr)
    return times


def typed_queries() -> Iterator[str]:
    """Give queries as they stand after each key."""
    signs = string.ascii_lowercase + string.digits
    yield from signs
    yield from (first + second for first in signs for second in signs)
    chance = random.Random(5)
    for goods in islice(made_goods(SKUS), 0, SKUS, max(1, SKUS // ASKED_PRODUCTS)):
        name, *spellings = key_maker().key((goods.name,), ()).text.split("\n")
        start = chance.randrange(len(name))
        for text in (name[start:], goods.code, goods.code[chance.randrange(10) :], *spellings):
            yield from (text[:end] for end in range(1, len(text) + 1))
        yield from (f"{spellings[0][:3]} {goods.code[-end:]}" for end in range(1, 5))
        yield f"{name[-2:]} {name[:2]} {goods.spec}"
        yield "".join(chance.choices(string.ascii_lowercase, k=chance.randrange(3, 7)))


if __name__ == "__main__":
    main()
