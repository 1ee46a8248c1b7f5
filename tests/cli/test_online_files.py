"""Shops that work by files, by command: taken in, written back, said plainly."""

from pathlib import Path

import pytest

from tests import order_file_samples as samples
from tests.cli.running import Microshop, Said
from tests.order_file_samples import douyin, write


@pytest.fixture
def till(microshop: Microshop) -> Microshop:
    """A shop with tea on the shelf and a Douyin shop that works by files."""
    microshop("init", "--name", "Corner", "--currency", "CNY")
    goods = microshop.data / "goods.csv"
    goods.write_text("merchant code,name,price,stock\nT-9002,Tea,10,20\n", encoding="utf-8")
    assert microshop("import", "products", str(goods)).code == 0
    assert _add(microshop).code == 0
    return microshop


def _add(till: Microshop, kind: str = "douyin", *more: str) -> Said:
    return till("accounts", "add", kind, "--transport", "file", "--name", "Tea stall", *more)


def _import(till: Microshop, path: Path, *more: str) -> Said:
    return till("import", "online-orders", str(path), *more, "--json")


def test_orders_are_looked_at_taken_in_and_known_again(till: Microshop, tmp_path: Path) -> None:
    path = write(tmp_path / "orders.csv", samples.DOUYIN, douyin(), douyin("9003", 商品数量="?"))
    bad = _import(till, path, "--dry-run").document
    assert [(each["row"], each["code"]) for each in bad["rejected"]] == [
        (2, "order_row_bad"),
        (3, "number_bad"),
    ]
    write(path, samples.DOUYIN, douyin())
    looked = _import(till, path, "--dry-run").document
    assert (looked["format"], looked["confirmed"], looked["created"]) == ("douyin", False, 1)
    assert till("orders", "list", "--json").document == []
    done = _import(till, path).document
    assert (done["created"], done["linked"], done["unmatched"][0]["by_code"]) == (1, 1, True)
    assert _import(till, path).document["unchanged"] == 1
    (order,) = till("orders", "list", "--json").document
    assert (order["source"], order["state"], order["total"]) == ("douyin", "to_ship", 2000)


def test_an_unconfirmed_format_is_said_to_be_so(till: Microshop, tmp_path: Path) -> None:
    path = write(tmp_path / "orders.csv", samples.DOUYIN, douyin())
    said = till("import", "online-orders", str(path), "--dry-run")
    assert "unconfirmed" in said.err
    assert "1 new orders" in said.out


def test_parcels_and_numbers_are_written_and_confirmed(till: Microshop, tmp_path: Path) -> None:
    _import(till, write(tmp_path / "orders.csv", samples.DOUYIN, douyin()))
    parcels, stock = tmp_path / "parcels.csv", tmp_path / "stock.csv"
    assert till("export", "tracking", "Tea stall", str(parcels)).code == 1
    copied = "\u202dSF1\u202c "  # as numbers come out of the clipboard
    packed = till("orders", "ship", "9001", "--courier", "SF", "--tracking", copied)
    assert "microshop export tracking" in packed.out
    assert till("export", "tracking", "Tea stall", str(parcels), "--json").document["rows"] == 1
    assert "9001,9002,SF,SF1" in parcels.read_text(encoding="utf-8-sig")
    told = till("export", "uploaded", "Tea stall", "tracking", "--json").document
    assert told == {"account": "Tea stall", "told": 1}
    assert till("export", "online-stock", "Tea stall", str(stock)).code == 0
    assert stock.read_text(encoding="utf-8-sig").splitlines()[1].endswith(",18")
    assert till("export", "uploaded", "Tea stall", "online-stock", "--no").code == 0
    assert till("export", "online-stock", "Tea stall", str(stock)).code == 0
    assert till("export", "uploaded", "Tea stall", "online-stock").code == 0
    again = till("export", "online-stock", "Tea stall", str(stock), "--json")
    assert again.document["error"]["code"] == "nothing_to_upload"


def test_heads_that_nobody_knows_are_said_once(till: Microshop, tmp_path: Path) -> None:
    assert _add(till, "other", "--json").document["transport"] == "file"
    path = write(
        tmp_path / "x.csv", ["单号", "货", "到哪"], {"单号": "5", "货": "茶", "到哪": "在打包"}
    )
    unknown = _import(till, path, "--account", "other").document
    assert unknown["error"]["code"] == "order_heads_unknown"
    columns = ("--map", "单号=order", "--map", "2=title", "--map", "到哪=status")
    wrong = _import(till, path, "--account", "other", *columns, "--state", "在打包=lost").document
    assert wrong["error"]["code"] == "field_unknown"
    said = ("--state", "在打包=to_ship", "--dry-run")
    assert _import(till, path, "--account", "other", *columns, *said).document["created"] == 1
    taken = _import(till, path, "--account", "other").document
    assert (taken["created"], taken["warnings"]) == (1, [])


def test_a_file_without_an_account_says_how_to_add_one(
    microshop: Microshop, tmp_path: Path
) -> None:
    microshop("init", "--name", "Corner", "--currency", "CNY")
    path = write(tmp_path / "orders.csv", samples.DOUYIN, douyin())
    assert _import(microshop, path).document["error"]["code"] == "file_account_missing"


def test_a_shop_that_works_by_files_is_not_synced(till: Microshop) -> None:
    assert till("sync", "--json").document == []
    named = till("sync", "Tea stall", "--json")
    assert (named.code, named.document["error"]["code"]) == (1, "only_by_files")
    (found,) = till("accounts", "check", "--json").document
    assert (found["state"], "files" in found["sentence"]) == ("good", True)


def test_the_real_export_of_shopify_is_taken_in(microshop: Microshop, shared_data: Path) -> None:
    microshop("init", "--name", "Corner", "--currency", "EUR")
    microshop("accounts", "add", "shopify", "--transport", "file", "--name", "Boards")
    path = shared_data / "orders" / "shopify_orders_export.csv"
    assert _import(microshop, path).document["created"] == 19
    assert _import(microshop, path).document["unchanged"] == 19
    assert microshop("doctor").code == 0
