"""The features that Stable-Baselines3 learns from, by the adapter's extractor."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from gymnasium.spaces import Box, Dict

from imagespaces import ImageSpace
from tests.envspecs.adapters.extras import adapter

sb3 = adapter("sb3")

import torch  # noqa: E402 - these are there if the adapter is
from stable_baselines3.common.vec_env import VecTransposeImage  # noqa: E402


def extractor(**spaces: Any) -> Any:
    torch.manual_seed(0)
    return sb3.GlimpseExtractor(Dict(spaces), features=7)


@pytest.mark.parametrize("size", [(5, 5, 1), (3, 3, 3), (8, 9, 3), (20, 12, 2)])
def test_features_of_pictures_and_of_the_rest_stand_side_by_side(size: tuple[int, int, int]) -> None:
    position = Box(-1.0, 1.0, (2,), np.float32)
    found = extractor(glimpse=ImageSpace(*size), glimpse_pos=position)
    seen = {"glimpse": torch.rand(4, *size), "glimpse_pos": torch.rand(4, 2)}
    features = found(seen)
    assert features.shape == (4, found.features_dim) == (4, 9)
    assert torch.equal(features[:, 7:], seen["glimpse_pos"])


@pytest.mark.parametrize("size", [(5, 5, 1), (8, 9, 3)])
def test_features_depend_on_the_picture(size: tuple[int, int, int]) -> None:
    seen = torch.rand(1, *size, requires_grad=True)
    extractor(glimpse=ImageSpace(*size))({"glimpse": seen}).sum().backward()
    assert seen.grad is not None
    assert (seen.grad != 0).any()


def test_numbers_are_brought_into_range() -> None:
    found = extractor(
        boxes=Box(0, 50, (1, 4), np.int32), mask=Box(0, 1, (2, 2), np.uint8), time_step=Box(-1.0, 1.0, (1,))
    )
    seen = {"boxes": torch.tensor([[[0.0, 5, 25, 50]]]), "mask": torch.ones(1, 2, 2), "time_step": -torch.ones(1, 1)}
    assert torch.equal(found(seen), torch.tensor([[0, 0.1, 0.5, 1, 1, 1, 1, 1, -1]]))


def test_features_are_the_same_where_the_library_puts_channels_first() -> None:
    last, first = (
        ImageSpace(8, 9, 3, dtype="uint8"),
        VecTransposeImage.transpose_space(ImageSpace(8, 9, 3, dtype="uint8")),
    )
    assert first.shape == (3, 8, 9)
    pictures = torch.rand(2, 8, 9, 3)
    found = extractor(glimpse=last)({"glimpse": pictures})
    again = extractor(glimpse=first)({"glimpse": pictures.movedim(-1, 1)})
    assert torch.equal(found, again)


def test_channels_of_many_levels_are_channels_all_the_same() -> None:
    found = extractor(glimpse=ImageSpace(8, 8, 12))
    assert found.parts["glimpse"][1].in_channels == 12
