"""The documents that scripts of others rely on: exactly these keys, exactly these kinds of value.

Each shape below is the plan's own list. What our documents say beyond it (`currency` of a refund,
`name` and `spec` of stock and movements) is part of the promise as well.
"""

import uuid
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from microshop_desktop.domain.basket import Discount, DiscountKind, Method, Tender, discount_basket
from microshop_desktop.infra.clock import SystemClock
from microshop_desktop.persistence.migrate import open_database
from microshop_desktop.services.customers import Customers
from microshop_desktop.services.selling import Selling
from microshop_desktop.services.shop import open_shop
from tests.cli.running import Microshop
from tests.services.shelf import Shelf

Kind = Callable[[Any], bool]


def whole(value: Any) -> bool:
    return type(value) is int


def text(value: Any) -> bool:
    return type(value) is str


def yes_or_no(value: Any) -> bool:
    return type(value) is bool


def an_id(value: Any) -> bool:
    return text(value) and str(uuid.UUID(value)) == value


def a_day(value: Any) -> bool:
    return text(value) and date.fromisoformat(value).isoformat() == value


def a_moment(value: Any) -> bool:
    return text(value) and datetime.fromisoformat(value).utcoffset() is not None


def or_null(kind: Kind) -> Kind:
    return lambda value: value is None or kind(value)


def one_of(*words: str) -> Kind:
    return lambda value: value in words


METHODS = one_of(*(method.value for method in Method))
PAYMENT_STATES = one_of("received", "confirmed_by_cashier", "to_verify", "proved")
ORDER = {
    "number": text,
    "id": an_id,
    "source": one_of("counter"),
    "state": one_of("completed"),
    "pay_state": one_of("paid"),
    "refund_state": one_of("none", "part", "whole"),
    "refund_progress": or_null(one_of("stuck", "refused", "on_way", "done")),
    "held": yes_or_no,
    "at": a_moment,
    "currency": one_of("CNY"),
    "customer": or_null(text),
    "lines": [
        {
            "no": whole,
            "sku": an_id,
            "code": text,
            "name": text,
            "quantity": whole,
            "unit": text,
            "unit_price": whole,
            "discount": whole,
            "tax": whole,
            "total": whole,
        }
    ],
    "subtotal": whole,
    "discount": whole,
    "rounding": whole,
    "tax": whole,
    "total": whole,
    "paid": whole,
    "change": whole,
    "refunded": whole,
    "payments": [
        {
            "method": METHODS,
            "amount": whole,
            "state": PAYMENT_STATES,
            "reference": or_null(text),
            "at": a_moment,
        }
    ],
}
REFUND = {
    "number": text,
    "order": text,
    "at": a_moment,
    "method": METHODS,
    "state": one_of("requested", "accepted", "done", "failed", "unknown"),
    "progress": one_of("stuck", "refused", "on_way", "done"),
    "amount": whole,
    "currency": one_of("CNY"),
    "lines": [{"no": whole, "quantity": whole, "amount": whole, "restocked": yes_or_no}],
}
ISSUE = {"row": whole, "field": text, "code": text, "reason": text}
IMPORT = {
    "batch": or_null(an_id),
    "rows": whole,
    "created": whole,
    "updated": whole,
    "unchanged": whole,
    "rejected": [ISSUE],
    "warnings": [ISSUE],
}
FIND = [
    {
        "sku": an_id,
        "product": an_id,
        "name": text,
        "spec": text,
        "codes": [text],
        "price": whole,
        "unit": text,
        "on_hand": whole,
        "available": whole,
    }
]
STOCK = [
    {
        "sku": an_id,
        "code": text,
        "codes": [text],
        "merchant_code": text,
        "name": text,
        "spec": text,
        "unit": text,
        "on_hand": whole,
        "reserved": whole,
        "available": whole,
        "cost": or_null(whole),
    }
]
MOVEMENTS = [
    {
        "at": a_moment,
        "sku": an_id,
        "name": text,
        "spec": text,
        "kind": one_of("opening", "sale", "refund", "loss"),
        "quantity": whole,
        "unit_cost": or_null(whole),
        "cause": text,
        "note": text,
    }
]
PAYMENTS = [
    {
        "order": text,
        "attempt": or_null(an_id),
        "method": METHODS,
        "amount": whole,
        "currency": one_of("CNY"),
        "state": PAYMENT_STATES,
        "out_trade_no": or_null(text),
        "transaction_id": or_null(text),
        "at": a_moment,
        "needs_attention": yes_or_no,
    }
]
FIGURES = {
    "currency": one_of("CNY"),
    "orders": whole,
    "refunds": whole,
    "gross": whole,
    "discount": whole,
    "refunded": whole,
    "net": whole,
    "tax": whole,
    "cost": whole,
    "profit": whole,
}
SALES = {"from": a_day, "to": a_day, **FIGURES, "other": [FIGURES]}
PRODUCTS = [
    {
        "sku": an_id,
        "code": text,
        "name": text,
        "quantity": whole,
        "net": whole,
        "cost": whole,
        "profit": whole,
    }
]
DAY = {
    **SALES,
    "by_hour": [{"hour": whole, "orders": whole, "net": whole}],
    "by_method": [
        {
            "method": METHODS,
            "payments": whole,
            "amount": whole,
            "refunded": whole,
            "net": whole,
        }
    ],
    "by_source": [{"source": one_of("counter"), **FIGURES}],
    "top": PRODUCTS,
}
DOCTOR = {"ok": yes_or_no, "checks": [{"name": text, "ok": yes_or_no, "detail": text}]}
ERROR = {"error": {"code": text, "message": text, "params": dict}}


