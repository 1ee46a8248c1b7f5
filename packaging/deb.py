"""Wrap the frozen program of `dist/microshop` into a Debian package in `dist/`.

Run it after `python3 -m PyInstaller build.spec`; needs `dpkg-deb`. The package puts the program
into /opt/microshop and the `microshop` command, a menu entry and an icon where a desktop looks.
"""

import platform
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tools.system import TO_RUN  # noqa: E402  found through the line above

FROZEN = ROOT / "dist" / "microshop"
STAGE = ROOT / "build" / "deb"
HERE = ROOT / "packaging"
FONT = "fonts-noto-cjk"
OTHER_FONTS = "fonts-noto-cjk | fonts-wqy-microhei | fonts-wqy-zenhei"
RENAMED = {"libglib2.0-0": "libglib2.0-0 | libglib2.0-0t64"}

CONTROL = """\
Package: microshop
Version: {version}
Architecture: {architecture}
Maintainer: The Microshop authors <maintainers@microshop.invalid>
Installed-Size: {kilobytes}
Depends: {depends}
Section: misc
Priority: optional
Description: till and shop manager for small sellers
 Sells at a counter with a barcode scanner and a receipt printer, in Chinese,
 English and Spanish. Keeps the whole shop in one file on this computer, so it
 goes on selling without a network.
"""


def main() -> int:
    """Stage the files, build the package and say where it is and how large."""
    if not (FROZEN / "microshop").exists():
        print("There is no dist/microshop; run `python3 -m PyInstaller build.spec` first.")
        return 1
    shutil.rmtree(STAGE, ignore_errors=True)
    _stage()
    package = ROOT / "dist" / f"microshop_{_version()}_{_architecture()}.deb"
    _write_control()
    build = ["dpkg-deb", "--root-owner-group", "-Zxz", "--build", str(STAGE), str(package)]
    subprocess.run(build, check=True, stdout=subprocess.DEVNULL)
    print(f"{package.name}: {package.stat().st_size / 1e6:.1f} MB, installed {_size(STAGE):.0f} MB")
    return 0


def _stage() -> None:
    """Lay every file where the package puts it."""
    shutil.copytree(FROZEN, STAGE / "opt" / "microshop", symlinks=True)
    command = STAGE / "usr" / "bin" / "microshop"
    command.parent.mkdir(parents=True)
    command.symlink_to("/opt/microshop/microshop")
    for source, target in (
        (HERE / "microshop.desktop", "usr/share/applications/microshop.desktop"),
        (HERE / "microshop.svg", "usr/share/icons/hicolor/scalable/apps/microshop.svg"),
        (ROOT / "LICENSE", "usr/share/doc/microshop/copyright"),
    ):
        place = STAGE / target
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, place)


def _write_control() -> None:
    folder = STAGE / "DEBIAN"
    text = CONTROL.format(
        version=_version(),
        architecture=_architecture(),
        kilobytes=round(_size(STAGE) * 1000),
        depends=", ".join(_depends()),
    )
    folder.mkdir()
    (folder / "control").write_text(text, encoding="utf-8")


def _depends() -> list[str]:
    """The C library we were built on or a later one, Qt's libraries, and a font for Chinese."""
    libraries = [RENAMED.get(name, name) for name in TO_RUN if name != FONT]
    return [f"libc6 (>= {platform.libc_ver()[1]})", *libraries, OTHER_FONTS]


def _version() -> str:
    text = (ROOT / "microshop_desktop" / "__init__.py").read_text(encoding="utf-8")
    found = re.search(r'__version__ = "([^"]+)"', text)
    if found is None:
        message = "microshop_desktop/__init__.py names no version"
        raise ValueError(message)
    return found[1]


def _architecture() -> str:
    command = ["dpkg", "--print-architecture"]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def _size(folder: Path) -> float:
    """Megabytes of all files in a folder."""
    return sum(path.lstat().st_size for path in folder.rglob("*")) / 1e6


if __name__ == "__main__":
    sys.exit(main())
