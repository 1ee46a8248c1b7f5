"""Which language to begin in: the one chosen on this laptop, else the system's, else English."""

import os
import sys

from microshop_desktop.infra.settings import LANGUAGE, Settings
from microshop_desktop.infra.translations import LANGUAGES, Language


def first_language(settings: Settings, asked: str | None = None) -> Language:
    """The language asked for on the command line, else the chosen one, else the system's."""
    for wanted in (asked, settings.get(LANGUAGE), _system_language()):
        for language in LANGUAGES:
            if wanted and wanted[:2].lower() == language:
                return language
    return "en"


def _system_language() -> str:
    """The system's language as `zh_CN` or alike; empty where it does not say."""
    if sys.platform == "win32":  # pragma: no cover - another system
        import ctypes
        import locale

        number = ctypes.windll.kernel32.GetUserDefaultUILanguage()
        return locale.windows_locale.get(number, "")
    names = ("LC_ALL", "LC_MESSAGES", "LANG")
    return next((os.environ[name] for name in names if os.environ.get(name)), "")
