"""Settings of this laptop keep what was accepted and survive what was not."""

import json
from pathlib import Path

import pytest

from microshop_desktop.infra.settings import (
    ALL_SETTINGS,
    LANGUAGE,
    REDUCED_MOTION,
    TEXT_SCALE,
    THEME,
    Setting,
    Settings,
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "new" / "settings.json"


def test_what_was_never_set_has_its_default(path: Path) -> None:
    assert Settings(path).get(TEXT_SCALE) == 100


def test_a_value_is_there_after_reopening(path: Path) -> None:
    Settings(path).put(THEME, "dark")
    assert Settings(path).get(THEME) == "dark"


@pytest.mark.parametrize(
    ("setting", "value"), [(TEXT_SCALE, 90), (THEME, "pink"), (LANGUAGE, "fr")]
)
def test_a_value_outside_is_refused(path: Path, setting: Setting[object], value: object) -> None:
    with pytest.raises(ValueError, match=setting.key):
        Settings(path).put(setting, value)


def test_a_flag_is_no_number(path: Path) -> None:
    with pytest.raises(ValueError, match="text_scale"):
        Settings(path).put(TEXT_SCALE, True)


@pytest.mark.parametrize("content", ["", "{", "[1]", '{"text_scale": 5000, "theme": 3}'])
def test_a_damaged_file_means_defaults(path: Path, content: str) -> None:
    path.parent.mkdir()
    path.write_text(content, encoding="utf-8")
    settings = Settings(path)
    assert (settings.get(TEXT_SCALE), settings.get(THEME)) == (100, "system")


def test_a_value_for_one_run_holds_until_another_is_put(path: Path) -> None:
    Settings(path).put(LANGUAGE, "es")
    settings = Settings(path)
    settings.use_for_this_run(LANGUAGE, "zh")
    heard: list[str] = []
    settings.on_change(heard.append)
    assert (settings.get(LANGUAGE), Settings(path).get(LANGUAGE)) == ("zh", "es")
    settings.put(THEME, "dark")
    assert Settings(path).get(LANGUAGE) == "es"
    settings.put(LANGUAGE, "es")
    assert (settings.get(LANGUAGE), heard) == ("es", [THEME.key, LANGUAGE.key])


def test_keys_of_a_newer_program_are_kept(path: Path) -> None:
    path.parent.mkdir()
    path.write_text('{"from_the_future": 1}', encoding="utf-8")
    Settings(path).put(REDUCED_MOTION, value=True)
    assert json.loads(path.read_text(encoding="utf-8"))["from_the_future"] == 1


def test_a_listener_hears_the_key_once_a_change(path: Path) -> None:
    settings, heard = Settings(path), list[str]()
    stop = settings.on_change(heard.append)
    settings.put(TEXT_SCALE, 125)
    settings.put(TEXT_SCALE, 125)
    stop()
    settings.put(TEXT_SCALE, 150)
    assert heard == ["text_scale"]


def test_a_failed_write_changes_nothing(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = Settings(path)

    def full(*_args: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        settings.put(THEME, "dark")
    assert settings.get(THEME) == "system"
    assert list(path.parent.iterdir()) == []


def test_keys_are_unique_and_defaults_accepted() -> None:
    assert len({setting.key for setting in ALL_SETTINGS}) == len(ALL_SETTINGS)
    assert all(setting.accepts(setting.default) for setting in ALL_SETTINGS)
