"""How the fields of a product file are called on the screen."""

from collections.abc import Mapping
from enum import StrEnum

from microshop_desktop.domain.heads import Field
from microshop_desktop.infra.translations import mark

NOT_USED = mark("Not used")
NAMES: Mapping[StrEnum, str] = {
    Field.NAME: mark("Product name"),
    Field.SPEC: mark("Spec"),
    Field.CODE: mark("Barcode"),
    Field.MERCHANT_CODE: mark("Merchant code"),
    Field.CATEGORY: mark("Category"),
    Field.BRAND: mark("Brand"),
    Field.UNIT: mark("Unit"),
    Field.PRICE: mark("Retail price"),
    Field.MEMBER_PRICE: mark("Member price"),
    Field.WHOLESALE_PRICE: mark("Wholesale price"),
    Field.COST: mark("Cost price"),
    Field.STOCK: mark("Stock"),
    Field.BY_WEIGHT: mark("By weight"),
    Field.TAX_RATE: mark("Tax rate"),
    Field.ON_SALE: mark("On sale"),
    Field.LOW_STOCK: mark("Low stock"),
    Field.SHELF: mark("Shelf"),
    Field.DESCRIPTION: mark("Description"),
    Field.GROUP: mark("Same product"),
    Field.KIND: mark("Kind of entry"),
    Field.PARENT: mark("Belongs to"),
    Field.OPTION1_NAME: mark("Option 1, name"),
    Field.OPTION1_VALUE: mark("Option 1, value"),
    Field.OPTION2_NAME: mark("Option 2, name"),
    Field.OPTION2_VALUE: mark("Option 2, value"),
    Field.OPTION3_NAME: mark("Option 3, name"),
    Field.OPTION3_VALUE: mark("Option 3, value"),
}
