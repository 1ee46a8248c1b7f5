"""Reading of many things at once, where one that is gone must not hide the others."""

from collections.abc import Callable, Sequence

from microshop_desktop.channels.channel import ChannelError

Read = Callable[[Sequence[str]], dict[str, int]]


def read_stock(
    products: Sequence[str], read: Read, *, is_gone: Callable[[ChannelError], bool]
) -> dict[str, int]:
    """Read the stock of products by SKU; where the batch is refused, of one by one."""
    try:
        return read(products)
    except ChannelError as error:
        if not is_gone(error):
            raise
    if len(products) == 1:
        return {}
    parts = (read_stock([one], read, is_gone=is_gone) for one in products)
    return {sku: pieces for part in parts for sku, pieces in part.items()}
