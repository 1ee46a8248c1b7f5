"""The online shops in the window: how they stand, and in its place connecting and matching."""

from uuid import UUID

from typing_extensions import override

from microshop_desktop.ui.connect.page import ConnectPage
from microshop_desktop.ui.connect.request import Connect, MatchGoods
from microshop_desktop.ui.connect.view_model import ConnectModel
from microshop_desktop.ui.online.match_model import MatchModel
from microshop_desktop.ui.online.match_page import MatchPage
from microshop_desktop.ui.online.no_shops import NoShopsPage
from microshop_desktop.ui.online.page import OnlinePage
from microshop_desktop.ui.online.view_model import OnlineModel
from microshop_desktop.ui.page import Page, Shell
from microshop_desktop.ui.page_stack import PageStack


class OnlineSection(PageStack):
    """How the shops stand, or what is done about one of them."""

    def __init__(
        self, shell: Shell, *, online: OnlineModel, connect: ConnectModel, match: MatchModel
    ) -> None:
        super().__init__()
        self._shell, self._connect_model, self._online_model = shell, connect, online
        self.overview = OnlinePage(shell, online)
        self.connecting = ConnectPage(shell, connect)
        self.matching = MatchPage(shell, match)
        self.nothing = NoShopsPage(may_connect=connect.desk.may_connect)
        self.fill(self.overview, self.connecting, self.matching, self.nothing)
        self.overview.connect_asked.connect(self.begin_connecting)
        self.nothing.connect_asked.connect(self.begin_connecting)
        self.overview.match_asked.connect(self.begin_matching)
        self.connecting.match_asked.connect(self.begin_matching)
        for page in (self.connecting, self.matching):
            page.closed.connect(self.show_overview)
        self.place(self._resting())

    def begin_connecting(self, account: UUID | None = None) -> None:
        """Begin to connect a shop, or to enter the keys of an account anew."""
        self._connect_model.begin(account or None)
        self.show_page(self.connecting)
        self.connecting.begin()

    def begin_matching(self, account: UUID | None = None) -> None:
        """Match the goods of an account, or of all."""
        self.matching.show_account(account or None)
        self.show_page(self.matching)

    def show_overview(self) -> None:
        """Go back to how the shops stand."""
        self.show_page(self._resting())

    def sync_moved(self) -> None:
        """Show how far syncs are."""
        self.overview.sync_moved()
        self.connecting.sync_moved()

    def reload(self) -> None:
        """Read anew what is shown; the first shop may have come, or the last one gone."""
        if self.shown in {self.nothing, self.overview}:
            self.place(self._resting())
        if not self._online_model.accounts:
            self._shell.set_badge("online", 0)
        self.overview.reload()
        self.matching.reload()

    @override
    def entered(self) -> None:
        if self.shown in {self.nothing, self.overview}:
            self.place(self._resting())
        self.shown.entered()

    @override
    def asked_for(self, request: object) -> None:
        if isinstance(request, Connect):
            self.begin_connecting(request.account)
            return
        if isinstance(request, MatchGoods):
            self.begin_matching(request.account)
            return
        self.show_overview()
        self.shown.asked_for(request)

    def claims_scan(self, code: str) -> bool:
        """Scans find goods for a listing while one is being matched."""
        return self.shown is self.matching and self.matching.claims_scan(code)

    def _resting(self) -> Page:
        return self.overview if self._online_model.accounts else self.nothing
