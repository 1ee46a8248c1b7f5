"""Goods for benchmarks: believable names of our own making, the same for the same seed."""

import random
from collections.abc import Iterator
from dataclasses import dataclass

from microshop_desktop.domain.codes import check_digit

_BRANDS = (
    "晨露 山泉 老街坊 小满 金谷 云岭 海风 福满门 长乐 重阳 "
    "银行家 青禾 北河 南塘 东篱 西窗 Alba Nordic"
).split()
_TASTES = "原味 香辣 麻辣 五香 番茄 红烧 清香 酸甜 蜂蜜 柠檬 绿茶 海盐 黑糖 椒盐 孜然 芥末".split()
_GOODS = (
    "牛肉面 方便面 薯片 饼干 纯牛奶 酸奶 豆浆 矿泉水 果汁 啤酒 "
    "酱油 米醋 花生油 大米 面粉 挂面 卫生纸 洗衣液 洗发露 牙膏 "
    "毛巾 电池 插座 雨伞 笔记本 圆珠笔 T恤 连衣裙 运动鞋 拖鞋 "
    "苹果 香蕉 西红柿 土豆 鸡蛋 排骨 虾仁 豆腐 糖果 巧克力"
).split()
_SPECS = "75g 100g 250ml 500ml 1kg 2L 12*250ml 24瓶 大号 中号 小号 红色 蓝色 黑色 XL 均码".split()
_UNITS = "个 瓶 包 袋 盒 件 箱 kg".split()
_CATEGORIES = "食品 饮料 百货 洗化 生鲜 服装 文具 粮油".split()


@dataclass(frozen=True, slots=True)
class MadeGoods:
    """One line of a product file; money in fen."""

    name: str
    spec: str
    code: str
    merchant_code: str
    category: str
    unit: str
    price: int
    cost: int
    member_price: int


def made_goods(count: int, *, seed: int = 7) -> Iterator[MadeGoods]:
    """Give `count` goods, each with an own barcode of 13 digits and an own merchant code."""
    chance = random.Random(seed)
    for number in range(count):
        digits = f"69{chance.randrange(1000):03d}{number:07d}"
        price = chance.randrange(100, 9_900)
        yield MadeGoods(
            name=f"{chance.choice(_BRANDS)}{chance.choice(_TASTES)}{chance.choice(_GOODS)}",
            spec=chance.choice(_SPECS),
            code=digits + check_digit(digits),
            merchant_code=f"SP-{number:06d}",
            category=chance.choice(_CATEGORIES),
            unit=chance.choice(_UNITS),
            price=price,
            cost=price * 7 // 10,
            member_price=price * 95 // 100,
        )
