"""Gymnasium's functions over spaces know every image space."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
from gymnasium.spaces import Box, Dict, Discrete, Tuple
from gymnasium.spaces.utils import flatdim, flatten, flatten_space, unflatten
from gymnasium.vector.utils import (
    batch_differing_spaces,
    batch_space,
    concatenate,
    create_empty_array,
    create_shared_memory,
    iterate,
    read_from_shared_memory,
    write_to_shared_memory,
)
from numpy.typing import NDArray

from imagespaces.space import ImageSpace
from imagespaces.testing.checks import again, expect, expect_alike, expect_no, expect_same, expect_yes, sampled
from imagespaces.testing.law import always, law

__all__ = [
    "batching_of_spaces",
    "concatenating_and_iterating",
    "flattening",
    "json_round_trip",
    "nested_in_other_spaces",
    "shared_memory",
]

_LANES = 3


@law(always)
def batching_of_spaces(space: ImageSpace, seed: int) -> None:
    """``batch_space`` and ``batch_differing_spaces`` give the space of several images side by side."""
    images = np.stack(sampled(space, seed, _LANES))
    spaces = [again(space, seed=each) for each in range(_LANES)]
    for batch in (batch_space(space, _LANES), batch_differing_spaces(spaces)):
        expect(isinstance(batch, Box), f"a batch is {batch!r}, no Box")
        expect_alike(batch.shape, (_LANES, *space.shape), "the shape of a batch")
        expect_alike(batch.dtype, space.dtype, "the type of a batch")
        expect_yes(batch.contains(images), "whether images side by side are in the batch")
        expect_no(batch.contains(images[1:]), "whether fewer images are in the batch")
        expect(batch == batch_space(again(space), _LANES), f"{batch!r} is not equal to another batch of the space")


@law(always)
def concatenating_and_iterating(space: ImageSpace, seed: int) -> None:
    """``create_empty_array`` makes room, ``concatenate`` fills it, and ``iterate`` gives the images one by one."""
    images = sampled(space, seed, _LANES)
    room: Any = create_empty_array(space, _LANES)
    expect_same(room, np.zeros((_LANES, *space.shape), space.dtype), "an empty array")
    together: Any = concatenate(space, images, room)
    expect_same(together, np.stack(images), "images concatenated")
    for image, same in zip(images, iterate(batch_space(space, _LANES), together), strict=True):
        expect_same(same, image, "an image iterated over")
    for row, same in zip(images[0], iterate(space, images[0]), strict=True):
        expect_same(same, row, "a row of an image iterated over")


@law(always)
def flattening(space: ImageSpace, seed: int) -> None:
    """``flatten`` and ``unflatten`` undo each other, and ``flatten_space`` holds what is flattened."""
    image = sampled(space, seed, 1)[0]
    flat: Any = flatten(space, image)
    expect_same(flat, image.reshape(-1), "a flattened image")
    expect_alike(flatdim(space), image.size, "the dimension of flattened images")
    expect(flat in flatten_space(space), f"a flattened image is not in {flatten_space(space)!r}")
    expect_same(unflatten(space, flat), image, "an unflattened image")


@law(always)
def shared_memory(space: ImageSpace, seed: int) -> None:
    """What is written to memory shared between processes, as AsyncVectorEnv does, is read from it."""
    images = sampled(space, seed, _LANES)
    memory = create_shared_memory(space, _LANES)
    for lane, image in enumerate(images):
        write_to_shared_memory(space, lane, image, memory)
    found: Any = read_from_shared_memory(space, memory, _LANES)
    expect_same(found, np.stack(images), "what is read from shared memory")


@law(always)
def json_round_trip(space: ImageSpace, seed: int) -> None:
    """Images become JSON and back, bit for bit, alone and in batches."""
    batch = batch_space(again(space, seed=seed), 2)
    for each, samples in ((space, sampled(space, seed)), (batch, [batch.sample()])):
        text = json.dumps(each.to_jsonable(samples))
        for image, same in zip(samples, each.from_jsonable(json.loads(text)), strict=True):
            expect_same(same, image, "an image from JSON")


@law(always)
def nested_in_other_spaces(space: ImageSpace, seed: int) -> None:
    """Image spaces within Dict and Tuple spaces are batched, sampled and iterated over."""
    nest = Dict({"seen": again(space), "both": Tuple((again(space), Discrete(2)))})
    batch = batch_space(nest, _LANES)
    batch.seed(seed)
    sample = batch.sample()
    expect(batch.contains(sample), "a sample of a batched Dict of image spaces is not in it")
    members: list[dict[str, Any]] = list(iterate(batch, sample))
    expect_alike(len(members), _LANES, "how many members a batched Dict has")
    for member in members:
        images: tuple[NDArray[Any], ...] = (member["seen"], member["both"][0])
        expect(all(image in space for image in images), "a member of a batched Dict holds what is not in the space")
