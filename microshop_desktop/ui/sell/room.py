"""How the selling page shares out its room: columns and heights of tiles, width of the basket."""

from microshop_desktop.ui.sell.tile_paint import GAP
from microshop_desktop.ui.theme import control

LEAST_HEIGHT, MOST_HEIGHT = 150, 200


def columns_for(width: int, least: int) -> int:
    """Return how many tiles of a least width stand side by side."""
    return max(1, (width + GAP) // (least + GAP))


def tile_height(height: int, scale: float) -> int:
    """Return the height of a tile so that whole rows fill the room, within the design's limits."""
    least, most = round(LEAST_HEIGHT * scale), round(MOST_HEIGHT * scale)
    usual = round(control("tileHeight") * scale)
    rows = max(1, (height + GAP) // (usual + GAP))
    return min(max((height - (rows - 1) * GAP) // rows, least), most)


def basket_width(window: int, scale: int = 100) -> int:
    """Return how wide the basket is in a window of this width."""
    steps = ((1680, control("basketMax")), (1440, 440), (1340, 420))
    width = next((wide for least, wide in steps if window >= least), control("basketMin"))
    return min(round(width * (1 + (scale - 100) / 250)), window * 45 // 100)


def pay_places(count: int) -> list[tuple[int, int, int]]:
    """Return row, column and width in columns of so many buttons in two columns."""
    last = count - 1
    return [(no // 2, no % 2, 2 if no == last and not no % 2 else 1) for no in range(count)]
