"""The bars of an EAN-13, UPC-A or EAN-8 barcode as modules, for drawing them."""

from microshop_desktop.domain.codes import has_valid_check

_LEFT = "0001101 0011001 0010011 0111101 0100011 0110001 0101111 0111011 0110111 0001011".split()
_PARITY = "000000 001011 001101 001110 010011 011001 011100 010101 010110 011010".split()


def bars(code: str) -> str:
    """Return the modules of a code, `1` for a bar and `0` for a gap; empty for other codes.

    A code whose check digit is wrong has no bars: a scanner would not read them.
    """
    if len(code) == 12:
        code = "0" + code
    if not has_valid_check(code) or len(code) not in {8, 13}:
        return ""
    if len(code) == 8:
        left, parity = code[:4], "0000"
    else:
        left, parity = code[1:7], _PARITY[int(code[0])]
    coded = "".join(
        _side(digit, even=sign == "1") for digit, sign in zip(left, parity, strict=True)
    )
    right = "".join(_inverted(_LEFT[int(digit)]) for digit in code[-len(left) :])
    return f"101{coded}01010{right}101"


def _side(digit: str, *, even: bool) -> str:
    odd = _LEFT[int(digit)]
    return _inverted(odd)[::-1] if even else odd


def _inverted(modules: str) -> str:
    return "".join("0" if module == "1" else "1" for module in modules)
