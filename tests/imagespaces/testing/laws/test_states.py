from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from imagespaces import Instances
from imagespaces.testing.excuses import MAY_REPEAT
from imagespaces.testing.laws.states import (
    draws_keep_the_state,
    one_to_one,
    size_counts_states,
    state_of_inverts_at,
    states_differ,
    states_in_mixed_radix,
    stream_keys_the_draws,
    unbounded_has_no_inverse,
)
from tests.imagespaces.testing.faults import Fault, Shapes, each, expect_caught
from tests.imagespaces.toys import Shades

Values = Mapping[str, NDArray[Any]]


class Endless(Shapes):
    """Says that there is no end of its images."""

    @property
    def size(self) -> None:
        return None


class Short(Shapes):
    """Has one image less than states."""

    @property
    def size(self) -> int:
        return self.num_states - 1


class SlowestFirst(Shapes):
    """Counts the first factor slowest."""

    def instances(self, indices: Any, split: str | None = None) -> Instances:
        checked = self.check_indices(indices, split)
        (y, x), shape = np.divmod(checked // 2 % 30, 6), checked // 60
        return replace(super().instances(shape + 2 * (x + 6 * y) % 60), indices=checked)


class Lost(Shapes):
    """Forgets where its shapes are."""

    def instances(self, indices: Any, split: str | None = None) -> Instances:
        many = super().instances(indices, split)
        return replace(many, factors=many.factors | {"x": many.factors["x"] * 0, "y": many.factors["y"] * 0})  # type: ignore[operator]


class Restless(Shades):
    """Draws what its states are to tell."""

    def instances(self, indices: Any, split: str | None = None) -> Instances:
        many = super().instances(indices, split)
        later = many.indices >= self.num_states
        tone = np.where(later, 1 - many.factors["tone"], many.factors["tone"])
        return replace(many, factors=many.factors | {"tone": tone})  # type: ignore[operator]


class Relabelled(Shades):
    """Lets the draw enter the label."""

    def instances(self, indices: Any, split: str | None = None) -> Instances:
        many = super().instances(indices, split)
        return replace(many, labels=(many.labels + many.indices // self.num_states) % 2)  # type: ignore[operator]


class OneDraw(Shades):
    """Draws once for each state."""

    def _values(self, codes: Values, indices: NDArray[np.int64]) -> dict[str, NDArray[Any]]:
        return super()._values(codes, indices % self.num_states)


class Deaf(Shades):
    """Draws the same in each stream."""

    def _values(self, codes: Values, indices: NDArray[np.int64]) -> dict[str, NDArray[Any]]:
        self.stream, stream = 0, self.stream
        try:
            return super()._values(codes, indices)
        finally:
            self.stream = stream


class StreamedStates(Shapes):
    """Numbers its states by the stream."""

    def _values(self, codes: Values, indices: NDArray[np.int64]) -> dict[str, NDArray[Any]]:
        values = super()._values(codes, indices)
        return values | {"x": (values["x"] + self.stream) % self.width}


class Night(Shapes):
    """Shows nothing."""

    def _images(self, values: Values) -> NDArray[np.float32]:
        return super()._images(values) * np.float32(0)


class Guessing(Shapes):
    """Finds the first state in every image."""

    def state_of(self, image: Any) -> int:
        return 0


class Accepting(Shapes):
    """Finds states also in what is no image."""

    def state_of(self, image: Any) -> int:
        usable = isinstance(image, np.ndarray) and image.shape == self.shape
        return super().state_of(image.astype(np.float32)) if usable else 0


class Denying(Shapes):
    """Finds no state at all, for no good reason."""

    def state_of(self, image: Any) -> int:
        raise ValueError(f"no state has an image like this, got {image.shape}")


class Blaming(Shapes):
    """Says of two states that they share an image, and they do not."""

    def state_of(self, image: Any) -> int:
        raise ValueError("states must have different images, but 3 and 5 share one")


class Omniscient(Shades):
    """Finds a state where there is no end of images."""

    def state_of(self, image: Any) -> int:
        return 0


@each(
    Fault(size_counts_states, Endless(), "the size is None (NoneType), not 60 (int)"),
    Fault(size_counts_states, Short(), "the size is 59 (int), not 60 (int)"),
    Fault(states_in_mixed_radix, SlowestFirst(), "the code of factor 'shape' differs"),
    Fault(states_differ, Lost(), "both have ['shape', 'x', 'y'] (1, 0, 0)"),
    Fault(draws_keep_the_state, Restless(), "factor 'tone' of another draw differs"),
    Fault(draws_keep_the_state, Relabelled(), "the label of another draw differs"),
    Fault(draws_keep_the_state, OneDraw(), "is the same in two draws"),
    Fault(stream_keys_the_draws, Deaf(), "factor 'shade' is the same in another stream"),
    Fault(stream_keys_the_draws, StreamedStates(), "factor 'x' in another stream differs"),
    Fault(one_to_one, Night(), f"states 0 and 1 give the same image; {MAY_REPEAT}\n"),
    Fault(state_of_inverts_at, Guessing(), "what state_of finds is [0, 0,"),
    Fault(state_of_inverts_at, Accepting(), "must raise ValueError, gave 0"),
    Fault(state_of_inverts_at, Denying(), "state_of refuses images of the space: no state has an image like this"),
    Fault(state_of_inverts_at, Blaming(), "state_of refuses images of the space: states must have different images"),
    Fault(unbounded_has_no_inverse, Omniscient(), "must raise ValueError, gave 0"),
)
def test_caught(fault: Fault) -> None:
    expect_caught(fault)


def test_states_that_share_an_image_are_named() -> None:
    state_of_inverts_at(Night())