def differences(value: Any, shape: Any, place: str = "$") -> list[str]:
    """Return where a document is not of this shape; every element of a list must be."""
    if isinstance(shape, dict):
        if not isinstance(value, dict) or list(value) != list(shape):
            return [f"{place}: {value}"]
        return [
            found
            for key in shape
            for found in differences(value[key], shape[key], f"{place}.{key}")
        ]
    if isinstance(shape, list):
        if not isinstance(value, list):
            return [f"{place}: {value}"]
        return [
            found
            for no, element in enumerate(value)
            for found in differences(element, shape[0], f"{place}[{no}]")
        ]
    fits = isinstance(value, dict) if shape is dict else shape(value)
    return [] if fits else [f"{place}: {value!r}"]


@pytest.fixture
def shop(microshop: Microshop) -> Microshop:
    """A shop with an order of two payments, less a discount, and part of it refunded."""
    about = ("--currency", "CNY", "--zone", "Asia/Shanghai")
    assert microshop("init", "--name", "Corner shop", *about).code == 0
    database = open_database(microshop.data / "shop.sqlite")
    opened = open_shop(database, SystemClock())
    shelf = Shelf(opened, opened.owner())
    tea = shelf.sku("tea", "6901", 1990, unit="box", tax_rate=1300, cost=900)
    shelf.sku("cup", "6902", 500)
    shelf.stock(tea, 10_000, 9_000_000)
    basket = discount_basket(
        shelf.basket("6901", "6901", "6902"), Discount(DiscountKind.AMOUNT, 100)
    )
    paid = (Tender(Method.COLLECTION_CODE, 1000, "seen"), Tender(Method.CASH, 5000))
    Selling(opened).finish(opened.owner(), basket, paid)
    database.close()
    assert microshop("refund", "1", "--line", "1*1", "--no-restock").code == 0
    return microshop


@pytest.mark.parametrize(
    ("call", "shape"),
    [
        (("sell", "6901*2", "--cash", "100"), ORDER),
        (("refund", "1", "--line", "2*1"), REFUND),
        (("orders", "show", "1"), ORDER),
        (("orders", "list"), [ORDER]),
        (("payments", "list"), PAYMENTS),
        (("stock", "list"), STOCK),
        (("movements", "list"), MOVEMENTS),
        (("find", "tea"), FIND),
        (("report", "day"), DAY),
        (("report", "sales"), SALES),
        (("report", "products"), PRODUCTS),
        (("doctor",), DOCTOR),
    ],
    ids=lambda value: " ".join(value[:2]) if isinstance(value, tuple) else "",
)
def test_a_document_has_these_keys_and_kinds(
    shop: Microshop, call: tuple[str, ...], shape: Any
) -> None:
    said = shop(*call, "--json")
    assert said.code == 0
    assert said.document
    assert differences(said.document, shape) == []


