from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from gymnasium.spaces import Box, Dict, Discrete, MultiBinary
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from envspecs.interface import Observations
from imagespaces import ImageSpace

SPACE = Dict(
    {
        "glimpse": ImageSpace(4, 3, 2),
        "glimpse_pos": Box(-1.0, 1.0, (2,), np.float32),
        "history": Box(0.0, 1.0, (5, 4, 3, 2), np.float32),
        "hint": Discrete(3),
        "time_step": Box(-1.0, 1.0, (), np.float32),
    }
)

forms = st.fixed_dictionaries(
    {
        "form": st.sampled_from(["dict", "flat"]),
        "channels": st.sampled_from(["last", "first"]),
        "dtype": st.sampled_from([None, "float32"]),
        "scalars": st.sampled_from(["plain", "vector"]),
    }
)


def observed(seed: int, lanes: int | None = None) -> dict[str, NDArray[Any]]:
    SPACE.seed(seed)
    if lanes is None:
        return {name: np.asarray(value) for name, value in SPACE.sample().items()}
    samples = [SPACE.sample() for _ in range(lanes)]
    return {name: np.stack([sample[name] for sample in samples]) for name in SPACE.spaces}


@given(forms, st.integers(0, 99))
def test_every_form_holds_what_there_is(form: dict[str, Any], seed: int) -> None:
    layout = Observations(SPACE, **form)
    one, many = observed(seed), observed(seed, 3)
    laid_out = layout.lay_out(one)
    assert laid_out in layout.space
    for original in (one, many):
        back = layout.restore(layout.lay_out(original))
        assert list(back) == list(original)
        for name, value in original.items():
            assert back[name].dtype == value.dtype
            assert back[name].tolist() == value.tolist()


@given(forms, st.integers(0, 99))
def test_rows_are_laid_out_alike(form: dict[str, Any], seed: int) -> None:
    layout = Observations(SPACE, **form)
    many = observed(seed, 3)
    together = layout.lay_out(many)
    for lane in range(3):
        alone = layout.lay_out({name: value[lane, ...] for name, value in many.items()})
        pairs = [(alone, together)] if form["form"] == "flat" else [(alone[name], together[name]) for name in alone]
        assert all(np.asarray(one).tobytes() == np.ascontiguousarray(whole[lane]).tobytes() for one, whole in pairs)


def test_channels_first_moves_images_and_stacks_of_images_alone() -> None:
    layout, one = Observations(SPACE, channels="first"), observed(0)
    laid_out = layout.lay_out(one)
    shapes = {name: value.shape for name, value in laid_out.items()}
    assert shapes == {"glimpse": (2, 4, 3), "glimpse_pos": (2,), "history": (5, 2, 4, 3), "hint": (), "time_step": ()}
    assert laid_out["glimpse"][1, 3, 2] == one["glimpse"][3, 2, 1]
    assert laid_out["history"][4, 1, 3, 2] == one["history"][4, 3, 2, 1]
    assert laid_out["glimpse"].flags.c_contiguous


def test_flat_is_in_the_order_of_the_space() -> None:
    layout, one = Observations(SPACE, form="flat"), observed(0)
    flat = layout.lay_out(one)
    assert layout.space.shape == flat.shape == (24 + 2 + 120 + 1 + 1,)
    assert flat.tolist() == [number for name in SPACE.spaces for number in np.ravel(one[name]).tolist()]
    assert isinstance(layout.space, Box)
    assert (layout.space.low[:24].max(), layout.space.high[26], layout.space.low[-1]) == (0.0, 2.0, -1.0)


def test_an_image_alone() -> None:
    layout, one = Observations(SPACE, form="image", channels="first", dtype="uint8"), observed(0)
    image = layout.lay_out(one)
    assert layout.space == Box(0, 255, (2, 4, 3), np.uint8)
    assert image.tolist() == np.rint(one["glimpse"] * 255).transpose(2, 0, 1).tolist()
    assert list(layout.restore(image)) == ["glimpse"]


@given(st.integers(0, 99))
def test_bytes_are_rounded_once(seed: int) -> None:
    layout, one = Observations(SPACE, dtype="uint8"), observed(seed)
    assert isinstance(layout.space, Dict)
    assert layout.space["glimpse"] == ImageSpace(4, 3, 2, dtype="uint8")
    rounded = layout.lay_out(one)
    assert rounded["glimpse"].tolist() == np.rint(one["glimpse"] * 255).tolist()
    again = layout.lay_out(layout.restore(rounded))
    assert again["glimpse"].tolist() == rounded["glimpse"].tolist()


def test_scalars_may_have_an_axis() -> None:
    layout = Observations(SPACE, scalars="vector")
    assert isinstance(layout.space, Dict)
    assert layout.space["time_step"] == Box(-1.0, 1.0, (1,), np.float32)
    assert layout.lay_out(observed(0))["time_step"].shape == (1,)
    assert layout.lay_out(observed(0, 3))["time_step"].shape == (3, 1)


def test_what_has_no_such_form_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^an image alone takes observations with a 'glimpse', got \['hint'\]$"):
        Observations(Dict(hint=Discrete(2)), form="image")
    with pytest.raises(TypeError, match=r"^flat observations must be of Box and Discrete, got MultiBinary\(2\)$"):
        Observations(Dict(bits=MultiBinary(2)), form="flat")
