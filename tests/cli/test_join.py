"""`microshop join`: computers that share a shop in PostgreSQL."""

from pathlib import Path

import pytest

from microshop_desktop.persistence.database import Database
from tests.cli.running import Microshop


@pytest.mark.postgres
def test_each_computer_sells_at_its_own_till(
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    postgresql_database: Database,
) -> None:
    url = postgresql_database.engine.url.render_as_string(hide_password=False)
    monkeypatch.setenv("MICROSHOP_DATABASE", url.replace("postgresql+psycopg", "postgresql"))
    first, second = (Microshop(tmp_path / name, capfd) for name in ("first", "second"))
    assert "Start the window" not in first("init", "--name", "Two tills").out
    goods = tmp_path / "goods.csv"
    goods.write_text("name,barcode,price,stock\ntea,6901,5,10\n", encoding="utf-8")
    assert first("import", "products", str(goods)).code == 0

    stranger = second("sell", "6901", "--json")
    assert (stranger.code, stranger.document["error"]["code"]) == (1, "till_missing")
    assert "This computer is till B of Two tills." in second("join").out
    assert second("join", "--json").document["till"] == "B"
    numbers = [
        computer("sell", "6901", "--json").document["number"]
        for computer in (first, second, second, first)
    ]
    assert numbers == ["A-000001", "B-000001", "B-000002", "A-000002"]

    spare = Microshop(tmp_path / "spare", capfd)
    assert spare("join", "--till", "C").code == 1
    assert spare("join", "--till", "b", "--json").document["till"] == "B"
    assert spare("sell", "6901", "--json").document["number"] == "B-000003"
    assert spare("doctor").code == 0


def test_a_shop_in_a_file_is_not_shared(microshop: Microshop) -> None:
    said = microshop("join")
    assert said.code == 2
    assert "MICROSHOP_DATABASE" in said.err
