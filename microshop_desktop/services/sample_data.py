"""What the sample shop holds, read from its file in one language and one currency.

All of it is invented. Prices of the file are Chinese fen; a table turns them into sums that are
usual elsewhere.
"""

import json
from dataclasses import dataclass
from functools import cache
from typing import Any

from microshop_desktop.domain.basket import Price, PriceLevel
from microshop_desktop.domain.money import Currency, divide_half_up
from microshop_desktop.domain.quantity import parse_quantity
from microshop_desktop.infra.resources import resource_bytes, resource_text
from microshop_desktop.infra.translations import Language
from microshop_desktop.services.product_writer import NewSku, NewUnit

_FILE = "sample_shop/shop.json"


@dataclass(frozen=True, slots=True)
class SampleCustomer:
    """A customer of the sample shop."""

    name: str
    phone: str
    member: bool


@dataclass(frozen=True, slots=True)
class SampleSku:
    """A SKU to be written, its picture's name in the resources, and what is to be there of it."""

    form: NewSku
    picture: str
    stock: int


@dataclass(frozen=True, slots=True)
class SampleProduct:
    """A product with its SKUs; `category` is the name of its category."""

    name: str
    category: str
    options: tuple[str, ...]
    tax_rate: int
    skus: tuple[SampleSku, ...]


@dataclass(frozen=True, slots=True)
class SampleData:
    """The sample shop in one language: goods in the order of how well they sell."""

    shop_name: str
    address: str
    owner: str
    categories: tuple[str, ...]
    products: tuple[SampleProduct, ...]
    customers: tuple[SampleCustomer, ...]


def sample_data(language: Language, currency: Currency) -> SampleData:
    """Return the sample shop in a language, its prices in a currency."""
    content = _content()
    shop = content["shop"]
    return SampleData(
        shop_name=shop["name"][language],
        address=shop["address"][language],
        owner=shop["owner"][language],
        categories=tuple(one["name"][language] for one in content["categories"]),
        products=_Reader(content, language, currency).products(),
        customers=tuple(
            SampleCustomer(one["name"][language], one["phone"], one["member"])
            for one in content["customers"]
        ),
    )


def picture_bytes(name: str) -> bytes:
    """Return a picture of the sample shop by its name."""
    return resource_bytes(f"sample_shop/pictures/{name}.webp")


@cache
def _content() -> dict[str, Any]:
    content: dict[str, Any] = json.loads(resource_text(_FILE))
    return content


class _Reader:
    """Turns the file's products into ours."""

    def __init__(self, content: dict[str, Any], language: Language, currency: Currency) -> None:
        self._content = content
        self._language = language
        self._rate = content["prices"].get(currency.code) or _usual_rate(currency)
        self._taxes: dict[str, int] = content["taxes"].get(currency.code, {})
        self._categories = {one["key"]: one["name"][language] for one in content["categories"]}

    def products(self) -> tuple[SampleProduct, ...]:
        """Return all products; the earlier one sells better."""
        entries = self._content["products"]
        return tuple(
            self._product(entry, popularity=2 * (len(entries) - place))
            for place, entry in enumerate(entries)
        )

    def _product(self, entry: dict[str, Any], *, popularity: int) -> SampleProduct:
        return SampleProduct(
            name=entry["name"][self._language],
            category=self._categories[entry["category"]],
            options=tuple(one[self._language] for one in entry.get("options", ())),
            tax_rate=self._taxes.get(entry["tax"], 0),
            skus=tuple(
                SampleSku(
                    form=self._sku(entry, sku, popularity),
                    picture=self._picture(entry, sku),
                    stock=parse_quantity(sku["stock"]),
                )
                for sku in entry["skus"]
            ),
        )

    def _sku(self, entry: dict[str, Any], sku: dict[str, Any], popularity: int) -> NewSku:
        return NewSku(
            price=self._amount(sku["price"]),
            values=tuple(one[self._language] for one in sku.get("values", ())),
            codes=(sku["code"],) if "code" in sku else (),
            merchant_code=sku["merchant"],
            plu=sku.get("plu", ""),
            unit=self._unit(entry["unit"]),
            by_weight=sku.get("kg", False),
            cost=self._amount(sku["cost"]),
            prices=self._prices(sku),
            units=self._packs(sku),
            low_stock=parse_quantity(sku["low"]) if "low" in sku else None,
            popularity=popularity,
        )

    def _prices(self, sku: dict[str, Any]) -> tuple[Price, ...]:
        member = Price(PriceLevel.MEMBER, self._amount(sku["member"]))
        if "wholesale" not in sku:
            return (member,)
        amount, start = sku["wholesale"]
        wholesale = Price(PriceLevel.WHOLESALE, self._amount(amount), parse_quantity(start))
        return (member, wholesale)

    def _packs(self, sku: dict[str, Any]) -> tuple[NewUnit, ...]:
        pack = sku.get("pack")
        if pack is None:
            return ()
        price = self._amount(pack["price"])
        return (NewUnit(self._unit(pack["unit"]), pack["factor"], price, (pack["code"],)),)

    def _picture(self, entry: dict[str, Any], sku: dict[str, Any]) -> str:
        name: str = sku.get("picture", entry["picture"])
        return f"{name}.{self._language}" if entry.get("labelled") else name

    def _unit(self, key: str) -> str:
        name: str = self._content["units"][key][self._language]
        return name

    def _amount(self, fen: int) -> int:
        """Turn fen into minor units that end as prices do there; never to nothing."""
        step: int = self._rate["step"]
        steps = divide_half_up(fen * self._rate["times"], self._rate["by"] * step)
        return max(steps, 1) * step


def _usual_rate(currency: Currency) -> dict[str, int]:
    """Return the rate for a currency the file does not name: the same figure in major units."""
    if currency.exponent >= 2:
        return {"times": 10 ** (currency.exponent - 2), "by": 1, "step": 1}
    return {"times": 1, "by": 10 ** (2 - currency.exponent), "step": 1}
