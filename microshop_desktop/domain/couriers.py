"""Couriers that this program knows by name, and what their numbers look like.

A shape spells a whole number: `#` a digit, `@` a letter, `?` either of them, all else itself. The
shapes come from public lists of tracking numbers (github.com/BF-zh/Courier-Validation,
github.com/niradler/tracking-number-validation), the postal one from UPU S10; the plain twelve
digits of SF and ZTO are numbers of old that are still seen. No courier confirmed them, and they
add series without notice: a number that fits none is taken all the same once a person says so.
"""

from collections.abc import Sequence
from dataclasses import dataclass

_POSTAL = "@@#########@@"


@dataclass(frozen=True, slots=True)
class KnownCourier:
    """A courier. `aliases`: words in its name; no `shapes` where its numbers are of any kind."""

    key: str
    name: str
    aliases: tuple[str, ...]
    shapes: tuple[str, ...]


COURIERS: tuple[KnownCourier, ...] = (
    KnownCourier("sf", "顺丰速运", ("顺丰", "shunfeng", "sf"), ("SF?############", "############")),
    KnownCourier("zto", "中通快递", ("中通", "zhongtong", "zto"), ("############", "7" + "#" * 13)),
    KnownCourier("yto", "圆通速递", ("圆通", "yuantong", "yto"), ("YT#############",)),
    KnownCourier(
        "sto",
        "申通快递",
        ("申通", "shentong", "sto"),
        tuple(start + "#" * more for start in ("77", "43") for more in (12, 13, 14, 15)),
    ),
    KnownCourier(
        "yunda",
        "韵达快递",
        ("韵达", "yunda"),
        ("3" + "#" * 14, "4" + "#" * 14, "5" + "#" * 12),
    ),
    KnownCourier("jd", "京东快递", ("京东", "jingdong", "jd"), ("JD??###########",)),
    KnownCourier("jt", "极兔速递", ("极兔", "j&t", "jtexpress", "jt"), ("JT#############",)),
    KnownCourier("dbl", "德邦快递", ("德邦", "debang", "dpk", "dbl"), ("DPK############",)),
    KnownCourier("ems", "EMS", ("ems",), ("1" + "#" * 12, _POSTAL)),
    KnownCourier(
        "post",
        "中国邮政",
        ("邮政", "chinapost", "youzheng"),
        ("9" + "#" * 12, "8" + "#" * 12, "P@###########", _POSTAL),
    ),
    KnownCourier("ups", "UPS", ("ups",), ("1Z" + "?" * 16,)),
    KnownCourier("fedex", "FedEx", ("fedex", "联邦"), ("#" * 12, "#" * 15)),
    KnownCourier("dhl", "DHL", ("dhl",), ()),
    KnownCourier("correos", "Correos", ("correos",), ()),
)
_BY_KEY = {courier.key: courier for courier in COURIERS}
_BRANCHES = ("冷", "快运", "重货", "大件", "国际", "港", "澳", "物流", "同城")
_SHORT = 3
"""An alias so short must be the whole name: `jd` is in many a word."""


@dataclass(frozen=True, slots=True)
class CourierChoice:
    """A courier as a seller chooses it: `code` is what the platform calls it."""

    code: str
    name: str


def known_courier(*names: str) -> KnownCourier | None:
    """Return the courier that a name or code of a platform means, None for one of others.

    Cold and heavy branches of a courier (`顺丰冷运`) write numbers of its shape.
    """
    for name in names:
        folded = "".join(name.casefold().split())
        for courier in COURIERS:
            if folded and any(_means(alias, folded) for alias in courier.aliases):
                return courier
    return None


def courier_choices(
    platform: Sequence[CourierChoice], *, abroad: bool = False
) -> tuple[CourierChoice, ...]:
    """Return what may be chosen: the platform's couriers, those known here first.

    A platform without a list takes any name, so ours are offered by name; to a shop outside China
    (`abroad`) the Chinese ones come last.
    """
    if not platform:
        near = sorted(COURIERS, key=lambda courier: abroad and not courier.name.isascii())
        return tuple(CourierChoice(courier.name, courier.name) for courier in near)
    return tuple(sorted(platform, key=_place))


def platform_choice(wanted: str, platform: Sequence[CourierChoice]) -> CourierChoice | None:
    """Return the platform's courier for a code or name of ours; None where it has none such.

    The platform's own code comes first, then its name, then the same courier by another name.
    """
    if not platform:
        return CourierChoice(wanted, wanted) if wanted else None
    for choice in platform:
        if wanted in {choice.code, choice.name}:
            return choice
    known = known_courier(wanted) or _BY_KEY.get(wanted.casefold())
    if known is None:
        return None
    same = [choice for choice in platform if known_courier(choice.name, choice.code) is known]
    return min(same, key=_is_branch, default=None)


def _means(alias: str, folded: str) -> bool:
    return alias == folded or (alias in folded and (len(alias) > _SHORT or not alias.isascii()))


def _place(choice: CourierChoice) -> tuple[int, bool, int]:
    """Known couriers in our order, the plain name of one before its branches; others as told."""
    known = known_courier(choice.name, choice.code)
    if known is None:
        return len(COURIERS), False, 0
    return COURIERS.index(known), *_is_branch(choice)


def _is_branch(choice: CourierChoice) -> tuple[bool, int]:
    """Tell a branch of a courier (cold, heavy, abroad) from its plain service."""
    return any(word in choice.name for word in _BRANCHES), len(choice.name)
