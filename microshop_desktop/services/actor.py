"""Who acts, and what an act needs: every service act names its right and is on the list."""

import functools
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Concatenate, ParamSpec, TypeVar
from uuid import UUID

from microshop_desktop.domain.errors import ErrorCode, ShopError


class Right(StrEnum):
    """What a person may be allowed to do."""

    SELL = "sell"
    COLLECT = "collect"
    DISCOUNT = "discount"
    REFUND = "refund"
    MANAGE_CUSTOMERS = "manage_customers"
    EDIT_PRODUCTS = "edit_products"
    ADJUST_STOCK = "adjust_stock"
    RECEIVE_GOODS = "receive_goods"
    IMPORT_DATA = "import_data"
    EXPORT_DATA = "export_data"
    SEE_ORDERS = "see_orders"
    SEE_STOCK = "see_stock"
    SEE_REPORTS = "see_reports"
    RECONCILE = "reconcile"
    SYNC = "sync"
    PRINT = "print"
    CHANGE_SETTINGS = "change_settings"
    KEEP_BACKUPS = "keep_backups"
    CHECK_BOOKS = "check_books"


EVERYTHING = frozenset(Right)


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts at which till with which rights."""

    staff: UUID
    till: UUID
    name: str = ""
    rights: frozenset[Right] = EVERYTHING

    def require(self, right: Right) -> None:
        """Raise `not_allowed` without the right."""
        if right not in self.rights:
            raise ShopError(ErrorCode.NOT_ALLOWED, right=right.value)


ACTS: dict[str, Right] = {}
"""Every act of every loaded service (`Selling.finish`) with the right it needs."""


P = ParamSpec("P")
S = TypeVar("S")
R = TypeVar("R")
Act = Callable[Concatenate[S, Actor, P], R]


def act(right: Right) -> Callable[[Act[S, P, R]], Act[S, P, R]]:
    """Mark a service method whose first argument is the `Actor` as an act that needs a right."""

    def mark(method: Act[S, P, R]) -> Act[S, P, R]:
        ACTS[method.__qualname__] = right

        @functools.wraps(method)
        def checked(self: S, actor: Actor, /, *args: P.args, **kwargs: P.kwargs) -> R:
            actor.require(right)
            return method(self, actor, *args, **kwargs)

        return checked

    return mark
