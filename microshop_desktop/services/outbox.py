"""What commands to online shops have in common: when one is due, and how one that failed waits."""

from datetime import datetime, timedelta

from sqlalchemy import and_, bindparam, or_

from microshop_desktop.persistence.tables.channels import Outbox

WAITING, DONE, GIVEN_UP = "waiting", "done", "refused"
"""States of a command."""
IS_DUE = and_(
    Outbox.account_id == bindparam("account"),
    Outbox.state == WAITING,
    or_(Outbox.next_at.is_(None), Outbox.next_at <= bindparam("now", type_=Outbox.made_at.type)),
)
"""Picks the commands of an `account` whose time has come by `now`."""
_FIRST_WAIT, _LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=2)
_MOST_DOUBLINGS = 7


def tried(tries: int, now: datetime, error: str) -> dict[str, object]:
    """Return what one more failure changes of a command: it waits longer after each of its `tries`.

    `error` is what kept it from being done.
    """
    wait = min(_LONGEST_WAIT, _FIRST_WAIT * 2 ** min(tries, _MOST_DOUBLINGS))
    return {"tries": tries + 1, "error": error, "next_at": now + wait}
