"""Leases: a job that only one program may do at a time is held for a while and renewed."""

from datetime import timedelta

from sqlalchemy import bindparam, delete, text

from microshop_desktop.persistence.columns import IdType, InstantType
from microshop_desktop.persistence.tables.shop import Lease
from microshop_desktop.services.actor import Actor, Right, act
from microshop_desktop.services.shop import Shop

HELD_FOR = timedelta(seconds=60)
_TAKE = text(
    """
    INSERT INTO lease (job, till_id, holder, until) VALUES (:job, :till, :holder, :until)
    ON CONFLICT (job) DO UPDATE SET
        till_id = excluded.till_id, holder = excluded.holder, until = excluded.until
    WHERE lease.holder = excluded.holder OR lease.until < :now OR lease.until > :too_far
    """
).bindparams(
    bindparam("till", type_=IdType()),
    bindparam("until", type_=InstantType()),
    bindparam("now", type_=InstantType()),
    bindparam("too_far", type_=InstantType()),
)
_LET_GO = delete(Lease).where(Lease.job == bindparam("job"), Lease.holder == bindparam("holder"))


class Leases:
    """Who does what, until when."""

    def __init__(self, shop: Shop) -> None:
        """Work in this shop."""
        self._shop = shop

    @act(Right.COLLECT)
    def take(self, actor: Actor, job: str, holder: str) -> bool:
        """Take or renew a job for a minute; False while somebody else holds it.

        A lease far in the future is of a clock that was set back, and is taken over.
        """
        now = self._shop.clock.now()
        with self._shop.database.write() as connection:
            taken = connection.execute(
                _TAKE,
                {
                    "job": job,
                    "till": actor.till,
                    "holder": holder,
                    "until": now + HELD_FOR,
                    "now": now,
                    "too_far": now + 2 * HELD_FOR,
                },
            )
        return taken.rowcount == 1

    @act(Right.COLLECT)
    def let_go(self, actor: Actor, job: str, holder: str) -> None:
        """End a lease early, so that the next one need not wait."""
        with self._shop.database.write() as connection:
            connection.execute(_LET_GO, {"job": job, "holder": holder})
