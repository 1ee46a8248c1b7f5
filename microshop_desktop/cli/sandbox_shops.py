"""Practice online shops for the command line: their goods, and how an account of each is added."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from microshop_desktop.channels.platforms import platform_of
from microshop_desktop.channels.words import kind_name
from microshop_desktop.domain.money import currency
from microshop_desktop.domain.quantity import ONE
from microshop_desktop.infra.translations import _, current_language
from microshop_desktop.sandbox.faults import FaultPlan
from microshop_desktop.sandbox.keys import write_secret
from microshop_desktop.sandbox.shops.practice import PracticeShop
from microshop_desktop.sandbox.shops.practice_shops import Goods, PracticeShops
from microshop_desktop.sandbox.shops.shop import Offered
from microshop_desktop.services.sample_data import SampleProduct, SampleSku, sample_data

PRODUCTS = 12
"""Products of the sample shop that the practice shops sell."""
CURRENCY = "CNY"


@dataclass(frozen=True, slots=True)
class ShopCredentials:
    """A practice shop as `microshop accounts add` takes it: its kind, and its options in order."""

    kind: str
    address: str
    options: Sequence[tuple[str, str]]

    @property
    def command(self) -> list[str]:
        """The words after `microshop`."""
        words = ["accounts", "add", self.kind.replace("_", "-")]
        for name, value in self.options:
            words += [f"--{name}", value]
        return words


def practice_shops(faults: FaultPlan) -> PracticeShops:
    """Return shops that sell what the sample shop has, under the same codes."""
    return PracticeShops(practice_goods(), faults=faults, name=practice_name)


def practice_name(kind: str) -> str:
    """Return how a practice shop is called, so that nobody takes it for a real one."""
    return _("{platform} (practice)").format(platform=kind_name(kind))


def practice_goods() -> list[Goods]:
    """Return the first goods of the sample shop that are sold by the piece."""
    data = sample_data(current_language(), currency(CURRENCY))
    sold = [each for each in data.products if not any(sku.form.by_weight for sku in each.skus)]
    return [_goods(product) for product in sold[:PRODUCTS]]


def write_shop_credentials(shops: PracticeShops, folder: Path) -> list[ShopCredentials]:
    """Write the keys of all practice shops and say how to add them."""
    return [_credentials(online, folder / online.kind.kind) for online in shops.shops]


def _goods(product: SampleProduct) -> Goods:
    return product.name, [_offered(sku) for sku in product.skus]


def _offered(sku: SampleSku) -> Offered:
    return Offered(
        sku.form.merchant_code or "",
        sku.form.price or 0,
        sku.stock // ONE,
        " ".join(sku.form.values),
        next(iter(sku.form.codes), ""),
    )


def _credentials(online: PracticeShop, folder: Path) -> ShopCredentials:
    kind = online.kind.kind
    platform = platform_of(kind)
    own = () if platform is None else platform.settings
    folder.mkdir(parents=True, exist_ok=True)
    options = [
        (name.replace("_", "-"), value) if name in own else ("set", f"{name}={value}")
        for name, value in online.settings.items()
    ]
    # Some platforms know no name of a shop; this one says what it is.
    options.append(("name", practice_name(kind)))
    for name, value in online.kind.secrets.items():
        file = folder / f"{name}.txt"
        write_secret(file, value.encode())
        options.append((f"{name.replace('_', '-')}-file", str(file)))
    return ShopCredentials(kind, online.address, options)
