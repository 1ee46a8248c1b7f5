"""Take the glyphs we use out of qtawesome's fonts into one small font of our own.

Run it after adding a name below: `python -m tools.icons` (needs `fonttools` and `qtawesome`).
It writes `resources/icons/icons.ttf` and the names beside it in `icons.json`.
"""

import importlib.util
import json
import tempfile
from pathlib import Path

from fontTools import merge, subset
from fontTools.ttLib import TTFont, scaleUpem

TARGET = Path(__file__).resolve().parent.parent / "resources" / "icons"
PHOSPHOR = ("phosphor-1.3.0.ttf", "phosphor-charmap-1.3.0.json")
REMIX = ("remixicon-2.5.0.ttf", "remixicon-charmap-2.5.0.json")

LINE_ICONS = """
archive archive-box arrow-bend-up-left arrow-counter-clockwise arrow-down arrow-elbow-down-right
arrow-left arrow-right arrow-square-out arrow-u-up-left arrow-up arrows-clockwise arrows-left-right
arrows-out backspace bag-simple barcode bell books calculator calendar camera caret-down caret-left
caret-right caret-up chart-bar chat-circle-text check check-circle circle-dashed clipboard-text
clock clock-counter-clockwise cloud-check coin columns command copy cube currency-cny database
device-mobile dots-six dots-three download-simple drop eye eye-slash file-text floppy-disk folder
funnel gear
gift globe graduation-cap hard-drives hourglass-medium house identification-card image info
keyboard link list lock lock-simple magnifying-glass minus minus-circle money monitor moon
note note-pencil package paint-brush pause pencil-simple percent play plus plus-circle
printer prohibit qr-code question receipt scales shield-check shopping-bag sort-ascending
speaker-high squares-four stack star storefront sun tag test-tube text-aa text-t ticket translate
trash tray trend-down trend-up truck upload-simple user user-plus users wallet warning
warning-circle wifi-slash x x-circle
""".split()
FILLED_ICONS = """
calculator chart-bar chat-circle-text check-circle clipboard-text gear info money package receipt
star storefront tray users warning warning-circle x-circle
""".split()
REMIX_ICONS = {"wechat-pay": "wechat-pay-fill", "alipay": "alipay-fill"}
FIRST_REMIX_POINT = 0xF8A0


def main() -> None:
    """Write the font and its list of names."""
    fonts = _fonts_folder()
    phosphor = _points(fonts / PHOSPHOR[1])
    names = [*LINE_ICONS, *(f"{name}-fill" for name in FILLED_ICONS)]
    codes = {name: phosphor[name] for name in names}
    with tempfile.TemporaryDirectory() as scratch:
        lines, marks = Path(scratch, "lines.ttf"), Path(scratch, "marks.ttf")
        _save_subset(fonts / PHOSPHOR[0], points=list(codes.values()), target=lines)
        codes |= _save_marks(fonts, target=marks, units=_units(lines))
        font = merge.Merger().merge([str(lines), str(marks)])
        _call_it(font, "Microshop Icons")
        font.save(TARGET / "icons.ttf")
    text = json.dumps({name: f"{code:04x}" for name, code in sorted(codes.items())}, indent=1)
    (TARGET / "icons.json").write_text(text + "\n", encoding="utf-8")
    print(f"{len(codes)} icons, {(TARGET / 'icons.ttf').stat().st_size} bytes")


def _fonts_folder() -> Path:
    """The fonts inside qtawesome, found without importing Qt."""
    spec = importlib.util.find_spec("qtawesome")
    if spec is None or spec.origin is None:
        message = "qtawesome is not installed here"
        raise SystemExit(message)
    return Path(spec.origin).parent / "fonts"


def _points(charmap: Path) -> dict[str, int]:
    names: dict[str, str] = json.loads(charmap.read_text(encoding="utf-8"))
    return {name: int(code, 16) for name, code in names.items()}


def _save_subset(source: Path, *, points: list[int], target: Path) -> None:
    options = subset.Options(glyph_names=False, name_IDs=["*"], notdef_outline=True)
    options.layout_features = []
    font = subset.load_font(source, options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=points)
    subsetter.subset(font)
    subset.save_font(font, target, options)


def _save_marks(fonts: Path, *, target: Path, units: int) -> dict[str, int]:
    """Save the marks of the payment methods under code points that the other font leaves free."""
    known = _points(fonts / REMIX[1])
    old = {name: known[glyph] for name, glyph in REMIX_ICONS.items()}
    new = {name: FIRST_REMIX_POINT + index for index, name in enumerate(old)}
    _save_subset(fonts / REMIX[0], points=list(old.values()), target=target)
    font = TTFont(target)
    scaleUpem.scale_upem(font, units)
    moved = {old[name]: new[name] for name in old}
    for table in font["cmap"].tables:
        table.cmap = {moved[code]: glyph for code, glyph in table.cmap.items() if code in moved}
    font.save(target)
    return new


def _units(path: Path) -> int:
    units: int = TTFont(path)["head"].unitsPerEm
    return units


def _call_it(font: TTFont, family: str) -> None:
    """Give the font a name of its own, so that it never answers for the original."""
    for record in font["name"].names:
        if record.nameID in {1, 4, 16}:
            record.string = family
        elif record.nameID == 6:
            record.string = family.replace(" ", "")


if __name__ == "__main__":
    main()
