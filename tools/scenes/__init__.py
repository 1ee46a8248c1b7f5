"""Everything a seller can see, as scenes that are played in the real window.

A scene does what a person would do and calls `stage.take` with the name of what is seen then. They
are played in their order on one sample shop; `tools.screenshots` keeps pictures of them, and the
tests of the window look for texts that do not fit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tools.scenes import (
    around,
    connecting,
    imports,
    online,
    orders,
    paying,
    phone,
    picking,
    products,
    reconciling,
    selling,
    stock,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from tools.scenes.stage import Stage

SCENES: tuple[Callable[[Stage], None], ...] = (
    *selling.SCENES,
    *paying.SCENES,
    *phone.SCENES,
    connecting.connecting,
    *orders.SCENES,
    *products.SCENES,
    *stock.SCENES,
    *reconciling.SCENES,
    *imports.SCENES,
    *picking.SCENES,
    *online.SCENES,
    connecting.matching,
    *around.SCENES,
)


def play_all(stage: Stage) -> None:
    """Play every scene in order."""
    for scene in SCENES:
        stage.calm()
        scene(stage)
