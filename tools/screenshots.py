"""Take pictures of all a seller sees: `python3 dev.py screenshots [DIR]`.

Every scene of `tools.scenes` in each language and theme, in real windows without a display, as
large as the smallest laptop we are made for: `DIR/zh-light/01-sell-empty.png` and so on.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from itertools import product
from pathlib import Path

from PySide6.QtWidgets import QApplication, QWidget

from microshop_desktop.infra.folders import Folders
from microshop_desktop.infra.translations import LANGUAGES, Language
from tools.say import say
from tools.scenes import play_all
from tools.scenes.stage import fill, stage_on, whole_picture

THEMES = ("light", "dark")
_AT_ONCE = 2


def main(target: Path) -> int:
    """Take them all, each language and theme in a program of its own; 1 where one failed."""
    kinds = list(product(LANGUAGES, THEMES))
    with ThreadPoolExecutor(_AT_ONCE) as programs:
        codes = list(programs.map(lambda kind: _program(target, *kind), kinds))
    say(f"{len(list(target.glob('*/*.png')))} pictures in {target}")
    return max(codes)


def take(target: Path, language: Language, theme: str) -> None:
    """Play all scenes in one language and theme, and keep their pictures."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    application = QApplication.instance() or QApplication(["microshop"])
    if isinstance(application, QApplication):
        application.setQuitOnLastWindowClosed(False)
    place = target / f"{language}-{theme}"
    place.mkdir(parents=True, exist_ok=True)

    def keep(name: str, shown: QWidget) -> None:
        whole_picture(shown).save(str(place / f"{name}.png"))

    with tempfile.TemporaryDirectory(prefix="microshop-pictures-") as data:
        folders = Folders(Path(data))
        folders.create()
        stage = stage_on(folders, fill(folders, language, theme=theme), keep)
        try:
            play_all(stage)
        finally:
            stage.till.end()
            QApplication.processEvents()


def _program(target: Path, language: Language, theme: str) -> int:
    command = [sys.executable, "-m", "tools.screenshots", str(target), language, theme]
    return subprocess.run(command, check=False).returncode


if __name__ == "__main__":
    folder, *chosen = sys.argv[1:]
    if not chosen:
        sys.exit(main(Path(folder)))
    take(Path(folder), next(known for known in LANGUAGES if known == chosen[0]), chosen[1])
