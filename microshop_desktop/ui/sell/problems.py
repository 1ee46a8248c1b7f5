"""The sentence for what the shop refused, with its figures written as people read them."""

from microshop_desktop.domain.errors import ShopError
from microshop_desktop.infra.formats import quantity_text
from microshop_desktop.infra.messages import sentence

_QUANTITIES = {"wanted", "available"}


def problem_text(problem: ShopError) -> str:
    """Return the sentence in the language of the person."""
    params = {
        key: quantity_text(value) if key in _QUANTITIES and isinstance(value, int) else value
        for key, value in problem.params.items()
    }
    return sentence(problem.code.value, params)
