"""All platforms of the contract suite: a line each."""

from tests.contract.douyin_entries import DOUYIN, DOUYIN_RELAYED
from tests.contract.jd_entries import JD
from tests.contract.pinduoduo_entries import PINDUODUO, PINDUODUO_PRICES
from tests.contract.shopify_entries import SHOPIFY
from tests.contract.taobao_entries import TAOBAO, TAOBAO_WRAPPED
from tests.contract.vendure_entries import VENDURE, VENDURE_BY_NAME
from tests.contract.wechat_shop_entries import WECHAT_SHOP, WECHAT_SHOP_RELAYED
from tests.contract.woocommerce_entries import WOOCOMMERCE, WOOCOMMERCE_BY_ID, WOOCOMMERCE_HTTPS
from tests.contract.youzan_entries import YOUZAN

ENTRIES = (
    WOOCOMMERCE,
    WOOCOMMERCE_HTTPS,
    WOOCOMMERCE_BY_ID,
    SHOPIFY,
    WECHAT_SHOP,
    WECHAT_SHOP_RELAYED,
    DOUYIN,
    DOUYIN_RELAYED,
    TAOBAO,
    TAOBAO_WRAPPED,
    JD,
    PINDUODUO,
    PINDUODUO_PRICES,
    YOUZAN,
    VENDURE,
    VENDURE_BY_NAME,
)
