"""Heads of columns that shop programs write, in Chinese, English and Spanish, by field.

Within a field the surest head comes first. Heads are compared in the form of `plain_head`.
"""

import re
import unicodedata
from enum import StrEnum

_REMARK = re.compile(r"[(\[【<].*?[)\]】>]|[*:·]")
_JOINT = re.compile(r"[\s_\-./]+")


class Field(StrEnum):
    """What a column of a file may hold."""

    NAME = "name"
    SPEC = "spec"
    CODE = "code"
    MERCHANT_CODE = "merchant_code"
    CATEGORY = "category"
    BRAND = "brand"
    UNIT = "unit"
    PRICE = "price"
    MEMBER_PRICE = "member_price"
    WHOLESALE_PRICE = "wholesale_price"
    COST = "cost"
    STOCK = "stock"
    BY_WEIGHT = "by_weight"
    TAX_RATE = "tax_rate"
    ON_SALE = "on_sale"
    LOW_STOCK = "low_stock"
    SHELF = "shelf"
    DESCRIPTION = "description"
    GROUP = "group"
    KIND = "kind"
    PARENT = "parent"
    OPTION1_NAME = "option1_name"
    OPTION1_VALUE = "option1_value"
    OPTION2_NAME = "option2_name"
    OPTION2_VALUE = "option2_value"
    OPTION3_NAME = "option3_name"
    OPTION3_VALUE = "option3_value"
    PHONE = "phone"
    REAL_NAME = "real_name"
    TAGS = "tags"
    NOTE = "note"


MANY = frozenset({Field.SPEC, Field.CODE})
"""Fields that several columns may hold: their cells are put together."""

PRODUCT_HEADS: dict[Field, str] = {
    Field.NAME: """
        商品名称 品名 名称 商品名 产品名称 货品名称 物品名称 宝贝名称 宝贝标题 商品标题 标题
        name product
        productname itemname title item nombre producto nombredelproducto articulo descripcion
    """,
    Field.SPEC: """
        规格 商品规格 规格型号 规格名称 型号 spec specification model especificacion modelo
    """,
    Field.CODE: """
        条码 条形码 商品条码 商品条形码 国际条码 国条码 69码 barcode barcodes ean ean13 upc gtin
        codigodebarras variantbarcode 附加条码 多条码
    """,
    Field.MERCHANT_CODE: """
        商家编码 商家编号 自编码 自定义编码 商品编码 商品编号 货品编码 货品编号 货号 款号 编码
        编号 店内码
        variantsku sku skucode merchantcode itemcode itemno itemnumber productcode code stockcode
        codigopropio codigo referencia ref
    """,
    Field.CATEGORY: """
        类别名称 商品分类 分类名称 分类 商品类别 类别 品类 类目 category categories
        categoryname productcategory
        department categoria categorias
    """,
    Field.BRAND: "品牌 品牌名称 商品品牌 brand vendor marca manufacturer",
    Field.UNIT: "单位 计量单位 基本单位 销售单位 主单位 unit units uom unidad",
    Field.PRICE: """
        零售价 销售价 售价 销售价格 零售价格 单价 价格 现价 标价 统一售价 retailprice regularprice
        variantprice sellingprice saleprice unitprice price precio pvp preciodeventa precioventa
    """,
    Field.MEMBER_PRICE: "会员价 会员价格 vip价 memberprice vipprice preciosocio preciodesocio",
    Field.WHOLESALE_PRICE: """
        批发价 批发价格 wholesaleprice wholesale preciomayorista preciopormayor
    """,
    Field.COST: """
        进货价 进价 成本价 成本 采购价 进货价格 cost costprice unitcost purchaseprice costperitem
        coste costo preciodecompra preciodecoste
    """,
    Field.STOCK: """
        库存 库存量 库存数量 当前库存 现有库存 实际库存 期初库存 stock quantity qty onhand inventory
        variantinventoryqty existencias inventario cantidad
    """,
    Field.BY_WEIGHT: """
        计价方式 是否称重 称重 计重 是否计重 soldby byweight weighed sellby porpeso
    """,
    Field.TAX_RATE: "销项税 销项稅 销项税率 税率 稅率 销售税率 taxrate vat vatrate iva tipodeiva",
    Field.ON_SALE: """
        商品状态 在售 上架状态 状态 是否上架 是否启用 published onsale status active
        enventa alaventa estado
    """,
    Field.LOW_STOCK: """
        库存下限 最低库存 安全库存 预警库存 lowstock lowstockamount
        reorderlevel minstock existenciasminimas
    """,
    Field.SHELF: "货架 货位 库位 货架号 shelf bin estante",
    Field.DESCRIPTION: "商品描述 描述 详情 description body",
}
WEAK_CODES = frozenset(
    "货号 商品编码 商品编号 货品编码 货品编号 编码 编号 code itemcode productcode".split()
)
"""Heads that name the barcode where no other column does, and the seller's own code else."""

VARIANT_HEADS: dict[Field, str] = {
    Field.GROUP: "handle",
    Field.KIND: "type",
    Field.PARENT: "parent",
    Field.OPTION1_NAME: "option1name attribute1name",
    Field.OPTION1_VALUE: "option1value attribute1values attribute1value",
    Field.OPTION2_NAME: "option2name attribute2name",
    Field.OPTION2_VALUE: "option2value attribute2values attribute2value",
    Field.OPTION3_NAME: "option3name attribute3name",
    Field.OPTION3_VALUE: "option3value attribute3values attribute3value",
}
CUSTOMER_HEADS: dict[Field, str] = {
    Field.NAME: """
        昵称 微信昵称 客户昵称 客户名称 会员名称 会员姓名 客户 会员 姓名 nickname name
        customer nombre cliente
    """,
    Field.REAL_NAME: "真实姓名 姓名 收货人 realname fullname nombrecompleto",
    Field.PHONE: "手机号 手机号码 手机 电话 联系电话 phone mobile telephone telefono movil",
    Field.CODE: "会员卡号 会员号 卡号 会员编号 card cardno membercode tarjeta",
    Field.TAGS: "标签 分组 会员等级 客户标签 tags tag labels etiquetas",
    Field.NOTE: "备注 note notes remark nota notas",
}
STOCK_HEADS: dict[Field, str] = {
    Field.CODE: PRODUCT_HEADS[Field.CODE] + PRODUCT_HEADS[Field.MERCHANT_CODE],
    Field.STOCK: PRODUCT_HEADS[Field.STOCK] + " 数量 盘点数 盘点数量 实盘 实盘数量 counted count",
    Field.COST: PRODUCT_HEADS[Field.COST],
    Field.NAME: PRODUCT_HEADS[Field.NAME],
    Field.NOTE: "备注 note notes nota",
}


def plain_head(text: str) -> str:
    """Bring a head to the form it is compared in: no remark in brackets, no blanks, no accents."""
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text)).casefold()
    bare = "".join(sign for sign in folded if not unicodedata.combining(sign))
    with_remark = _JOINT.sub("", _REMARK.sub("", bare))
    return with_remark or _JOINT.sub("", bare)
