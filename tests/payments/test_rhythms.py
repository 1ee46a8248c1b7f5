"""How the platforms want to be asked, in seconds: `reference/payments.md` §2.5, §2.7, §3.4–3.5."""

from microshop_desktop.domain.payment import AttemptKind
from microshop_desktop.domain.payment_steps import Rhythm
from microshop_desktop.payments.alipay import Alipay
from microshop_desktop.payments.wechat import Wechat
from tests.payments import alipay_samples, wechat_samples
from tests.payments.platform_fakes import ScriptedHttp, clock


def test_wechat_is_not_asked_to_reverse_within_fifteen_seconds() -> None:
    rhythms = Wechat(wechat_samples.account(), ScriptedHttp(), clock()).capabilities.rhythms
    assert rhythms == {
        AttemptKind.QR: Rhythm(first=3, every=3, until=300, watch=60),
        AttemptKind.CODE: Rhythm(first=5, every=5, until=45, close_after=15, watch=60),
    }


def test_alipays_qr_is_watched_until_nobody_can_pay_it_any_more() -> None:
    capabilities = Alipay(alipay_samples.account(), ScriptedHttp(), clock()).capabilities
    assert capabilities.rhythms == {
        AttemptKind.QR: Rhythm(first=3, every=3, until=300, watch=360),
        AttemptKind.CODE: Rhythm(first=3, every=3, until=60, watch=60),
    }
    qr = capabilities.rhythms[AttemptKind.QR]
    paid_last = 2 * capabilities.qr_life.total_seconds()
    assert qr.until + qr.watch > paid_last
