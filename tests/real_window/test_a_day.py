"""The main job in the real window: open a shop, import goods, sell, refund, lose power, go on."""

from pathlib import Path

from microshop_desktop.cli.main import main
from microshop_desktop.infra.settings import PRINTER_ADDRESS, PRINTER_KIND, Settings
from tests.real_window.seller import Seller

CRISPS, TEA, ORANGES = "6900001003199", "6900004030154", "6900002001316"
GOODS = f"""条码,品名,零售价,进价,库存,分类
{CRISPS},海盐薯片 75g,8.50,4.20,36,零食
{TEA},青提味气泡水 330ml,5.90,3.60,24,饮品
{ORANGES},赣南脐橙,11.60,6.00,40,水果
"""


VISIBLE_GOODS = "SELECT 1 FROM sku WHERE hidden_by_batch IS NULL"
PICTURE = b"\x1dv0"
"""How a receipt drawn as a picture begins (GS v 0)."""
FROM_A_TABLE = (527, 193)
"""Where the card of the first run is, on a screen of 1366×768."""


def test_a_day_at_the_window(seller: Seller, tmp_path: Path) -> None:
    goods, paper = tmp_path / "goods.csv", tmp_path / "paper"
    goods.write_text(GOODS, encoding="gbk")
    _plug_in_a_printer(seller, paper)
    with seller.at_the_window("开店", "--lang", "zh"):
        _open_the_shop(seller, goods)
        _sell_for_cash(seller)
        seller.wait_until(lambda: paper.exists() and PICTURE in paper.read_bytes())
        _refund_a_piece(seller)
        seller.press("ctrl+1")
        seller.scan(TEA)
        seller.wait_until(lambda: _kept_lines(seller) == 1)
        seller.pull_the_plug()
    with seller.at_the_window("Xiaoman", "--lang", "zh"):
        assert _kept_lines(seller) == 1
        seller.press("ctrl+Return")
        seller.wait_until(lambda: len(_orders(seller)) == 2)
    assert _orders(seller) == [("A-000001", 1700), ("A-000002", 590)]
    assert _doctor_is_content(seller)


def _plug_in_a_printer(seller: Seller, paper: Path) -> None:
    """Set up a printer that writes into a file, as the settings page would."""
    seller.data.mkdir()
    settings = Settings(seller.data / "settings.json")
    settings.put(PRINTER_KIND, "file")
    settings.put(PRINTER_ADDRESS, str(paper))


def _open_the_shop(seller: Seller, goods: Path) -> None:
    seller.write("Xiaoman")
    seller.press("Return")
    seller.click(*FROM_A_TABLE)
    seller.turn_to("从表格导入")
    seller.write(str(goods))
    seller.press("Return")
    seller.turn_to("开店")
    seller.press("Return", "Return", "Return")
    seller.turn_to("导入商品")
    seller.look("import")
    seller.press("ctrl+Return")
    seller.wait_until(lambda: len(seller.ask(VISIBLE_GOODS)) == 3)
    seller.press("Escape")
    seller.turn_to("Xiaoman")
    seller.press("ctrl+1")
    seller.look("sell")


def _sell_for_cash(seller: Seller) -> None:
    seller.scan(CRISPS)
    seller.scan(CRISPS)
    seller.press("F9")
    seller.write("20")
    seller.press("Return")
    seller.wait_until(lambda: len(_orders(seller)) == 1)
    assert seller.ask("SELECT amount, tendered FROM payment") == [(1700, 2000)]


def _refund_a_piece(seller: Seller) -> None:
    seller.press("ctrl+2")
    seller.scan("A-000001")
    seller.press("alt+r")
    seller.scan(CRISPS)
    seller.press("ctrl+Return")
    seller.wait_until(lambda: len(seller.ask("SELECT 1 FROM refund")) == 1)
    assert seller.ask("SELECT amount, method FROM refund") == [(850, "cash")]


def _doctor_is_content(seller: Seller) -> bool:
    return main(["--data", str(seller.data), "doctor"]) == 0


def _orders(seller: Seller) -> list[tuple[object, ...]]:
    return seller.ask("SELECT number, total FROM orders ORDER BY seq")


def _kept_lines(seller: Seller) -> int:
    return len(seller.ask("SELECT 1 FROM held_basket, json_each(content, '$.lines')"))
