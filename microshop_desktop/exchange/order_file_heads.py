"""The formats of order files, as data: heads, what each column holds, and the platform's words.

Confirmed is what was tried on real rows. All others are built from published heads alone, and said
to be so wherever they are used.
"""

from collections.abc import Mapping

from microshop_desktop.domain.online_order import Fulfilment
from microshop_desktop.domain.order_file import Back, OrderFormat, OwnFormat, TotalOf, one_spelling
from microshop_desktop.domain.order_file import OrderField as F

_PENDING, _SENT = Fulfilment.PENDING_PAYMENT, Fulfilment.SHIPPED
_WORDS: Mapping[Fulfilment, str] = {
    _PENDING: "待付款 待支付 未付款 未支付 等待付款 等待买家付款 待买家付款 pending pendingpayment",
    Fulfilment.TO_SHIP: (
        "待发货 未发货 备货中 已付款 已支付 等待卖家发货 买家已付款,等待卖家发货 等待出库 等待发货 "
        "待出库 待商家发货 已成团,待发货 processing"
    ),
    Fulfilment.PART_SHIPPED: "部分发货 卖家部分发货 部分商品已发货",
    _SENT: (
        "已发货 待收货 卖家已发货 卖家已发货,等待买家确认 等待买家确认收货 等待确认收货 "
        "已发货,待签收 已发货,待收货 已签收 等待买家确认"
    ),
    Fulfilment.COMPLETED: "交易成功 交易完成 已完成 完成 已收货 订单完成 completed",
    Fulfilment.CANCELLED: (
        "交易关闭 已关闭 已取消 取消 订单取消 已退款 退款成功 未发货,退款成功 交易取消 "
        "全额退款 cancelled canceled failed refunded"
    ),
}
STATES: Mapping[str, Fulfilment] = {
    word: state for state, words in _WORDS.items() for word in words.split()
}
"""Words of platforms in one spelling; what is none of them is unknown, and never guessed."""
_NO_BACK = "- 无 无售后 无售后或售后取消 售后关闭 售后已关闭 售后取消 已取消 没有申请退款 退款关闭"
_DONE_BACK = "退款成功 已退款 退货退款成功 已全额退款 全额退款成功 退款完成 售后完成 部分退款成功"
BACKS: Mapping[str, Back] = {
    "": Back.NONE,
    **dict.fromkeys(_NO_BACK.split(), Back.NONE),
    **dict.fromkeys(_DONE_BACK.split(), Back.DONE),
}
"""Words of after-sales; any other means that somebody asks for money."""
_ON_HOLD = {"onhold": _PENDING, "on-hold": _PENDING}


def _heads(*names: str) -> frozenset[str]:
    return frozenset(one_spelling(names))


def _chinese(
    kind: str,
    needed: frozenset[str],
    columns: Mapping[F, tuple[str, ...]],
    *,
    total_of: TotalOf = TotalOf.ORDER,
    identity: tuple[F, ...] = (F.ORDER,),
    no_status: Fulfilment = Fulfilment.UNKNOWN,
) -> OrderFormat:
    return OrderFormat(
        key=kind,
        kind=kind,
        columns=columns,
        needed=needed,
        states=STATES,
        backs=BACKS,
        total_of=total_of,
        identity=identity,
        no_status=no_status,
    )


