"""Language, theme, text size, motion and sound of this laptop."""

from typing_extensions import override

from microshop_desktop.infra.settings import (
    REDUCED_MOTION,
    SOUND_VOLUME,
    TEXT_SCALE,
    THEME,
)
from microshop_desktop.infra.translations import _, current_language
from microshop_desktop.ui.page import Shell
from microshop_desktop.ui.settings.rows import SettingRow, segment_row, switch_row
from microshop_desktop.ui.settings.section import Section
from microshop_desktop.ui.settings.view_model import SettingsViewModel
from microshop_desktop.ui.theme import SCALES, current

LANGUAGE_NAMES = {"zh": "简体中文", "en": "English", "es": "Español"}
"""Each language in its own words, so that whoever lost the way finds it."""
VOLUMES = (0, 30, 60, 100)


class LooksSection(Section):
    """All of it is seen at once."""

    key = "looks"
    icon = "translate"

    def __init__(self, vm: SettingsViewModel, shell: Shell) -> None:
        super().__init__(vm, shell)
        card = self.add_card()
        card.add(self._language())
        card.add(self._theme())
        card.add(self._scale())
        card = self.add_card()
        card.add(self._motion())
        card.add(self._sound())

    @override
    def title(self) -> str:
        return _("Language and looks")

    @override
    def state(self) -> tuple[str, str]:
        scheme = _("Dark") if current().dark else _("Light")
        return f"{LANGUAGE_NAMES[current_language()]} · {scheme}", "muted"

    def _language(self) -> SettingRow:
        return segment_row(
            _("Language"),
            list(LANGUAGE_NAMES.items()),
            read=current_language,
            write=self.vm.speak,
        )

    def _theme(self) -> SettingRow:
        name = _("Theme")
        choices = [("light", _("Light")), ("dark", _("Dark")), ("system", _("As the system"))]
        return segment_row(
            name,
            choices,
            read=lambda: self.vm.laptop.get(THEME),
            write=lambda key: self.vm.put(THEME, key, name),
        )

    def _scale(self) -> SettingRow:
        name = _("Text size")
        return segment_row(
            name,
            [(str(scale), f"{scale}%") for scale in SCALES],
            read=lambda: str(self.vm.laptop.get(TEXT_SCALE)),
            write=lambda key: self.vm.put(TEXT_SCALE, int(key), name),
            hint=_("Also with Ctrl and + or −"),
        )

    def _motion(self) -> SettingRow:
        name = _("Less motion")
        return switch_row(
            name,
            read=lambda: self.vm.laptop.get(REDUCED_MOTION),
            write=lambda on: self.vm.put(REDUCED_MOTION, on, name),
            hint=_("Nothing fades or flashes"),
        )

    def _sound(self) -> SettingRow:
        name = _("Sounds")
        texts = (_("Off"), _("Soft"), _("Normal"), _("Loud"))
        return segment_row(
            name,
            [(str(volume), text) for volume, text in zip(VOLUMES, texts, strict=True)],
            read=lambda: str(self.vm.laptop.get(SOUND_VOLUME)),
            write=self._put_volume,
            hint=_("Everything that sounds can be seen as well"),
        )

    def _put_volume(self, key: str) -> None:
        self.vm.put(SOUND_VOLUME, int(key), _("Sounds"))
        self.shell.sounds.play("tick")
