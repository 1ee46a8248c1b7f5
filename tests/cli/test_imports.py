"""`microshop import`, `export` and `find`, as people and scripts call them."""

import csv
import subprocess
import sys
from pathlib import Path
from uuid import UUID

import pytest

from tests.cli.running import Microshop

GOODS = """条码,名称,规格,零售价,进货价,会员价,批发价,库存,分类
6901234567892,红烧牛肉面,500g,4.50,3,4,3.8,12,食品
6900000000004,酸奶,,6,,,,,冷柜
1.2E+12,坏编码,,1,,,,,
"""


@pytest.fixture
def shop(microshop: Microshop) -> Microshop:
    """A new, empty shop."""
    assert microshop("init", "--name", "Corner shop", "--currency", "CNY").code == 0
    return microshop


@pytest.fixture
def goods(tmp_path: Path) -> Path:
    """A file of three products in GBK, one of them with a lost code."""
    path = tmp_path / "goods.csv"
    path.write_bytes(GOODS.encode("gbk"))
    return path


def test_a_trial_says_what_would_be_done_and_does_nothing(shop: Microshop, goods: Path) -> None:
    said = shop("import", "products", str(goods), "--dry-run", "--json")
    assert said.code == 0
    document = said.document
    assert (document["batch"], document["rows"], document["created"]) == (None, 3, 2)
    assert document["rejected"] == [
        {
            "row": 4,
            "field": "code",
            "code": "code_notation",
            "reason": "“1.2E+12” is a rounded number; the code behind it is lost. "
            "Format the column as text.",
        }
    ]
    assert shop("find", "面", "--json").document == []


def test_goods_are_imported_found_and_taken_back(shop: Microshop, goods: Path) -> None:
    document = shop("import", "products", str(goods), "--json").document
    assert (document["created"], document["updated"], document["unchanged"]) == (2, 0, 0)
    (found,) = shop("find", "hsnr", "500", "--json").document
    assert (found["name"], found["codes"], found["price"]) == ("红烧牛肉面", ["6901234567892"], 450)
    assert (found["on_hand"], found["available"]) == (12_000, 12_000)
    rejects = shop.data / "imports" / "goods-rejected.csv"
    assert "坏编码" in rejects.read_text(encoding="utf-8-sig")
    undone = shop("import", "undo", document["batch"], "--json").document
    assert (undone["removed"], undone["kept"]) == (2, [])
    assert shop("find", "hsnr", "--json").document == []
    assert shop("doctor", "--json").document["ok"] is True


def test_people_are_told_in_their_language(shop: Microshop, goods: Path) -> None:
    said = shop("import", "products", str(goods), lang="zh")
    assert "新增 2" in said.out
    assert "第 4 行" in said.out
    assert "¥4.50" in shop("find", "niurou", lang="zh").out
    assert "没找到" in shop("find", "zzz", lang="zh").out


def test_nothing_is_imported_where_all_or_nothing_is_asked(shop: Microshop, goods: Path) -> None:
    said = shop("import", "products", str(goods), "--all-or-nothing", "--json")
    assert (said.code, said.document["error"]["code"]) == (1, "import_has_errors")
    assert shop("import", "undo", "--json").document == []


def test_columns_may_be_named(shop: Microshop, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("a,b,c\n101,Tea,5\n", encoding="utf-8")
    assert shop("import", "products", str(path)).code == 1
    mapped = ("--map", "a=code", "--map", "b=name", "--map", "3=price")
    assert shop("import", "products", str(path), *mapped).code == 0
    assert shop("find", "tea", "--json").document[0]["price"] == 500
    assert shop("import", "products", str(path), "--map", "z=code").code == 1
    assert shop("import", "products", str(path), "--map", "nonsense").code == 2


@pytest.mark.parametrize("name", ["no.csv", "bad.xlsx"])
def test_a_bad_file_is_one_sentence(shop: Microshop, tmp_path: Path, name: str) -> None:
    (tmp_path / "bad.xlsx").write_bytes(b"PK\x03\x04nonsense")
    said = shop("import", "products", str(tmp_path / name), "--json")
    assert said.code == 1
    assert said.document["error"]["code"] in {"file_not_read", "file_unreadable"}
    assert said.err.count("\n") == 1


@pytest.mark.parametrize("lang", ["zh", "en", "es"])
@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_what_is_exported_is_understood_again(
    shop: Microshop, goods: Path, tmp_path: Path, ending: str, lang: str
) -> None:
    shop("import", "products", str(goods))
    path = tmp_path / f"out.{ending}"
    assert shop("export", "products", str(path), lang=lang).code == 0
    document = shop("import", "products", str(path), "--dry-run", "--json").document
    assert (document["rows"], document["unchanged"], document["rejected"]) == (2, 2, [])


@pytest.mark.parametrize("kind", ["stock", "movements", "orders", "payments", "customers"])
def test_everything_else_is_exported(
    shop: Microshop, goods: Path, tmp_path: Path, kind: str
) -> None:
    shop("import", "products", str(goods))
    shop("sell", "6901234567892")
    people = tmp_path / "people.csv"
    people.write_text("nickname,phone\n小王,13800138000\n", encoding="utf-8")
    shop("import", "customers", str(people))
    path = tmp_path / "out.csv"
    assert shop("export", kind, str(path), "--json").document["rows"] >= 1
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert len({len(row) for row in rows}) == 1


def test_counted_stock_is_imported(shop: Microshop, goods: Path, tmp_path: Path) -> None:
    shop("import", "products", str(goods))
    counted = tmp_path / "stock.csv"
    counted.write_text("code,qty\n6901234567892,7\n6900000000004,2.5\n999,1\n", encoding="utf-8")
    document = shop("import", "stock", str(counted), "--json").document
    assert (document["created"], document["updated"]) == (1, 1)
    assert [issue["code"] for issue in document["rejected"]] == ["code_unknown"]
    UUID(document["batch"])


def test_wrong_usage_is_exit_code_2(shop: Microshop, tmp_path: Path) -> None:
    assert shop("export", "nonsense", str(tmp_path / "x.csv")).code == 2
    assert shop("export", "products", str(tmp_path / "x.pdf")).code == 1
    assert shop("frobnicate").code == 2
    assert shop("import", "undo", "no-batch").code == 1


def test_a_command_loads_no_window_and_no_network() -> None:
    code = (
        "import sys\n"
        "from microshop_desktop.cli.main import main\n"
        "main(['--data', sys.argv[1], 'find', 'x'])\n"
        "print(sorted({name.split('.')[0] for name in sys.modules} & "
        "{'PySide6', 'requests', 'pypinyin', 'rich', 'alembic', 'escpos'}))\n"
    )
    command = [sys.executable, "-c", code, "/nowhere"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
