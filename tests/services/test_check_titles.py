"""Every check of the doctor is called something for people."""

from pathlib import Path

from microshop_desktop.infra.check_titles import TITLES
from microshop_desktop.services.actor import Actor
from microshop_desktop.services.doctor import Doctor
from microshop_desktop.services.shop import Shop


def test_every_check_has_a_title(shop: Shop, actor: Actor, tmp_path: Path) -> None:
    names = {check.name for check in Doctor(shop, tmp_path, bills=tmp_path).check(actor).checks}
    assert names <= set(TITLES)
    if shop.database.is_sqlite:
        assert names == set(TITLES)
