"""Reading what customers ask back: windows of changes as with orders, and what is undecided daily.

How far it came is committed with what was read. One that makes no sense is left out and said at the
end; nothing is known for good from it on.
"""

from uuid import UUID

from microshop_desktop.channels.channel import ChannelError, TellsAftersales, Trouble
from microshop_desktop.channels.pace import Pace, asked
from microshop_desktop.channels.sync_orders import Span, span_to_read, windows
from microshop_desktop.domain.aftersale import Aftersale, makes_sense
from microshop_desktop.services.actor import Actor
from microshop_desktop.services.aftersales import OPEN_AFTERSALES, Aftersales, TakenBack
from microshop_desktop.services.shop import Shop
from microshop_desktop.services.sync_log import SyncLog


class AftersaleReading:
    """Reads the after-sales of one account."""

    def __init__(
        self, shop: Shop, actor: Actor, account: UUID, channel: TellsAftersales, pace: Pace
    ) -> None:
        self._aftersales, self._log, self._clock = Aftersales(shop), SyncLog(shop), shop.clock
        self._actor, self._account = actor, account
        self._channel, self._pace = channel, pace
        self._senseless = ""
        self.result = TakenBack()

    def run(self, *, again: bool) -> TakenBack:
        """Read what changed; `again`: and once more what is not decided."""
        known = self._aftersales.known_until(self._actor, self._account)
        span = span_to_read(known, self._clock.now(), self._channel.aftersale_ways)
        for window in windows(span, self._channel.aftersale_ways):
            self._read(window)
        if again or self._channel.aftersale_ways.asks_again:
            self._read_undecided()
        if self._senseless:
            raise ChannelError(Trouble.BAD_ANSWER, "AFTERSALE", detail=self._senseless)
        return self.result

    def _read(self, window: Span) -> None:
        """Read a window, page by page; with the last one all of it is known."""
        cursor = ""
        while True:
            place = cursor
            page = asked(
                self._pace,
                lambda: self._channel.aftersale_changes(window.start, window.end, place),  # noqa: B023
            )
            self._pace.check_clock()
            cursor = page.cursor
            sensible = [one for one in page.values if self._is_sensible(one)]
            is_known = not cursor and not self._senseless
            until = {"until": window.sure.isoformat()} if is_known else None
            self._take(sensible, until)
            if not cursor:
                return

    def _read_undecided(self) -> None:
        """Read those that wait for somebody one by one: not every change is told of as one."""
        for known in self._aftersales.waiting(self._actor, self._account):
            told = self._one(known.told.external_id)
            if told is not None and self._is_sensible(told):
                self._take([told], None)
        self._log.done(self._actor, self._account, OPEN_AFTERSALES)

    def _one(self, external_id: str) -> Aftersale | None:
        """Read one, None where it is there no more."""
        try:
            return asked(self._pace, lambda: self._channel.aftersale(external_id))
        except ChannelError as error:
            if error.trouble is not Trouble.REFUSED:
                raise
            return None

    def _take(self, told: list[Aftersale], until: dict[str, str] | None) -> None:
        taken = self._aftersales.take(self._actor, self._account, told, cursor=until)
        self.result.new += taken.new
        self.result.changed += taken.changed
        self.result.unchanged += taken.unchanged

    def _is_sensible(self, told: Aftersale) -> bool:
        if makes_sense(told):
            return True
        self._senseless = self._senseless or told.external_id or "?"
        return False