_TAOBAO = _chinese(
    "taobao",
    _heads("订单编号", "订单状态", "宝贝标题", "收货人姓名"),
    {
        F.ORDER: ("订单编号",),
        F.STATUS: ("订单状态",),
        F.PLACED: ("订单创建时间",),
        F.PAID_AT: ("订单付款时间",),
        F.TOTAL: ("总金额", "买家实际支付金额"),
        F.SHIPPING: ("买家应付邮费",),
        F.REFUNDED: ("退款金额",),
        F.TITLE: ("宝贝标题",),
        F.SPEC: ("修改后的sku",),
        F.QUANTITY: ("宝贝总数量",),
        F.KINDS: ("宝贝种类",),
        F.BUYER: ("买家会员名",),
        F.NAME: ("收货人姓名",),
        F.PHONE: ("联系手机", "联系电话"),
        F.ADDRESS: ("修改后的收货地址", "收货地址"),
        F.NOTE: ("买家留言",),
        F.COURIER: ("物流公司",),
        F.TRACKING: ("物流单号",),
    },
)
_JD = _chinese(
    "jd",
    _heads("订单号", "商品名称", "订购数量", "下单时间"),
    {
        F.ORDER: ("订单号",),
        F.STATUS: ("订单状态",),
        F.PLACED: ("下单时间",),
        F.PAID_AT: ("付款确认时间", "付款时间"),
        F.SENT_AT: ("出库时间", "发货时间"),
        F.TOTAL: ("应付金额", "订单金额"),
        F.SHIPPING: ("运费金额", "运费"),
        F.PRODUCT: ("商品ID", "商品编号"),
        F.CODE: ("商家SKUID", "货号"),
        F.TITLE: ("商品名称",),
        F.QUANTITY: ("订购数量",),
        F.PRICE: ("京东价",),
        F.BUYER: ("下单帐号", "下单账号"),
        F.NAME: ("客户姓名",),
        F.PHONE: ("联系电话",),
        F.ADDRESS: ("客户地址",),
        F.NOTE: ("订单备注",),
        F.COURIER: ("承运商", "快递公司"),
        F.TRACKING: ("运单号", "快递单号"),
    },
)
_DOUYIN = _chinese(
    "douyin",
    _heads("主订单编号", "选购商品", "订单应付金额"),
    {
        F.ORDER: ("主订单编号",),
        F.LINE: ("子订单编号",),
        F.STATUS: ("订单状态",),
        F.REFUND_STATUS: ("售后状态",),
        F.PLACED: ("订单提交时间",),
        F.PAID_AT: ("支付完成时间",),
        F.SENT_AT: ("发货时间",),
        F.SHIP_UNTIL: ("承诺发货时间",),
        F.TOTAL: ("订单应付金额",),
        F.SHIPPING: ("运费",),
        F.PRODUCT: ("商品ID",),
        F.CODE: ("商家编码",),
        F.TITLE: ("选购商品",),
        F.SPEC: ("商品规格",),
        F.QUANTITY: ("商品数量",),
        F.PRICE: ("商品单价",),
        F.NAME: ("收件人",),
        F.PHONE: ("收件人手机号",),
        F.ADDRESS: ("省", "市", "区", "街道", "详细地址"),
        F.NOTE: ("买家留言",),
        F.COURIER: ("快递公司",),
        F.TRACKING: ("快递单号",),
    },
    total_of=TotalOf.ROW,
)
_QUESTIONS = ("弄号(如168)", "楼号(如10)", "房号(如606)")
"""What leaders ask besides; the words are their own, these are the usual ones."""
_KUAITUANTUAN = _chinese(
    "kuaituantuan",
    _heads("跟团号", "下单人", "商品", "订单金额"),
    {
        F.ORDER: ("订单号", "跟团号"),
        F.NUMBER: ("订单号", "跟团号"),
        F.STATUS: ("订单状态",),
        F.PAID_AT: ("支付时间",),
        F.TOTAL: ("订单金额",),
        F.SHIPPING: ("运费",),
        F.REFUNDED: ("退款金额", "订单退款"),
        F.CODE: ("商品编码", "规格编码"),
        F.TITLE: ("商品",),
        F.SPEC: ("规格",),
        F.QUANTITY: ("数量",),
        F.LINE_TOTAL: ("商品金额",),
        F.BUYER: ("下单人",),
        F.NAME: ("收货人",),
        F.PHONE: ("联系电话",),
        F.ADDRESS: ("省", "市", "区", "服务小区", "详细地址", *_QUESTIONS),
        F.NOTE: ("团员备注", "备注"),
        F.COURIER: ("快递公司",),
        F.TRACKING: ("快递单号", "物流单号"),
    },
    # A number is counted within one group sale: the next one begins at 1 again.
    identity=(F.ORDER, F.BUYER, F.PAID_AT),
    # Its leader sees only what was paid.
    no_status=Fulfilment.TO_SHIP,
)
_WEIDIAN = _chinese(
    "weidian",
    _heads("订单编号", "商品名称", "商品型号"),
    {
        F.ORDER: ("订单编号",),
        F.STATUS: ("订单状态",),
        F.REFUND_STATUS: ("退款状态",),
        F.PLACED: ("下单时间",),
        F.PAID_AT: ("付款时间",),
        F.SENT_AT: ("发货时间",),
        F.TOTAL: ("订单总价", "订单金额", "实付款"),
        F.SHIPPING: ("运费", "快递费"),
        F.REFUNDED: ("退款金额",),
        F.PRODUCT: ("商品ID",),
        F.CODE: ("型号编码", "商品编码"),
        F.TITLE: ("商品名称",),
        F.SPEC: ("商品型号",),
        F.QUANTITY: ("商品数量", "购买数量", "数量"),
        F.PRICE: ("商品单价", "商品价格"),
        F.NAME: ("收件人姓名", "收货人姓名", "收货人"),
        F.PHONE: ("收件人手机", "收货人电话", "联系电话"),
        F.ADDRESS: ("省份", "城市", "区", "收货地址", "详细地址"),
        F.NOTE: ("买家备注", "订单备注"),
        F.COURIER: ("快递公司",),
        F.TRACKING: ("快递单号",),
    },
)
_YOUZAN = _chinese(
    "youzan",
    _heads("订单号", "订单实付金额", "买家付款时间"),
    {
        F.ORDER: ("订单号",),
        F.STATUS: ("订单状态",),
        F.REFUND_STATUS: ("商品退款状态", "退款状态"),
        F.PLACED: ("订单创建时间",),
        F.PAID_AT: ("买家付款时间",),
        F.SENT_AT: ("商家发货时间", "发货时间"),
        F.TOTAL: ("订单实付金额",),
        F.SHIPPING: ("运费",),
        F.REFUNDED: ("订单已退款金额",),
        F.PRODUCT: ("商品ID",),
        F.CODE: ("规格编码", "商品编码"),
        F.TITLE: ("商品名称", "全部商品名称"),
        F.SPEC: ("商品规格",),
        F.QUANTITY: ("商品数量",),
        F.KINDS: ("商品种类数",),
        F.PRICE: ("商品单价",),
        F.LINE_TOTAL: ("商品实际成交金额", "商品金额合计"),
        F.BUYER: ("买家昵称",),
        F.NAME: ("收货人/提货人",),
        F.PHONE: ("收货人手机号/提货人手机号",),
        F.ADDRESS: ("收货人省份", "收货人城市", "收货人地区", "详细收货地址/提货地址"),
        F.NOTE: ("买家备注",),
        F.COURIER: ("物流公司", "快递公司"),
        F.TRACKING: ("物流单号", "快递单号"),
    },
)
_PINDUODUO = _chinese(
    "pinduoduo",
    _heads("订单号", "订单状态", "商品数量(件)", "商家实收金额(元)"),
    {
        F.ORDER: ("订单号",),
        F.STATUS: ("订单状态",),
        F.REFUND_STATUS: ("售后状态",),
        F.PLACED: ("订单成交时间", "拼单成功时间", "支付时间"),
        F.PAID_AT: ("支付时间", "订单成交时间"),
        F.SENT_AT: ("发货时间",),
        F.SHIP_UNTIL: ("承诺发货时间",),
        F.TOTAL: ("用户实付金额(元)",),
        F.SHIPPING: ("邮费(元)",),
        F.PRODUCT: ("商品id",),
        F.SKU: ("样式ID",),
        F.CODE: ("商家编码-规格维度", "商家编码-SKU维度", "商家编码-商品维度"),
        F.TITLE: ("商品", "商品名称"),
        F.SPEC: ("商品规格",),
        F.QUANTITY: ("商品数量(件)",),
        F.NAME: ("收货人", "收货人姓名"),
        F.PHONE: ("手机", "收货人手机"),
        F.ADDRESS: ("省", "市", "区", "详细地址"),
        F.NOTE: ("买家留言",),
        F.COURIER: ("快递公司",),
        F.TRACKING: ("快递单号",),
    },
)
_SHOPIFY = OrderFormat(
    key="shopify",
    kind="shopify",
    confirmed=True,
    needed=_heads("Name", "Financial Status", "Fulfillment Status", "Lineitem name"),
    columns={
        F.ORDER: ("Name",),
        F.NUMBER: ("Name",),
        F.STATUS: ("Financial Status",),
        F.SENT_STATUS: ("Fulfillment Status",),
        F.LINE_STATUS: ("Lineitem fulfillment status",),
        F.PLACED: ("Created at",),
        F.PAID_AT: ("Paid at",),
        F.SENT_AT: ("Fulfilled at",),
        F.CANCELLED_AT: ("Cancelled at",),
        F.CURRENCY: ("Currency",),
        F.TOTAL: ("Total",),
        F.SUBTOTAL: ("Subtotal",),
        F.SHIPPING: ("Shipping",),
        F.TAX: ("Taxes",),
        F.OUTSTANDING: ("Outstanding Balance",),
        F.REFUNDED: ("Refunded Amount",),
        F.CODE: ("Lineitem sku",),
        F.TITLE: ("Lineitem name",),
        F.QUANTITY: ("Lineitem quantity",),
        F.PRICE: ("Lineitem price",),
        F.LINE_DISCOUNT: ("Lineitem discount",),
        F.BUYER: ("Email",),
        F.NAME: ("Shipping Name",),
        F.PHONE: ("Shipping Phone", "Phone"),
        F.ADDRESS: (
            "Shipping Street",
            "Shipping Zip",
            "Shipping City",
            "Shipping Province",
            "Shipping Country",
        ),
        F.NOTE: ("Notes",),
    },
    states={
        "pending": _PENDING,
        "authorized": _PENDING,
        "partially_paid": _PENDING,
        "expired": _PENDING,
        "paid": Fulfilment.TO_SHIP,
        "partially_refunded": Fulfilment.TO_SHIP,
        "refunded": Fulfilment.CANCELLED,
        "voided": Fulfilment.CANCELLED,
        "unfulfilled": Fulfilment.TO_SHIP,
        "restocked": Fulfilment.TO_SHIP,
        "partial": Fulfilment.PART_SHIPPED,
        "fulfilled": _SENT,
    },
    currency="",
    beijing=False,
)
_WOO_ROWS = OrderFormat(
    key="woocommerce-rows",
    kind="woocommerce",
    needed=_heads("order_id", "status", "order_total", "item_name", "item_quantity"),
    columns={
        F.ORDER: ("order_id",),
        F.NUMBER: ("order_number", "order_id"),
        F.LINE: ("item_id",),
        F.STATUS: ("status",),
        F.PLACED: ("date", "order_date"),
        F.PAID_AT: ("paid_date", "date_paid"),
        F.CURRENCY: ("order_currency",),
        F.TOTAL: ("order_total",),
        F.SHIPPING: ("shipping_total",),
        F.REFUNDED: ("refunded_total",),
        F.PRODUCT: ("item_product_id",),
        F.CODE: ("item_sku",),
        F.TITLE: ("item_name",),
        F.QUANTITY: ("item_quantity",),
        F.LINE_TOTAL: ("item_total",),
        F.BUYER: ("customer_email", "billing_email"),
        F.NAME: ("shipping_first_name", "shipping_last_name"),
        F.PHONE: ("shipping_phone", "billing_phone"),
        F.ADDRESS: (
            "shipping_address_1",
            "shipping_address_2",
            "shipping_postcode",
            "shipping_city",
            "shipping_state",
            "shipping_country",
        ),
        F.NOTE: ("customer_note",),
    },
    states={**STATES, **_ON_HOLD, "trash": Fulfilment.CANCELLED},
    currency="",
    beijing=False,
)
_WOO_LIST = OrderFormat(
    key="woocommerce",
    kind="woocommerce",
    needed=_heads("Order Number", "Order Status", "Item Name", "Quantity"),
    columns={
        F.ORDER: ("Order Number", "Order ID"),
        F.STATUS: ("Order Status",),
        F.PLACED: ("Order Date",),
        F.PAID_AT: ("Paid Date",),
        F.CURRENCY: ("Order Currency",),
        F.TOTAL: ("Order Total Amount",),
        F.SHIPPING: ("Order Shipping Amount",),
        F.REFUNDED: ("Order Refund Amount",),
        F.PRODUCT: ("Product Id",),
        F.CODE: ("SKU",),
        F.TITLE: ("Item Name",),
        F.QUANTITY: ("Quantity",),
        F.PRICE: ("Item Cost",),
        F.BUYER: ("Email (Billing)",),
        F.NAME: ("First Name (Shipping)", "Last Name (Shipping)"),
        F.PHONE: ("Phone (Billing)",),
        F.ADDRESS: (
            "Address 1&2 (Shipping)",
            "Postcode (Shipping)",
            "City (Shipping)",
            "State Code (Shipping)",
            "Country Code (Shipping)",
        ),
        F.NOTE: ("Customer Note",),
    },
    states={**STATES, **_ON_HOLD},
    currency="",
    beijing=False,
)
FORMATS: tuple[OrderFormat, ...] = (
    _TAOBAO,
    _JD,
    _DOUYIN,
    _KUAITUANTUAN,
    _WEIDIAN,
    _YOUZAN,
    _PINDUODUO,
    _SHOPIFY,
    _WOO_ROWS,
    _WOO_LIST,
)


def own_format(key: str, own: OwnFormat, *, kind: str) -> OrderFormat:
    """Return the format that a person described; `key` names its heads."""
    columns: dict[F, tuple[str, ...]] = {}
    for head, field in own.fields.items():
        columns[field] = (*columns.get(field, ()), head)
    return OrderFormat(
        key=f"own-{key}",
        kind=kind,
        columns=columns,
        needed=frozenset(one_spelling(own.fields)),
        states={**STATES, **own.states},
        backs=BACKS,
        currency="",
    )
