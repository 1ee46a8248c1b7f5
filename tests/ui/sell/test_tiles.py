"""Tiles are painted once as long as they look the same, and anew as soon as they do not."""

from typing import Any

import pytest
from PySide6.QtCore import QSize
from pytestqt.qtbot import QtBot

from microshop_desktop.ui.runner import ImmediateRunner
from microshop_desktop.ui.sell.photos import Photos
from microshop_desktop.ui.sell.tile_paint import TilePainter
from microshop_desktop.ui.sell.tile_view import TileGrid
from microshop_desktop.ui.theme import Theme, current, use
from tests.ui.sell.test_models import CNY, tile


class Painted:
    """Counts what is painted stroke by stroke."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.names: list[str] = []
        paint = TilePainter.paint_tile

        def note(painter: TilePainter, *args: Any) -> None:
            self.names.append(args[1].name)
            paint(painter, *args)

        monkeypatch.setattr(TilePainter, "paint_tile", note)

    def take(self) -> list[str]:
        names, self.names = self.names, []
        return names


@pytest.fixture
def photos() -> Photos:
    return Photos("", ImmediateRunner())


@pytest.fixture
def grid(qtbot: QtBot, photos: Photos) -> TileGrid:
    made = TileGrid(CNY, photos)
    qtbot.addWidget(made)
    made.resize(QSize(600, 400))
    made.tiles.show_tiles([tile(1), tile(2)])
    made.lay_out()
    return made


def test_what_looks_the_same_is_painted_once(
    grid: TileGrid, monkeypatch: pytest.MonkeyPatch
) -> None:
    painted = Painted(monkeypatch)
    first = grid.grab().toImage()
    assert painted.take() == ["goods 1", "goods 2"]
    assert grid.grab().toImage() == first
    assert painted.take() == []


def test_only_the_tile_that_changed_is_painted_anew(
    grid: TileGrid, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = grid.grab().toImage()
    painted = Painted(monkeypatch)
    grid.tiles.show_tiles([tile(1), tile(2)._replace(available=0)])
    assert grid.grab().toImage() != first
    assert painted.take() == ["goods 2"]


def test_a_photo_that_was_read_and_another_theme_paint_all_anew(
    grid: TileGrid, photos: Photos, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = current()
    light = grid.grab().toImage()
    painted = Painted(monkeypatch)
    photos.loaded.emit()
    grid.grab()
    assert painted.take() == ["goods 1", "goods 2"]
    try:
        use(Theme("dark", before.scale))
        assert grid.grab().toImage() != light
        assert painted.take() == ["goods 1", "goods 2"]
    finally:
        use(before)
