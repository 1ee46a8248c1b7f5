"""Goods and people of the sample shop that scenes need."""

from microshop_desktop.domain.money import currency
from microshop_desktop.infra.translations import current_language
from microshop_desktop.services.sample_data import SampleCustomer, sample_data

CRISPS, SODA, BERRIES = "6900001003199", "6900004002267", "6900001012122"
MASK, COFFEE, ALMONDS = "6900003007188", "6900004003332", "6900001015345"
UNKNOWN = "6901234567892"


def member() -> SampleCustomer:
    """A member whom the sample shop knows."""
    people = sample_data(current_language(), currency("CNY")).customers
    return next(one for one in people if one.member)
