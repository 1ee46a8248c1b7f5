"""What tests of the selling page's view-model share: a view that remembers, a till on a shelf."""

from dataclasses import dataclass, field

from microshop_desktop.domain.money import currency
from microshop_desktop.services.actor import Actor
from microshop_desktop.services.shop import Shop
from microshop_desktop.ui.sell.desk import Opening
from microshop_desktop.ui.sell.news import News, Sound
from microshop_desktop.ui.sell.service_desk import ServiceDesk
from microshop_desktop.ui.sell.view_model import SellViewModel

CRISPS = "6901234567005"
TEA = "6901234567012"
ORANGES = "6901234567029"
RARE = "6901234567036"
CASE = "6901234567999"


@dataclass
class Seen:
    """A view that remembers what it was told."""

    news: list[News] = field(default_factory=list)
    sounds: list[Sound] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    refreshed: int = 0
    focused: int = 0

    def refresh(self) -> None:
        self.refreshed += 1

    def refresh_tiles(self) -> None:
        self.refreshed += 1

    def tell(self, news: News) -> None:
        self.news.append(news)

    def play(self, sound: Sound) -> None:
        self.sounds.append(sound)

    def announce(self, text: str, *, urgent: bool = False) -> None:
        self.said.append(text)

    def focus_question(self) -> None:
        self.focused += 1

    @property
    def texts(self) -> list[str]:
        return [news.text for news in self.news]


def new_till(shop: Shop, actor: Actor, seen: Seen | None = None) -> SellViewModel:
    """Open the page of a till, as after its start."""
    till = SellViewModel(Opening(currency("CNY")), seen or Seen())
    till.attach(ServiceDesk(shop, actor))
    return till
