"""The order of the payment buttons at the till, and which of them are shown."""

from collections.abc import Sequence

from microshop_desktop.infra.settings import PAY_BUTTONS, PAY_WAYS, Settings


class PayButtonOrder:
    """Shown ways in their order, then the hidden ones. At least one stays shown."""

    def __init__(self, settings: Settings) -> None:
        """Begin with what is set on this laptop."""
        self._settings = settings

    @property
    def shown(self) -> Sequence[str]:
        """The ways that have a button, in their order."""
        return self._settings.get(PAY_BUTTONS).split()

    @property
    def ways(self) -> Sequence[str]:
        """All ways: the shown ones first."""
        shown = self.shown
        return [*shown, *(way for way in PAY_WAYS if way not in shown)]

    def can_hide(self, way: str) -> bool:
        """Tell whether another button would be left."""
        return list(self.shown) != [way]

    def moved(self, way: str, step: int) -> str:
        """Return the setting with a way one place up (-1) or down (+1)."""
        order = list(self.shown)
        place = order.index(way)
        target = max(0, min(len(order) - 1, place + step))
        order.insert(target, order.pop(place))
        return " ".join(order)

    def with_way(self, way: str, *, shown: bool) -> str:
        """Return the setting with a way shown as the last one, or hidden."""
        others = [other for other in self.shown if other != way]
        return " ".join([*others, way] if shown else others)