@pytest.mark.parametrize("options", [(), ("--dry-run",)])
def test_an_import_says_what_it_did(
    shop: Microshop, tmp_path: Path, options: tuple[str, ...]
) -> None:
    file = tmp_path / "goods.csv"
    file.write_text("name,barcode,price\nmilk,7001,3.5\nbad,7002,x\nfree,7003,0\n", "utf-8")
    said = shop("import", "products", str(file), *options, "--json")
    assert said.code == 0
    assert differences(said.document, IMPORT) == []
    assert (said.document["rows"], said.document["created"]) == (3, 2)
    assert [(issue["row"], issue["code"]) for issue in said.document["rejected"]] == [
        (3, "price_bad")
    ]
    assert [issue["row"] for issue in said.document["warnings"]] == [4]


LEDGER = """InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID
100,6901,tea,2,2026-01-02 09:00:00,2.555,77
A101,6902,adjust,1,2026-01-02 09:00:00,-9.00,
"""


@pytest.mark.parametrize(
    ("kind", "content", "counts", "issues"),
    [
        (
            "customers",
            "nickname,phone,code\nMei,13800138000,7\n,,\n,,8\n",
            (2, 1, 0, 0),
            [(4, "name_missing")],
        ),
        (
            "stock",
            "code,qty\n6901,7\n6902,many\n404,1\n",
            (3, 0, 1, 0),
            [(3, "number_bad"), (4, "code_unknown")],
        ),
        ("orders", LEDGER, (2, 1, 0, 0), [(3, "not_a_sale"), (2, "price_rounded")]),
    ],
)
def test_every_import_says_the_same_document(
    shop: Microshop,
    tmp_path: Path,
    kind: str,
    content: str,
    counts: tuple[int, int, int, int],
    issues: list[tuple[int, str]],
) -> None:
    file = tmp_path / f"{kind}.csv"
    file.write_text(content, "utf-8")
    for options in (("--dry-run",), ()):
        document = shop("import", kind, str(file), *options, "--json").document
        assert differences(document, IMPORT) == []
        assert [document[key] for key in ("rows", "created", "updated", "unchanged")] == [*counts]
        said = [*document["rejected"], *document["warnings"]]
        assert [(issue["row"], issue["code"]) for issue in said] == issues
        assert (document["batch"] is None) == bool(options)


def test_a_shape_is_not_met_by_chance() -> None:
    issue = {"row": 1, "field": "price", "code": "x", "reason": "y"}
    assert differences([issue], [ISSUE]) == []
    assert differences([{**issue, "more": 1}], [ISSUE])
    assert differences([issue, {**issue, "row": True}], [ISSUE]) == ["$[1].row: True"]
    assert differences([issue, {**issue, "row": 1.0}], [ISSUE]) == ["$[1].row: 1.0"]


@pytest.mark.parametrize(
    ("call", "code"),
    [
        (("sell", "404"), "code_unknown"),
        (("sell", "6901", "--cash", "1"), "payment_short"),
        (("orders", "show", "404"), "not_found"),
        (("refund", "1", "--line", "1*9"), "refund_too_high"),
        (("import", "products", "missing.csv"), "file_not_read"),
        (("export", "products", "shop.pdf"), "file_kind_unknown"),
        (("restore", "missing.gz"), "backup_unusable"),
        (("init", "--name", "Twice"), "shop_exists"),
        (("movements", "list", "--sku", "404"), "code_unknown"),
    ],
)
def test_what_fails_is_a_document_a_sentence_and_one(
    shop: Microshop, call: tuple[str, ...], code: str
) -> None:
    said = shop(*call, "--json")
    assert said.code == 1
    assert differences(said.document, ERROR) == []
    assert said.document["error"]["code"] == code
    assert said.err.strip().splitlines()[-1] == said.document["error"]["message"]
    silent = shop(*call)
    assert (silent.code, silent.out) == (1, "")


