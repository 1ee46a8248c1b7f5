"""A ZIP as Windows tools in China write it: names in GBK, without the mark that says so.

Python's own writer marks every such name as UTF-8, so the few headers are written here.
"""

import struct
import zlib
from collections.abc import Sequence

_STORED_LOCAL = "<4s5H3I2H"
_STORED_CENTRAL = "<4s6H3I5H2I"
_END = "<4s4H2IH"
_VERSION, _DEFLATED, _NO_TIME, _FIRST_DAY = 20, 8, 0, 33


def zip_of(files: Sequence[tuple[str, bytes]]) -> bytes:
    """Pack files into one ZIP, compressed."""
    body, central = b"", b""
    for name, content in files:
        raw = name.encode("gbk")
        packed = _deflated(content)
        facts = (_DEFLATED, _NO_TIME, _FIRST_DAY, zlib.crc32(content), len(packed), len(content))
        local = struct.pack(_STORED_LOCAL, b"PK\3\4", _VERSION, 0, *facts, len(raw), 0)
        central += struct.pack(
            _STORED_CENTRAL,
            b"PK\1\2",
            _VERSION,
            _VERSION,
            0,
            *facts,
            len(raw),
            *(0, 0, 0, 0, 0),
            len(body),
        )
        central += raw
        body += local + raw + packed
    count = len(files)
    end = struct.pack(_END, b"PK\5\6", 0, 0, count, count, len(central), len(body), 0)
    return body + central + end


def _deflated(content: bytes) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(content) + packer.flush()
