"""Variant grids."""

from microshop_desktop.domain.variants import Axis, axes_of, combinations, spec_of, split_values


def test_grid_runs_through_the_last_axis_fastest() -> None:
    axes = [Axis("Colour", ("Red", "Blue")), Axis("Size", ("S", "M"))]
    assert combinations(axes) == [("Red", "S"), ("Red", "M"), ("Blue", "S"), ("Blue", "M")]


def test_without_axes_there_is_one_variant() -> None:
    assert combinations([]) == [()]


def test_axes_come_back_from_the_variants() -> None:
    axes = (Axis("Colour", ("Red", "Blue")), Axis("Size", ("S", "M")))
    assert axes_of(["Colour", "Size"], combinations(axes)) == axes


def test_spec_joins_the_values() -> None:
    assert spec_of(("Red", "M")) == "Red M"


def test_values_are_read_however_they_are_parted() -> None:
    assert split_values(" 红， 蓝、绿; 红,, ") == ("红", "蓝", "绿")
