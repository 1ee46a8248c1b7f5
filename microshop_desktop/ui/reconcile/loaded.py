"""A bill on the page, with the words for it, and the quiet rows that lists are made of."""

from dataclasses import dataclass

from microshop_desktop.domain.basket import Method
from microshop_desktop.domain.bill_matching import Finding
from microshop_desktop.exchange.bill_files import ReadBill
from microshop_desktop.infra.bill_words import claim_text, remark_text
from microshop_desktop.infra.formats import amount_text
from microshop_desktop.infra.translations import _, ngettext
from microshop_desktop.services.reconciling import Reconciliation
from microshop_desktop.ui.reconcile.entries import YUAN


@dataclass(slots=True)
class Loaded:
    """A bill on the page. `fetched`: it came from the platform, not from a file."""

    source: ReadBill
    seen: Reconciliation
    fetched: bool
    at: str

    @property
    def method(self) -> Method:
        """How its money arrives."""
        return self.source.bill.form.method

    @property
    def subtitle(self) -> str:
        """How many lines it has and where it came from."""
        count = len(self.source.bill.lines)
        lines = ngettext("{count} line", "{count} lines", count).format(count=count)
        came = _("fetched") if self.fetched else _("opened {time}").format(time=self.at)
        return f"{lines} · {came}"

    @property
    def brings_news(self) -> bool:
        """Whether it is not booked yet and says anything at all, also what is put off."""
        return not self.seen.known and bool(self.source.bill.lines or self.seen.items)

    @property
    def incomplete(self) -> bool:
        """Whether it speaks of more than its rows have: rows were lost on their way."""
        return any(claim.found < claim.claimed for claim in self.source.bill.contradictions)

    @property
    def faults(self) -> list[str]:
        """Where it contradicts itself; first of all that it has to be got again."""
        claims = [
            _claim(c.of.value, c.claimed, c.found, is_count=c.of.is_count)
            for c in self.source.bill.contradictions
        ]
        if self.incomplete:
            text = _("{name} is not whole. Please download it again.")
            claims.insert(0, text.format(name=self.source.name))
        return claims

    @property
    def warnings(self) -> list[str]:
        """Where it contradicts itself, and what is to be said of its rows."""
        remarks = self.source.bill.remarks
        return [*self.faults, *(remark_text(r.kind.value, r.row, r.text) for r in remarks)]


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a quiet list: what matched, what was decided."""

    icon: str
    tone: str
    text: str
    note: str
    amount: str


def proofs_in(loaded: Loaded) -> int:
    """Return how many payments by hand a bill proves that no bill proved yet."""
    matched = loaded.seen.of(Finding.MATCHED)
    return sum(
        item.book is not None and not item.book.certain and not item.book.proved_by
        for item in matched
    )


def tone_of(method: Method) -> str:
    """Return the colour of a platform's mark."""
    return {Method.WECHAT: "success", Method.ALIPAY: "accent"}.get(method, "text")


def icon_of(method: Method) -> str:
    """Return the mark of a platform."""
    return {Method.WECHAT: "wechat-pay", Method.ALIPAY: "alipay"}.get(method, "file-text")


def _claim(of: str, claimed: int, found: int, *, is_count: bool) -> str:
    if is_count:
        return claim_text(of, str(claimed), str(found))
    return claim_text(of, amount_text(claimed, YUAN), amount_text(found, YUAN))
