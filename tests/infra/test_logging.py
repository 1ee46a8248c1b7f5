"""The log keeps what helps and hides what must not be read by others."""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from microshop_desktop.infra.logging import LOG_NAME, OLD_FILES, masked, start_logging, stop_logging


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    start_logging(tmp_path)
    yield tmp_path
    stop_logging()


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("phone 13800138000 called", "phone …8000 called"),
        ("code 134567890123456789", "code …6789"),
        ("saved as code134567890123456789a.png", "saved as code…6789a.png"),
        ("order A-000123 at 14:32", "order A-000123 at 14:32"),
        ("day 20260314", "day 20260314"),
        ("password=hunter2 next", "password=*** next"),
        ('{"api_key": "abc", "shop": 1}', '{"api_key": "***", "shop": 1}'),
        ("auth_code=fp0123456789abcdefghijklmnopqrstuvw", "auth_code=***"),
        ("face fp0123456789abcdefghijklmnopqrstuvw seen", "face …tuvw seen"),
        ("auth_code%22%3A%22fp0123456789abcdefghijklmnopqrstuvw%22", "auth_code%22%3A%22…tuvw%22"),
        ('"apiv3_key": "0123456789abcdef"', '"apiv3_key": "***"'),
        ("v2_key=abc, serial=7E1F", "v2_key=***, serial=7E1F"),
        ("Wechatpay-Signature: q8Fz/+==", "Wechatpay-Signature: ***"),
        ("the key = 3 of a monkey_key: 4", "the key = 3 of a monkey_key: 4"),
        (f"found {'Ab+/' * 25}== here", "found [key removed] here"),
        (f"digest {'0a' * 32}", f"digest {'0a' * 32}"),
        ("id 01a20c14-f625-7247-aac6-7ee504378009", "id 01a20c14-f625-7247-aac6-7ee504378009"),
    ],
)
def test_masking(text: str, shown: str) -> None:
    assert masked(text) == shown


def test_a_private_key_never_shows() -> None:
    key = "-----BEGIN PRIVATE KEY-----\nMIIEvQ\n-----END PRIVATE KEY-----"
    assert "MIIEvQ" not in masked(f"loaded {key} well")


def test_arguments_and_tracebacks_are_masked_too(folder: Path) -> None:
    try:
        int("13800138000 x")
    except ValueError:
        logging.getLogger("microshop_desktop.test").exception("no answer from %s", "13900139000")
    text = (folder / LOG_NAME).read_text(encoding="utf-8")
    assert "…9000" in text
    assert "…8000" in text
    assert "138001380" not in text


def test_starting_twice_writes_once(folder: Path) -> None:
    start_logging(folder)
    logging.getLogger("microshop_desktop.test").warning("only once")
    assert (folder / LOG_NAME).read_text(encoding="utf-8").count("only once") == 1


def test_a_full_file_makes_room(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("microshop_desktop.infra.logging.BYTES_PER_FILE", 300)
    logger = logging.getLogger("microshop_desktop.test")
    for number in range(40):
        logger.warning("line %d", number)
    names = sorted(path.name for path in folder.iterdir())
    assert names == [LOG_NAME, *(f"{LOG_NAME}.{number}" for number in range(1, OLD_FILES + 1))]
    assert all(path.stat().st_size <= 300 for path in folder.iterdir())
    assert "line 39" in (folder / LOG_NAME).read_text(encoding="utf-8")
