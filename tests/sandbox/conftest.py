"""A practice world on a clock that the test moves."""

import pytest

from microshop_desktop.sandbox.accounts import Mode
from tests.sandbox import alipay_merchant, wechat_merchant
from tests.sandbox.desk_clock import MovedClock, Practice


@pytest.fixture
def practice() -> Practice:
    return Practice()


@pytest.fixture
def clock(practice: Practice) -> MovedClock:
    return practice.clock


@pytest.fixture
def wechat(practice: Practice) -> wechat_merchant.Merchant:
    return wechat_merchant.Merchant(practice)


@pytest.fixture
def wechat_certified(practice: Practice) -> wechat_merchant.Merchant:
    return wechat_merchant.Merchant(practice, Mode.CERTIFICATES)


@pytest.fixture
def alipay(practice: Practice) -> alipay_merchant.Merchant:
    return alipay_merchant.Merchant(practice)


@pytest.fixture
def alipay_certified(practice: Practice) -> alipay_merchant.Merchant:
    return alipay_merchant.Merchant(practice, Mode.CERTIFICATES)
