"""`microshop import orders`."""

from pathlib import Path

import pytest

from tests.cli.running import Microshop

LEDGER = """InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country
100,A1,Red mug,2,2026-01-02 09:00:00,2.55,77,France
100,A2,"Mug, blue",1,2026-01-02 09:00:00,3.00,77,France
C101,A1,Red mug,-1,2026-01-03 09:00:00,2.55,77,France
A102,B,Adjust,1,2026-01-03 09:00:00,-9.00,,France
"""


@pytest.fixture
def ledger(tmp_path: Path) -> str:
    path = tmp_path / "ledger.csv"
    path.write_text(LEDGER, encoding="utf-8")
    return str(path)


@pytest.fixture
def shop(microshop: Microshop) -> Microshop:
    assert microshop("init", "--name", "Gifts", "--currency", "GBP").code == 0
    return microshop


def test_scripts_get_what_was_done_with_each_row(shop: Microshop, ledger: str) -> None:
    document = shop("import", "orders", ledger, "--create-products", "--json").document
    assert {**document, "batch": ""} == {
        "batch": "",
        "rows": 4,
        "created": 3,
        "updated": 0,
        "unchanged": 0,
        "rejected": [
            {
                "row": 5,
                "field": "invoice",
                "code": "not_a_sale",
                "reason": "A102 is an entry of the accounts, not a sale.",
            }
        ],
        "warnings": [],
    }


def test_the_orders_are_there_and_the_books_are_right(shop: Microshop, ledger: str) -> None:
    shop("import", "orders", ledger, "--create-products")
    orders = shop("orders", "list", "--json").document
    assert [(order["number"], order["source"], order["total"]) for order in orders] == [
        ("100", "import", 810)
    ]
    assert shop("doctor").code == 0


def test_the_same_file_twice_adds_nothing(shop: Microshop, ledger: str) -> None:
    shop("import", "orders", ledger, "--create-products")
    again = shop("import", "orders", ledger, "--create-products", "--json").document
    assert (again["batch"], again["created"], again["unchanged"]) == (None, 0, 3)


def test_a_rehearsal_says_what_would_be_done(shop: Microshop, ledger: str) -> None:
    said = shop("import", "orders", ledger, "--create-products", "--dry-run")
    assert "3 rows would be booked, 1 rejected." in said.out
    assert shop("orders", "list", "--json").document == []


def test_people_are_told_which_rows_were_left_out(shop: Microshop, ledger: str) -> None:
    said = shop("import", "orders", ledger, lang="zh")
    assert "第 2 行" in said.out
    assert "A1" in said.out


def test_progress_goes_to_stderr(shop: Microshop, ledger: str) -> None:
    said = shop("import", "orders", ledger, "--create-products", "--json")
    assert "4 of 4 rows" in said.err


def test_a_file_that_is_no_ledger_is_refused(shop: Microshop, tmp_path: Path) -> None:
    (tmp_path / "goods.csv").write_text("name,price\nmug,3\n")
    said = shop("import", "orders", str(tmp_path / "goods.csv"), "--json")
    assert (said.code, said.document["error"]["code"]) == (1, "heads_missing")
