"""Where a shop lives."""

from pathlib import Path

import pytest

from microshop_desktop.infra.folders import DATA_VARIABLE, Folders, choose_folders


def test_an_option_comes_before_the_variable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(DATA_VARIABLE, str(tmp_path / "variable"))
    assert choose_folders(tmp_path / "option").data == tmp_path / "option"


def test_the_variable_comes_before_the_systems_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(DATA_VARIABLE, str(tmp_path / "variable"))
    assert choose_folders().data == tmp_path / "variable"


def test_without_a_word_the_systems_place_is_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(DATA_VARIABLE)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path))
    assert choose_folders().data.name == "Microshop"


def test_a_relative_folder_is_kept_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert choose_folders("shop").data == tmp_path / "shop"


def test_create_makes_what_is_missing(tmp_path: Path) -> None:
    folders = Folders(tmp_path / "new" / "shop")
    folders.create()
    assert all(folder.is_dir() for folder in (folders.backups, folders.pictures, folders.log))
