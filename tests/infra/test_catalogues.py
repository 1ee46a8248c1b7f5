"""The catalogues hold what the code says, and say what is missing."""

import gettext
import io
from pathlib import Path

import pytest

from microshop_desktop.infra.catalogues import (
    Given,
    Needed,
    catalogue,
    faults,
    given_texts,
    main,
    mo_bytes,
    needed_texts,
    po_bytes,
)

CODE = """
from t import _, mark, ngettext, pgettext
a = _("Hello {name}")
b = ngettext("{count} piece", "{count} pieces", 2)
c = pgettext("discount|short", "Disc.")
d = mark("Later")
e = f(_("Two "
        "lines"))
g = f"{_('Inside')} (*.csv)"
h = _(a) + other("Not this")
"""


@pytest.fixture
def package(tmp_path: Path) -> Path:
    folder = tmp_path / "package"
    folder.mkdir()
    (folder / "page.py").write_text(CODE, encoding="utf-8")
    return folder


def texts_file(folder: Path, *lines: str, name: str = "part.tsv") -> None:
    (folder / name).write_text("msgid\tzh\tes\n" + "\n".join(lines) + "\n", encoding="utf-8")


def test_all_kinds_of_texts_are_found(package: Path) -> None:
    found = needed_texts(package)
    assert {*found} == {
        ("", "Hello {name}"),
        ("", "{count} piece"),
        ("discount|short", "Disc."),
        ("", "Later"),
        ("", "Two lines"),
        ("", "Inside"),
    }
    assert found["", "{count} piece"].plural == "{count} pieces"


def test_lines_are_read_with_their_escapes_and_context(tmp_path: Path) -> None:
    texts_file(tmp_path, r"A\nB" + "\t甲\\n乙\tA\\nB", "Disc.\t优惠\tDto.\tdiscount|short")
    given, problems = given_texts(tmp_path)
    assert problems == []
    assert given["", "A\nB"].texts["zh"] == "甲\n乙"
    assert given["discount|short", "Disc."].texts["es"] == "Dto."


def test_two_files_may_agree_but_not_differ(tmp_path: Path) -> None:
    texts_file(tmp_path, "Close\t关闭\tCerrar", name="a.tsv")
    texts_file(tmp_path, "Close\t关闭\tCerrar", name="b.tsv")
    assert given_texts(tmp_path)[1] == []
    texts_file(tmp_path, "Close\t关上\tCerrar", name="c.tsv")
    assert given_texts(tmp_path)[1] == ["c.tsv:2: 'Close' has another text in a.tsv:2"]


def test_a_broken_line_is_named(tmp_path: Path) -> None:
    texts_file(tmp_path, "Close\t关闭")
    assert given_texts(tmp_path)[1] == [
        "part.tsv:2: needs msgid, zh, es and at most a context",
    ]


@pytest.mark.parametrize(
    ("zh", "es", "fault"),
    [
        ("您好", "Hola {name}", "placeholders of zh differ: ['name']"),
        ("您好 {name}", "Hola {nombre}", "placeholders of es differ: ['name', 'nombre']"),
        ("", "Hola {name}", "no zh text for 'Hello {name}'"),
    ],
)
def test_what_does_not_fit_is_said(zh: str, es: str, fault: str) -> None:
    needed = Needed("Hello {name}", "", "", ("page.py",))
    given = Given("part.tsv:2", {"zh": zh, "es": es})
    assert faults({needed.key: needed}, {needed.key: given}) == [f"part.tsv:2: {fault}"]


def test_missing_and_unused_texts_are_said() -> None:
    needed = Needed("Close", "", "", ("page.py",))
    given = Given("part.tsv:2", {"zh": "开", "es": "Abrir"})
    assert faults({needed.key: needed}, {("", "Open"): given}) == [
        "no line for 'Close' (page.py)",
        "part.tsv:2: no code asks for this text",
    ]


def test_a_plural_needs_the_forms_of_its_language() -> None:
    needed = Needed("{count} piece", "{count} pieces", "", ("page.py",))
    given = Given("part.tsv:2", {"zh": "{count} 件", "es": "{count} pieza"})
    assert faults({needed.key: needed}, {needed.key: given}) == ["part.tsv:2: es needs 2 form(s)"]


def test_gettext_reads_what_was_built() -> None:
    piece = Needed("{count} piece", "{count} pieces", "", ("page.py",))
    short = Needed("Disc.", "", "discount|short", ("page.py",))
    given = {
        piece.key: Given("a:2", {"es": "{count} pieza||{count} piezas"}),
        short.key: Given("a:3", {"es": "Dto."}),
    }
    built = mo_bytes(catalogue("es", [piece, short], given))
    read = gettext.GNUTranslations(io.BytesIO(built))
    assert read.ngettext("{count} piece", "{count} pieces", 2) == "{count} piezas"
    assert read.pgettext("discount|short", "Disc.") == "Dto."


def test_the_same_texts_make_the_same_files() -> None:
    needed = [Needed(word, "", "", ("page.py",)) for word in ("Close", "Open")]
    given = {text.key: Given("a:2", {"zh": text.msgid}) for text in needed}
    one, other = catalogue("zh", needed, given), catalogue("zh", reversed(needed), given)
    assert (po_bytes(one), mo_bytes(one)) == (po_bytes(other), mo_bytes(other))


def test_a_file_built_tomorrow_is_the_same() -> None:
    needed = Needed("Close", "", "", ("page.py",))
    built = mo_bytes(catalogue("zh", [needed], {needed.key: Given("a:2", {"zh": "关闭"})}))
    head = gettext.GNUTranslations(io.BytesIO(built)).info()
    assert head["pot-creation-date"] == head["po-revision-date"] == "2026-01-01 00:00+0000"


def test_our_own_catalogues_are_complete(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--check"]) == 0, capsys.readouterr().err
