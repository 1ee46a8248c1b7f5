"""Which pictures there are: name, tint of the backdrop, painter, labels."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from PySide6.QtGui import QPainter

from tools.sample_art import bottles, fruit, gifts, home, packs


@dataclass(frozen=True)
class Picture:
    """A picture: the name of its file, the tint behind, who paints it, its label by language."""

    name: str
    tint: str
    paint: Callable[[QPainter, str], None]
    labels: dict[str, str] = field(default_factory=dict)


def _in(zh: str, en: str, es: str) -> dict[str, str]:
    return {"zh": zh, "en": en, "es": es}


PICTURES = (
    Picture("strawberries", "#fde4e2", fruit.strawberries),
    Picture("mangoes", "#fdf0d2", fruit.mangoes),
    Picture("grapes", "#eaf2d6", fruit.grapes),
    Picture("blueberries", "#e2e6f5", fruit.blueberries),
    Picture("apples", "#fbe6dc", fruit.apples),
    Picture("kiwis", "#eaf3da", fruit.kiwis),
    Picture("oranges", "#fdebd3", fruit.oranges),
    Picture("bananas", "#fdf4cf", fruit.bananas),
    Picture("eggs", "#f7ead9", fruit.eggs),
    Picture("chestnuts", "#f3e6d8", fruit.chestnuts),
    Picture("seeds", "#ebe7de", fruit.seeds),
    Picture(
        "crisps", "#dfeaf5", packs.bag("#3b86c8", packs.crisps), _in("海盐", "Sea salt", "Sal")
    ),
    Picture(
        "freeze-dried",
        "#fbe3e8",
        packs.bag("#e0647a", packs.freeze_dried),
        _in("草莓脆", "Berry", "Fresa"),
    ),
    Picture(
        "hawthorn", "#f8e2de", packs.bag("#b72f2c", packs.hawthorn), _in("山楂", "Haw", "Espino")
    ),
    Picture(
        "almonds", "#fcf6e2", packs.bag("#eacb7c", packs.almonds), _in("杏仁", "Almond", "Almendra")
    ),
    Picture("seaweed", "#e3efe4", packs.bag("#4f9a6d", packs.seaweed), _in("海苔", "Nori", "Nori")),
    Picture("nut-box", "#efe5da", packs.cube_box("#96612f"), _in("坚果", "Nuts", "Nueces")),
    Picture("chocolate", "#f2e6e0", packs.chocolate, _in("黑巧", "Dark", "Negro")),
    Picture("crackers", "#e8eef6", packs.crackers, _in("苏打", "Soda", "Soda")),
    Picture("peach-can", "#fde6e2", bottles.can("#ee9a94"), _in("白桃", "Peach", "Melocotón")),
    Picture(
        "coffee", "#ece3d8", bottles.glass_bottle("#43291d", "#d9bd8c"), _in("冷萃", "Brew", "Frío")
    ),
    Picture(
        "green-tea",
        "#e8f2dc",
        bottles.clear_bottle("#c6d67a", "#5b9a45", ring="#4f9450"),
        _in("茉莉", "Jasmin", "Jazmín"),
    ),
    Picture(
        "orange-juice",
        "#fdeeda",
        bottles.clear_bottle("#f7a93a", "#f08a24", ring="#ee8a1c"),
        _in("橙汁", "Juice", "Zumo"),
    ),
    Picture(
        "water",
        "#e1eef8",
        bottles.clear_bottle("#cfe6f5", "#3f86d6", ring="#3f86d6"),
        _in("矿泉", "Water", "Agua"),
    ),
    Picture("milk", "#e4ecf6", packs.carton("#4f8fd0"), _in("鲜奶", "Milk", "Leche")),
    Picture("yoghurt", "#fbe7ee", bottles.cup("#e58aa6"), _in("酸奶", "Yoghurt", "Yogur")),
    Picture("lip-balm", "#f8e7e9", home.balm),
    Picture("lipstick-bean", "#f1e4e1", home.lipstick("#b9685f", "#2b2530")),
    Picture("lipstick-maple", "#f3e2df", home.lipstick("#b8342b", "#2b2530")),
    Picture("lipstick-red", "#f6e0e2", home.lipstick("#d3142f", "#2b2530")),
    Picture("sheet-mask", "#dff0f1", home.sheet_mask, _in("玻尿酸", "Hyaluron", "Hialurón")),
    Picture("hand-cream", "#fbe6ee", bottles.tube("#e48fae"), _in("护手", "Hands", "Manos")),
    Picture("face-wash", "#e2eef2", bottles.tube("#6fa9c4"), _in("洁面", "Face", "Facial")),
    Picture("perfume", "#f8e8e4", bottles.perfume, _in("小苍兰", "Freesia", "Fresia")),
    Picture("tissues", "#e6f0e8", packs.tissues, _in("竹浆", "Bamboo", "Bambú")),
    Picture("dish-soap", "#f7f3d6", bottles.pump_bottle("#f0d143"), _in("柠檬", "Lemon", "Limón")),
    Picture("toothbrushes", "#e4f0f1", home.toothbrushes),
    Picture("soap", "#eef1df", home.soap, _in("手工皂", "Soap", "Jabón")),
    Picture("towels", "#eae8e2", home.towels),
    Picture("mug-cream", "#efe9df", bottles.mug("#e9dcc3")),
    Picture("mug-green", "#e2ebe4", bottles.mug("#2f6650")),
    Picture("tote-cream", "#efeae0", home.tote("#e6d8bd", "#3c7a58")),
    Picture("tote-green", "#e3ebe2", home.tote("#45705a", "#f0e4c8")),
    Picture("apron", "#e9e6e1", home.apron("#b7a083")),
    Picture(
        "strawberry-gift",
        "#fbe2e4",
        gifts.gift_box("#d94a5c", "#fff1f0"),
        _in("草莓", "Berries", "Fresas"),
    ),
    Picture(
        "nut-gift", "#efe4d6", gifts.gift_box("#7d4a26", "#d8ae58"), _in("坚果", "Nuts", "Nueces")
    ),
    Picture(
        "skincare-gift",
        "#f6e4ee",
        gifts.gift_box("#e7b3c6", "#b4517a"),
        _in("护肤", "Care", "Piel"),
    ),
    Picture("tea-tin", "#e3ecdf", gifts.tin("#3f7358"), _in("春茶", "Tea", "Té")),
)