@pytest.mark.parametrize(
    "call",
    [
        ("sell",),
        ("sell", "6901", "--card", "1"),
        ("refund", "1", "--cash", "--to-payment"),
        ("orders",),
        ("orders", "list", "--method", "gold"),
        ("report", "day", "--from", "32"),
        ("export", "everything", "x.csv"),
        ("dance",),
    ],
)
def test_wrong_usage_is_two_and_prints_no_document(shop: Microshop, call: tuple[str, ...]) -> None:
    said = shop(*call)
    assert (said.code, said.out if call != ("orders",) else "") == (2, "")


@pytest.mark.parametrize(
    "call",
    [
        ("sell", "6901*1", "--customer", "Mei", "--cash", "20"),
        ("refund", "1", "--line", "1*0.5", "--line", "2*1", "--restock", "--cash"),
        ("refund", "1", "--no-restock", "--to-payment"),
        ("orders", "list", "--state", "completed", "--source", "counter", "--from", "2020-01-01"),
        ("payments", "list", "--method", "cash", "--state", "received", "--to", "2100-01-01"),
        ("stock", "list", "--low", "--text", "tea"),
        ("movements", "list", "--sku", "6901", "--kind", "sale"),
        ("customers", "list"),
        ("export", "products", "products.csv"),
        ("export", "stock", "stock.xlsx"),
        ("export", "movements", "movements.json"),
        ("export", "orders", "orders.csv"),
        ("export", "payments", "payments.xlsx"),
        ("export", "customers", "customers.json"),
        ("report", "sales", "--from", "2026-01-01", "--to", "2026-12-31"),
        ("report", "products", "--from", "2026-01-01", "--format", "text"),
        ("backup",),
        ("backup", "copy.sqlite.gz"),
        ("doctor", "--repair"),
    ],
)
def test_the_plan_s_own_spelling_of_commands_works(
    shop: Microshop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: tuple[str, ...]
) -> None:
    database = open_database(shop.data / "shop.sqlite")
    opened = open_shop(database, SystemClock())
    Customers(opened).create(opened.owner(), "Mei", phone="13800138000")
    database.close()
    monkeypatch.chdir(tmp_path)
    said = shop(*call, "--json")
    assert said.code == 0, said.err
    said.document  # noqa: B018 (fails where it is not one document)


def test_a_backup_is_restored_by_command(
    shop: Microshop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert shop("backup", "copy.sqlite.gz").code == 0
    assert shop("sell", "6902").code == 0
    assert shop("restore", "copy.sqlite.gz", "--json").document["orders"] == 1
    assert [order["number"] for order in shop("orders", "list", "--json").document] == ["A-000001"]


def test_a_report_can_be_asked_for_by_its_format(shop: Microshop) -> None:
    assert shop("report", "sales", "--format", "json").out == shop("report", "sales", "--json").out
    assert "Net sales" in shop("report", "sales", "--format", "text").out
    assert shop("report", "sales", "--format", "song").code == 2


@pytest.mark.parametrize(
    ("report", "heads", "figures"),
    [
        ("sales", "From day,To day,Currency,Orders", ",CNY,1,1,44.80,-1.00,-19.46,24.34,"),
        ("day", "Kind,Name,Orders,Quantity,Net sales", "\nTotal,CNY,1,,24.34\n"),
        ("products", "Code,Product,Unit,Quantity", "\n6901,tea,box,1,19.45,"),
    ],
)
def test_a_report_comes_as_csv(shop: Microshop, report: str, heads: str, figures: str) -> None:
    said = shop("report", report, "--format", "csv")
    assert said.out.startswith("\ufeff" + heads)
    assert figures in said.out.replace("\r", "")
