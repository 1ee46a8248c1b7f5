"""The little sounds of the till. Each has a visible twin, so a silent till loses nothing."""

import logging
from typing import Literal, Protocol

from PySide6.QtCore import QObject, QUrl

from microshop_desktop.infra.resources import resource_path
from microshop_desktop.infra.settings import SOUND_VOLUME, Settings

SoundName = Literal["tick", "unknown", "paid", "attention", "removed"]
SOUND_NAMES: tuple[SoundName, ...] = ("tick", "unknown", "paid", "attention", "removed")

_log = logging.getLogger(__name__)


class Sounds(Protocol):
    """Plays a sound by its name and never fails."""

    def play(self, name: SoundName) -> None:
        """Play a sound, or nothing where sounds are off."""
        ...


class SilentSounds:
    """Plays nothing and remembers what was asked for: for tests and machines without sound."""

    def __init__(self) -> None:
        self.played: list[SoundName] = []

    def play(self, name: SoundName) -> None:
        """Remember the name."""
        self.played.append(name)


class QtSounds(QObject):
    """Plays the WAV files of the program; the multimedia part of Qt loads with the first sound."""

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self._settings = settings
        self._broken = False
        self._effects: dict[SoundName, QObject] = {}

    def play(self, name: SoundName) -> None:
        """Play a sound; where the system has none, say so once in the log and stay silent."""
        volume = self._settings.get(SOUND_VOLUME)
        if not volume or self._broken:
            return
        try:
            from PySide6.QtMultimedia import QSoundEffect  # loads late: it is slow
        except ImportError as problem:
            _log.warning("no sounds on this system: %s", problem)
            self._broken = True
            return
        effect = self._effects.get(name)
        if not isinstance(effect, QSoundEffect):
            effect = QSoundEffect(self)
            effect.setSource(QUrl.fromLocalFile(str(resource_path(f"sounds/{name}.wav"))))
            self._effects[name] = effect
        effect.setVolume(volume / 100)
        effect.play()
